/** A file tree in memory: what a directory holds, how a path is walked, how big it all is. */
import { posix } from "node:path";
import { WingsError } from "./wings-error.ts";

interface Stamped {
  mode: number;
  /** Real milliseconds since the Unix epoch. */
  createdAt: number;
  modifiedAt: number;
}
export interface FileNode extends Stamped {
  kind: "file";
  data: Buffer;
}
export interface DirectoryNode extends Stamped {
  kind: "directory";
  children: Map<string, TreeNode>;
}
export interface LinkNode extends Stamped {
  kind: "link";
  target: string;
}
export interface PipeNode extends Stamped {
  kind: "pipe";
}
export type TreeNode = FileNode | DirectoryNode | LinkNode | PipeNode;

const maxNameBytes = 255;
const maxLinks = 8;

/** Below the root, without a slash at either end; `..` cannot leave. */
export function cleanPath(path: string): string {
  return posix.normalize(`/${path}`).replace(/^\/+|\/+$/g, "");
}

export function splitPath(path: string): string[] {
  const clean = cleanPath(path);
  return clean === "" ? [] : clean.split("/");
}

export class Tree {
  readonly root: DirectoryNode;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.root = this.directory();
  }

  directory(): DirectoryNode {
    return { kind: "directory", children: new Map(), mode: 0o755, ...this.#stamp() };
  }

  file(data: Buffer): FileNode {
    return { kind: "file", data, mode: 0o644, ...this.#stamp() };
  }

  link(target: string): LinkNode {
    return { kind: "link", target, mode: 0o777, ...this.#stamp() };
  }

  pipe(): PipeNode {
    return { kind: "pipe", mode: 0o644, ...this.#stamp() };
  }

  /** What is at the path itself; links on the way are followed, a link at its end is not. */
  find(path: string, depth = 0): TreeNode | undefined {
    let node: TreeNode | undefined = this.root;
    const parts = splitPath(path);
    for (const [index, part] of parts.entries()) {
      const parent: TreeNode | undefined =
        node?.kind === "link" ? this.#follow(node, parts.slice(0, index - 1).join("/"), depth) : node;
      if (parent?.kind !== "directory") return undefined;
      node = parent.children.get(part);
    }
    return node;
  }

  /** What is at the path, through a link at its end too. A link that leaves the root finds nothing. */
  resolve(path: string, depth = 0): TreeNode | undefined {
    const node = this.find(path, depth);
    return node?.kind === "link" ? this.#follow(node, posix.dirname(cleanPath(path)), depth) : node;
  }

  /** @throws {WingsError} 400 when a part of the path is a file. */
  makeDirectory(path: string): DirectoryNode {
    let node = this.root;
    for (const part of splitPath(path)) {
      checkName(part);
      let next = node.children.get(part);
      if (!next) {
        next = this.directory();
        node.children.set(part, next);
      }
      if (next.kind !== "directory") {
        throw new WingsError(400, "Part of the path being created is not a directory (ENOTDIR).");
      }
      node = next;
    }
    return node;
  }

  put(path: string, node: TreeNode): void {
    const parts = splitPath(path);
    const name = parts.pop() ?? "";
    checkName(name);
    this.makeDirectory(parts.join("/")).children.set(name, node);
  }

  /** Whether there was something to remove. */
  remove(path: string): boolean {
    const parts = splitPath(path);
    const name = parts.pop();
    const parent = this.find(parts.join("/"));
    return name !== undefined && parent?.kind === "directory" && parent.children.delete(name);
  }

  /** Every entry below `path`, parents first; paths relative to it. */
  *walk(path = ""): Generator<[path: string, node: TreeNode]> {
    const node = this.find(path);
    if (node?.kind !== "directory") return;
    for (const [name, child] of node.children) {
      yield [name, child];
      for (const [below, deeper] of this.walk(posix.join(path, name))) yield [`${name}/${below}`, deeper];
    }
  }

  get bytes(): number {
    let total = 0;
    for (const [, node] of this.walk()) if (node.kind === "file") total += node.data.length;
    return total;
  }

  #follow(link: LinkNode, from: string, depth: number): TreeNode | undefined {
    if (depth >= maxLinks) return undefined;
    const target = link.target.startsWith("/") ? link.target : posix.join("/", from, link.target);
    const leaves = !link.target.startsWith("/") && posix.join(from || ".", link.target).startsWith("..");
    return leaves ? undefined : this.resolve(target, depth + 1);
  }

  #stamp(): { createdAt: number; modifiedAt: number } {
    const now = this.#now();
    return { createdAt: now, modifiedAt: now };
  }
}

function checkName(name: string): void {
  if (Buffer.byteLength(name) > maxNameBytes) {
    throw new WingsError(400, "Cannot perform that action: file name is too long.");
  }
}
