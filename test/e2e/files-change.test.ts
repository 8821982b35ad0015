import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { buttonsOf, openHouse, type House } from "./house.ts";

const mib = 1024 * 1024;

let house: House;
beforeAll(async () => {
  house = await openHouse({ panel: { node: { uploadLimitBytes: 30 * mib } } });
});
afterAll(() => house[Symbol.asyncDispose]());

const tree = () => house.panel.server("survival").node.files.tree;
const put = (path: string, data: string | Buffer): void => {
  tree().put(path, tree().file(Buffer.from(data)));
};
function onDisk(path: string): string | undefined {
  const node = tree().resolve(path);
  return node?.kind === "file" ? node.data.toString() : undefined;
}
const exists = (path: string): boolean => tree().find(path) !== undefined;

const adam = () => house.person("adam");
type Options = Parameters<ReturnType<typeof adam>["slash"]>[1];
const slash = async (command: string, options: Options): Promise<SeenMessage> =>
  await (await adam().slash(`/files ${command}`, options)).reply();
const click = async (message: SeenMessage, label: string): Promise<SeenMessage> =>
  await (await adam().click(message, label)).reply();

/** A node that hangs up after so many bytes of an upload. */
async function breakingNode(bytes: number, onBreak: () => void): Promise<AsyncDisposable> {
  const server = createServer((request) => {
    let seen = 0;
    request.on("data", (chunk: Buffer) => {
      seen += chunk.byteLength;
      if (seen < bytes || request.destroyed) return;
      onBreak();
      request.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const value = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Links lead to it from now on.
  Object.defineProperty(house.panel.wings, "url", { value, configurable: true });
  return {
    async [Symbol.asyncDispose]() {
      Reflect.deleteProperty(house.panel.wings, "url");
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("/files upload", () => {
  const file = { name: "notes.txt", data: "hello\n" };

  test.each([
    ["a folder that exists", "plugins", "plugins/notes.txt"],
    ["the top folder", "/", "notes.txt"],
    ["a folder that does not exist yet", "new/folder/", "new/folder/notes.txt"],
    [
      "a path with a name of its own",
      "plugins/My Plugin & Co/100% 🏰 .hidden",
      "plugins/My Plugin & Co/100% 🏰 .hidden",
    ],
    ["a name with a dot first", ".env", ".env"],
  ])("puts a file into %s", async (_, path, target) => {
    const reply = await slash("upload", { path, file });
    expect(reply.content).toBe(`Uploaded \`/${target}\`: 6 B.`);
    expect([onDisk(target), reply.ephemeral]).toEqual(["hello\n", true]);
  });

  test("asks before it overwrites", async () => {
    put("there.txt", "old");
    const asked = await slash("upload", { path: "there.txt", file });
    expect(asked.content).toMatch(
      /^Replace `\/there\.txt`\? It is 3 B, changed <t:\d+:R>; yours is 6 B\. What is there now cannot be brought back\.$/,
    );
    expect(onDisk("there.txt")).toBe("old");
    expect((await click(asked, "Replace it")).content).toBe("Replaced `/there.txt`: 3 B → 6 B.");
    expect(onDisk("there.txt")).toBe("hello\n");
  });

  test("asks before it overwrites inside a folder, and leaves it when told so", async () => {
    put("plugins/keep.txt", "old");
    const asked = await slash("upload", { path: "plugins/", file: { ...file, name: "keep.txt" } });
    expect((await click(asked, "Cancel")).content).toBe("Nothing was done.");
    expect(onDisk("plugins/keep.txt")).toBe("old");
  });

  test("brings 25 MiB over byte for byte", async () => {
    const data = Buffer.alloc(25 * mib);
    for (let at = 0; at < data.length; at += 4096) data.writeUInt32LE(at, at);
    expect((await slash("upload", { path: "big.bin", file: { name: "big.bin", data } })).content).toContain(
      "25 MiB",
    );
    const node = tree().resolve("big.bin");
    expect(node?.kind === "file" && node.data.equals(data)).toBe(true);
  });

  test("says when the node takes no file that large, and that nothing is there", async () => {
    const data = Buffer.alloc(31 * mib);
    expect((await slash("upload", { path: "huge.bin", file: { name: "huge.bin", data } })).content).toBe(
      "The server's machine takes no file over 30 MB. Nothing of it is on the disk.",
    );
  });

  test("passes on why the node refuses a file", async () => {
    expect((await slash("upload", { path: "x.denied", file })).content).toMatch(
      /egg denylist.*Nothing of it is on the disk\.$/,
    );
  });

  describe("that breaks half way tells what is on the disk", () => {
    const data = Buffer.alloc(4 * mib, "x");
    const half = data.byteLength / 2;

    test.each([
      ["nothing", 0, "The upload broke off. Nothing of it is on the disk."],
      [
        "half",
        half,
        "The upload broke off. What is at `/half.bin` now is incomplete: 2 MiB of 4 MiB. Upload it again.",
      ],
      ["all", 2 * half, "The upload broke off. It is on the disk all the same, whole: `/half.bin`."],
    ])("%s of it", async (_, written, sentence) => {
      tree().remove("half.bin");
      await using _node = await breakingNode(half, () => {
        if (written > 0) put("half.bin", data.subarray(0, written));
      });
      const reply = await slash("upload", { path: "half.bin", file: { name: "half.bin", data } });
      expect(reply.content).toBe(sentence);
    });

    test("and what was there before", async () => {
      put("before.bin", "old");
      const asked = await slash("upload", { path: "before.bin", file: { name: "before.bin", data } });
      await using _node = await breakingNode(half, () => undefined);
      const reply = await click(asked, "Replace it");
      expect(reply.content).toBe("The upload broke off. `/before.bin` is as it was before.");
    });
  });

  test("refuses a name that is a folder, and one that no disk takes", async () => {
    put("taken/notes.txt/inside", "x");
    expect((await slash("upload", { path: "taken", file })).content).toBe(
      "There is a folder `/taken/notes.txt` already.",
    );
    expect((await slash("upload", { path: "x".repeat(256), file })).content).toMatch(
      /^That name is too long/,
    );
    expect((await slash("upload", { path: "a\nb", file })).content).toMatch(/line breaks/);
  });
});

describe("/files mkdir", () => {
  test("makes a folder with those above it", async () => {
    expect((await slash("mkdir", { path: "a/b/c d" })).content).toBe("The folder `/a/b/c d` is made.");
    expect(tree().find("a/b/c d")?.kind).toBe("directory");
  });

  test.each([
    ["world", "There is a folder `/world` already."],
    ["eula.txt", "There is a file `/eula.txt` already."],
    ["/", "Type a name, such as `plugins/notes.txt`."],
  ])("refuses %s", async (path, sentence) => {
    expect((await slash("mkdir", { path })).content).toBe(sentence);
  });

  test("tells that a part of the path is a file", async () => {
    expect((await slash("mkdir", { path: "eula.txt/x" })).content).toContain("not a directory");
  });
});

describe("/files move", () => {
  test("renames, and moves back", async () => {
    put("old name.txt", "x");
    const reply = await slash("move", { from: "old name.txt", to: "new & name.txt" });
    expect(reply.content).toBe("Moved `/old name.txt` to `/new & name.txt`.");
    expect([exists("old name.txt"), onDisk("new & name.txt")]).toEqual([false, "x"]);
    await click(reply, "Move it back");
    expect([onDisk("old name.txt"), exists("new & name.txt")]).toEqual(["x", false]);
  });

  test("puts things into a folder that exists or is written as one", async () => {
    put("m1.txt", "1");
    put("m2.txt", "2");
    put("into/x", "x");
    await slash("move", { from: "m1.txt", to: "into" });
    await slash("move", { from: "m2.txt", to: "brand new/" });
    expect([onDisk("into/m1.txt"), onDisk("brand new/m2.txt")]).toEqual(["1", "2"]);
  });

  test("refuses what the panel would answer yes to", async () => {
    put("here.txt", "1");
    put("other.txt", "2");
    put("tree/leaf", "x");
    const said = async (from: string, to: string): Promise<string> =>
      (await slash("move", { from, to })).content;
    expect(await said("nowhere.txt", "x")).toMatch(/^There is nothing at `\/nowhere\.txt`/);
    expect(await said("here.txt", "other.txt")).toBe(
      "There is a file `/other.txt` already. Move or delete it first.",
    );
    expect(await said("here.txt", "/here.txt")).toBe("That is where it is already.");
    expect(await said("tree", "tree/below")).toBe("A folder cannot be moved into itself.");
    expect(await said("/", "x")).toMatch(/whole server/);
    expect([onDisk("here.txt"), onDisk("other.txt")]).toEqual(["1", "2"]);
  });

  test("notices when nothing was moved after all", async () => {
    put("fleeting.txt", "x");
    // The list is remembered for some seconds.
    await house.travel(20_000);
    await slash("list", {});
    tree().remove("fleeting.txt");
    expect((await slash("move", { from: "fleeting.txt", to: "caught.txt" })).content).toBe(
      "`/fleeting.txt` was not moved: somebody else may have moved or deleted it.",
    );
  });
});

describe("/files copy", () => {
  test("tells the name of the copy, which can be renamed", async () => {
    put("copied.tar.gz", "x");
    const reply = await slash("copy", { path: "copied.tar.gz" });
    expect(reply.content).toBe("Copied `/copied.tar.gz` to `/copied copy.tar.gz`.");
    const window = await (await adam().click(reply, "Rename")).modal();
    await (await adam().submit(window, { to: "/backup.tar.gz" })).reply();
    expect(onDisk("backup.tar.gz")).toBe("x");
  });

  test.each([
    ["world", "`/world` is a folder, which cannot be copied."],
    ["nowhere", "There is nothing at `/nowhere`."],
  ])("refuses %s", async (path, sentence) => {
    expect((await slash("copy", { path })).content).toContain(sentence);
  });
});

describe("/files delete", () => {
  test("asks with what goes: a file with its size and age", async () => {
    put("trash.txt", "12345");
    const asked = await slash("delete", { path: "trash.txt" });
    expect(asked.content).toMatch(
      /^Delete the file `\/trash\.txt` \(5 B, changed <t:\d+:R>\) of \*\*survival\*\*\? It cannot be brought back\.$/,
    );
    expect(exists("trash.txt")).toBe(true);
    expect((await click(asked, "Delete the file")).content).toBe("`/trash.txt` is deleted.");
    expect(exists("trash.txt")).toBe(false);
  });

  test("asks with what goes: a folder with counts and first names", async () => {
    for (let index = 10; index < 22; index += 1) put(`heap/f${index}.txt`, "12345");
    put("heap/sub/x", "x");
    const asked = await slash("delete", { path: "heap/" });
    expect(asked.content).toContain("with 1 folder and 12 files (60 B) in it: **sub/**, **f10.txt**, ");
    expect(asked.content).toContain(", …");
    await click(asked, "Delete the folder");
    expect(exists("heap")).toBe(false);
  });

  test.each([
    ["nowhere.txt", /^There is nothing at/],
    ["/", /whole server/],
  ])("refuses %s", async (path, sentence) => {
    const reply = await slash("delete", { path });
    expect(reply.content).toMatch(sentence);
    expect(buttonsOf(reply)).toEqual([]);
  });

  test("passes on why the node does not let it go", async () => {
    const asked = await slash("delete", { path: "secrets.denied" });
    expect((await click(asked, "Delete the file")).content).toBe(
      "The panel refused. The panel says: “This file cannot be modified: present in egg denylist.”",
    );
    expect(exists("secrets.denied")).toBe(true);
  });
});

describe("archives", () => {
  test("pack a folder and are unpacked again, after a question", async () => {
    put("pack/me/one.txt", "1");
    const packed = await (
      await adam().slash("/files compress", { path: "pack/me" })
    ).until(({ content }) => content.startsWith("Packed"));
    const [, made = ""] = /into `\/pack\/(archive-[^`]+)`/.exec(packed.content) ?? [];
    tree().remove("pack/me");
    const asked = await slash("decompress", { path: `pack/${made}` });
    expect(asked.content).toBe(
      `Unpack \`/pack/${made}\` into \`/pack\`? Files of the same names are overwritten.`,
    );
    const use = await adam().click(asked, "Unpack it");
    const done = await use.until(({ content }) => content.startsWith("Unpacked"));
    expect(done.content).toContain("New in `/pack`: **me**.");
    expect(onDisk("pack/me/one.txt")).toBe("1");
  });

  test.each([
    ["a text", "notes.zip", Buffer.from("no archive at all")],
    ["what nobody knows", "noise.7z", Buffer.from([7, 3, 0, 255, 8, 1])],
  ])("that are none are told apart: %s", async (_, path, data) => {
    put(path, data);
    const asked = await slash("decompress", { path });
    const use = await adam().click(asked, "Unpack it");
    const done = await use.until(({ thinking, content }) => !thinking && !content.startsWith("Unpack"));
    expect(done.content).toBe(`\`/${path}\` is not an archive that can be unpacked.`);
  });

  test("are not looked for where there is nothing", async () => {
    expect((await slash("decompress", { path: "nowhere.zip" })).content).toContain("There is no file");
    expect((await slash("compress", { path: "nowhere" })).content).toContain("There is nothing at");
  });

  test("that take longer than the panel waits may still be made", async () => {
    house.panel.failNext(504, { path: /compress/ });
    const use = await adam().slash("/files compress", { path: "world" });
    const done = await use.until(({ thinking, content }) => !thinking && !content.startsWith("Packing"));
    expect(done.content).toMatch(/it may still go on\. Look at `\/files list`/);
  });
});

describe("a menu", () => {
  test("opens folders and files, also where the path is longer than Discord's values", async () => {
    const deep = `${"deep folder name ".repeat(5)}x/${"another deep folder ".repeat(5)}x`;
    put(`${deep}/the file.txt`, "found\n");
    const folder = await slash("list", { path: deep });
    const open = async (message: SeenMessage, label: string): Promise<SeenMessage> =>
      await (await adam().select(message, "Open …", [label])).reply();
    const file = await open(folder, "📄 the file.txt");
    expect([file.id, file.content.includes("the file.txt` is a file: 6 B")]).toEqual([folder.id, true]);
    expect((await click(file, "Read")).content).toContain("found");
    const up = await click(folder, "◀ Folder");
    expect(buttonsOf(up)).toEqual(["▲ Up"]);
    expect((await open(await slash("list", {}), "📁 world")).content).toContain("`/world`");
  });
});

describe("the key's own permissions", () => {
  test("are looked at before anything is asked", async () => {
    house.panel.server("survival").grant(["control.console", "websocket.connect", "file.read"]);
    await house.restart();
    await house.untilConsolesOpen();
    expect((await slash("mkdir", { path: "x" })).content).toContain("`file.create`");
    expect((await slash("delete", { path: "eula.txt" })).content).toContain("`file.delete`");
    expect((await slash("edit", { path: "eula.txt" })).content).toContain("`file.read-content`");
    const uploaded = await slash("upload", { path: "x", file: { name: "x", data: "x" } });
    expect(uploaded.content).toContain("`file.create`");
  });
});
