import { describe, expect, it } from "vitest";
import { unpack } from "./archive.ts";
import { Files } from "./files.ts";
import { toConsoleLines } from "./console.ts";
import { WingsError } from "./wings-error.ts";

const now = Date.UTC(2026, 0, 5, 10, 0, 0);

function files(options: Partial<Files["options"]> = {}): Files {
  const made = new Files({
    profile: "modern",
    quotaBytes: 0,
    denylist: ["*.denied"],
    now: () => now,
    ...options,
  });
  made.write("a/one.txt", Buffer.from("one"));
  made.write("b.tar.gz", Buffer.from("no archive"));
  made.write("c.txt", Buffer.from("see"));
  made.tree.put("link", made.tree.link("a"));
  made.tree.put("away", made.tree.link("../../etc"));
  made.tree.put("pipe", made.tree.pipe());
  return made;
}

/** `status: words` of what it throws, or "ok". */
function outcome(run: () => unknown): string {
  try {
    run();
    return "ok";
  } catch (error) {
    if (error instanceof WingsError) return `${error.status}: ${error.message.slice(0, 40)}`;
    throw error;
  }
}

describe("the node's files", () => {
  it.each<[string, (tree: Files) => unknown, string]>([
    ["a missing file", (tree) => tree.read("none"), "500: An unexpected error was encountered whil"],
    ["a missing directory", (tree) => tree.list("none"), "500: An unexpected error was encountered whil"],
    ["a directory as a file", (tree) => tree.read("a"), "400: file is a directory"],
    ["a pipe", (tree) => tree.read("pipe"), "400: Cannot open files of this type."],
    ["a link out of the root", (tree) => tree.list("away"), "500: An unexpected error was encountered whil"],
    [
      "writing over a directory",
      (tree) => tree.write("a", Buffer.alloc(1)),
      "400: Cannot write file, name conflicts with a",
    ],
    [
      "writing what the egg forbids",
      (tree) => tree.write("x/y.denied", Buffer.alloc(1)),
      "403: This file cannot be modified: present in",
    ],
    [
      "renaming onto another",
      (tree) => tree.rename("c.txt", "a"),
      "400: Cannot move or rename file, destination ",
    ],
    ["renaming a missing one", (tree) => tree.rename("none", "d"), "ok"],
    ["deleting a missing one", (tree) => tree.delete("none"), "ok"],
    ["changing the mode of a missing one", (tree) => tree.chmod("none", "644"), "ok"],
    ["a mode that is not octal", (tree) => tree.chmod("c.txt", "9x"), "400: Invalid file mode."],
    ["a folder that is there", (tree) => tree.createFolder("a"), "ok"],
    [
      "a folder below a file",
      (tree) => tree.createFolder("c.txt/d"),
      "400: Part of the path being created is not a ",
    ],
    ["copying a directory", (tree) => tree.copy("a"), "500: An unexpected error was encountered whil"],
    [
      "unpacking what is no archive",
      (tree) => tree.decompress("/", "b.tar.gz"),
      "400: The archive provided is in a format Wing",
    ],
    [
      "a name too long",
      (tree) => tree.write("x".repeat(256), Buffer.alloc(0)),
      "400: Cannot perform that action: file name is",
    ],
  ])("answers for %s", (_, run, wanted) => {
    expect(outcome(() => run(files()))).toBe(wanted);
  });

  it("says 404 for what is missing on a classic node", () => {
    const old = files({ profile: "classic" });
    expect(outcome(() => old.read("none"))).toMatch(/^404/);
    expect(outcome(() => old.list("none"))).toMatch(/^404/);
  });

  it("keeps within the quota", () => {
    const small = files({ quotaBytes: 40 });
    expect(outcome(() => small.write("big", Buffer.alloc(40)))).toBe(
      "400: There is not enough disk space available",
    );
    expect(outcome(() => small.compress("/", ["c.txt"]))).toMatch(/^409/);
  });

  it("cannot be left by dots, and follows links inside", () => {
    const tree = files();
    expect(tree.read("../../c.txt").toString()).toBe("see");
    expect(tree.read("link/one.txt").toString()).toBe("one");
  });

  it("lists files before directories, descending, links by an L only", () => {
    const entries = files().list("/");
    expect(entries.map(({ name }) => name)).toEqual(["pipe", "link", "c.txt", "b.tar.gz", "away", "a"]);
    expect(entries[1]).toMatchObject({ mode: "Lrwxrwxrwx", is_symlink: false, mimetype: "inode/directory" });
    expect(entries[2]).toMatchObject({ mode: "-rw-r--r--", mode_bits: "644", size: 3, is_file: true });
  });

  it("names copies as the node does", () => {
    const tree = files();
    tree.copy("c.txt");
    tree.copy("c.txt");
    tree.copy("b.tar.gz");
    const names = tree.list("/").map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["c copy.txt", "c copy 1.txt", "b copy.tar.gz"]));
  });

  it("packs and unpacks for real, odd names and modes too", () => {
    const tree = files();
    const long = `a/${"ü".repeat(90)} & 100%.txt`;
    tree.write(long, Buffer.from("long"));
    tree.chmod("a/one.txt", "755");
    const { name, mimetype } = tree.compress("/", ["a", "c.txt"]);
    expect([name, mimetype]).toEqual(["archive-2026-01-05T100000Z.tar.gz", "application/tar+gzip"]);
    tree.delete("a");
    tree.decompress("/", name);
    expect(tree.read(long).toString()).toBe("long");
    expect(tree.tree.find("a/one.txt")?.mode).toBe(0o755);
  });

  it("leaves out of a backup what is ignored", () => {
    const tree = files();
    const paths = unpack(tree.archive(["*.tar.gz", "/a/one.txt"]), "x")?.map(({ path }) => path);
    expect(paths).toEqual(["a/", "c.txt"]);
  });

  it("reads zip archives", () => {
    const zip = Buffer.from(
      "UEsDBAoAAAAAAAAAIQBHtNzyAgAAAAIAAAAEAAAAZC9mLmhpUEsBAgoACgAAAAAAAAAhAEe03PICAAAAAgAAAAQAAAAAAAAAAAAAAAAAAAAAAGQvZi5QSwUGAAAAAAEAAQAyAAAAJAAAAAAA",
      "base64",
    );
    expect(unpack(zip, "x.zip")).toEqual([{ path: "d/f.", data: Buffer.from("hi"), mode: 0o644 }]);
    expect(unpack(Buffer.from("plain"), "x")).toBeUndefined();
  });
});

describe("console lines", () => {
  it("are cut at 64 KiB, and what is not UTF-8 is replaced", () => {
    expect(toConsoleLines("ü".repeat(32_769)).map((line) => Buffer.byteLength(line))).toEqual([65_536, 2]);
    expect(toConsoleLines(Buffer.from([0x61, 0xff]))).toEqual(["a\uFFFD"]);
    expect(toConsoleLines("")).toEqual([""]);
  });
});
