/** The file operations of the node on one server's tree: what works, and the odd ways in which it refuses. */
import { posix } from "node:path";
import { packTarGz, unpack, type ArchiveEntry } from "./archive.ts";
import { listEntry, type FileStat } from "./file-stat.ts";
import type { Generation } from "./profile.ts";
import { cleanPath, Tree, type TreeNode } from "./tree.ts";
import { unexpected, WingsError } from "./wings-error.ts";

export interface FilesOptions {
  profile: Generation;
  /** Bytes; 0 is unlimited. */
  quotaBytes: number;
  /** Names or paths, `*` as wildcard, that the egg forbids to change. */
  denylist: string[];
  /** Real milliseconds since the Unix epoch. */
  now: () => number;
}

const diskFull = "There is not enough disk space available to perform that action.";
const maxCopies = 50;

export class Files {
  readonly tree: Tree;
  readonly options: FilesOptions;

  constructor(options: FilesOptions) {
    this.options = options;
    this.tree = new Tree(options.now);
  }

  /** Files before directories, each descending: an order that nobody should rely on. */
  list(directory: string): FileStat[] {
    const node = this.tree.resolve(directory);
    if (node?.kind !== "directory") throw this.#missing();
    const entries = [...node.children].map(([name, child]) =>
      listEntry(name, child, this.tree.resolve(posix.join("/", directory, name))),
    );
    return entries.sort(
      (a, b) => Number(b.is_file) - Number(a.is_file) || (a.name < b.name ? 1 : a.name > b.name ? -1 : 0),
    );
  }

  read(path: string): Buffer {
    const node = this.tree.resolve(path);
    if (!node) throw this.#missing();
    if (node.kind === "directory") throw new WingsError(400, "file is a directory");
    if (node.kind === "pipe") throw new WingsError(400, "Cannot open files of this type.");
    return node.kind === "file" ? node.data : Buffer.alloc(0);
  }

  write(path: string, data: Buffer): void {
    this.#guard(path);
    const node = this.tree.resolve(path);
    if (node?.kind === "directory") {
      throw new WingsError(
        400,
        "Cannot write file, name conflicts with an existing directory by the same name.",
      );
    }
    this.#reserve(data.length - (node?.kind === "file" ? node.data.length : 0));
    if (node?.kind === "file") Object.assign(node, { data, mode: 0o644, modifiedAt: this.options.now() });
    else this.tree.put(path, this.tree.file(data));
  }

  /** A missing source is no failure. */
  rename(from: string, to: string): void {
    this.#guard(from);
    this.#guard(to);
    if (this.tree.find(to)) {
      throw new WingsError(400, "Cannot move or rename file, destination already exists.");
    }
    const node = this.tree.find(from);
    if (!node || cleanPath(from) === "") return;
    this.tree.remove(from);
    this.tree.put(to, node);
  }

  /** `name copy.ext`, then `name copy 1.ext` and so on. */
  copy(path: string): void {
    const node = this.tree.resolve(path);
    if (node?.kind !== "file") throw this.#missing();
    this.#reserve(node.data.length);
    const directory = posix.dirname(cleanPath(path));
    const base = posix.basename(cleanPath(path));
    const extension = base.endsWith(".tar.gz") ? ".tar.gz" : posix.extname(base);
    const stem = base.slice(0, base.length - extension.length);
    for (let round = 0; round <= maxCopies; round += 1) {
      const target = posix.join(directory, `${stem} copy${round === 0 ? "" : ` ${round}`}${extension}`);
      if (this.tree.find(target)) continue;
      this.tree.put(target, this.tree.file(Buffer.from(node.data)));
      return;
    }
    throw new WingsError(500, unexpected);
  }

  /** Recursive; a missing one is no failure. */
  delete(path: string): void {
    this.#guard(path);
    if (cleanPath(path) !== "") this.tree.remove(path);
  }

  createFolder(path: string): void {
    this.tree.makeDirectory(path);
  }

  /** `mode` is octal text; a missing file is no failure. */
  chmod(path: string, mode: string): void {
    if (!/^[0-7]{1,4}$/.test(mode)) throw new WingsError(400, "Invalid file mode.");
    const node = this.tree.resolve(path);
    if (node) node.mode = Number.parseInt(mode, 8);
  }

  compress(root: string, names: string[]): FileStat {
    const data = packTarGz(this.#entries(root, names));
    try {
      this.#reserve(data.length);
    } catch {
      throw new WingsError(
        409,
        "This server does not have enough available disk space to generate a compressed archive.",
      );
    }
    const stamp = new Date(this.options.now())
      .toISOString()
      .replace(/\.\d+Z$/, "Z")
      .replaceAll(":", "");
    const name = `archive-${stamp}.tar.gz`;
    const node = this.tree.file(data);
    this.tree.put(posix.join("/", root, name), node);
    return { ...listEntry(name, node, node), mimetype: "application/tar+gzip" };
  }

  decompress(root: string, name: string): void {
    const path = posix.join("/", root, name);
    const entries = unpack(this.read(path), name);
    if (!entries) throw new WingsError(400, "The archive provided is in a format Wings does not understand.");
    this.#reserve(entries.reduce((sum, entry) => sum + (entry.data?.length ?? 0), 0));
    // What the egg forbids to change stays as it is, silently.
    this.extract(
      root,
      entries.filter(({ path }) => !this.#denied(posix.join(root, path))),
    );
  }

  /** Unpacks over what is there, whatever the denylist and the quota say. */
  extract(root: string, entries: ArchiveEntry[]): void {
    for (const { path, data, mode } of entries) {
      const target = posix.join("/", root, posix.normalize(`/${path}`));
      if (data) this.tree.put(target, this.tree.file(data));
      else this.tree.makeDirectory(target);
      const node = this.tree.find(target);
      if (node) node.mode = mode;
    }
  }

  /** Everything but what `ignored` (names or paths, `*` as wildcard) matches. */
  archive(ignored: string[]): Buffer {
    const skip = ignored
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => toPattern(line));
    return packTarGz(
      this.#all([...this.tree.root.children.keys()], "", (path) => skip.some((p) => p.test(path))),
    );
  }

  truncate(): void {
    this.tree.root.children.clear();
  }

  #entries(root: string, names: string[]): Iterable<ArchiveEntry> {
    return this.#all(names, root, () => false);
  }

  *#all(names: string[], root: string, skip: (path: string) => boolean): Generator<ArchiveEntry> {
    for (const name of names) {
      const path = cleanPath(name);
      const node = this.tree.find(posix.join("/", root, path));
      if (!node || skip(path)) continue;
      const entry = toEntry(path, node);
      if (entry) yield entry;
      if (node.kind !== "directory") continue;
      const below = [...node.children.keys()].map((child) => `${path}/${child}`);
      yield* this.#all(below, root, skip);
    }
  }

  #guard(path: string): void {
    if (this.#denied(path)) {
      throw new WingsError(403, "This file cannot be modified: present in egg denylist.");
    }
  }

  #denied(path: string): boolean {
    const clean = cleanPath(path);
    return this.options.denylist.some((line) => toPattern(line).test(clean));
  }

  #reserve(bytes: number): void {
    const { quotaBytes } = this.options;
    if (quotaBytes > 0 && bytes > 0 && this.tree.bytes + bytes > quotaBytes)
      throw new WingsError(400, diskFull);
  }

  #missing(): WingsError {
    return this.options.profile === "classic"
      ? new WingsError(404, "The requested resources was not found on the system.")
      : new WingsError(500, unexpected);
  }
}

function toEntry(path: string, node: TreeNode): ArchiveEntry | undefined {
  if (node.kind === "directory") return { path, mode: node.mode };
  return node.kind === "file" ? { path, data: node.data, mode: node.mode } : undefined;
}

/** One line of an ignore file: a name anywhere, or a path from the root. */
function toPattern(line: string): RegExp {
  const clean = line.trim().replace(/\/$/, "");
  const body = clean
    .replace(/^\//, "")
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("**", "\u0000")
    .replaceAll("*", "[^/]*")
    .replaceAll("\u0000", ".*");
  return new RegExp(clean.replace(/\/$/, "").includes("/") ? `^${body}(/|$)` : `(^|/)${body}(/|$)`);
}
