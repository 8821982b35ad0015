import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { FilesRig } from "./files-rig.ts";
import { buttonsOf, openHouse, type House } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const rig = new FilesRig(() => house);

describe("/files mkdir", () => {
  test("makes a folder with those above it", async () => {
    expect((await rig.slash("mkdir", { path: "a/b/c d" })).content).toBe("The folder `/a/b/c d` is made.");
    expect(rig.tree.find("a/b/c d")?.kind).toBe("directory");
  });

  test.each([
    ["world", "There is a folder `/world` already."],
    ["eula.txt", "There is a file `/eula.txt` already."],
    ["/", "Type a name, such as `plugins/notes.txt`."],
  ])("refuses %s", async (path, sentence) => {
    expect((await rig.slash("mkdir", { path })).content).toBe(sentence);
  });

  test("tells that a part of the path is a file", async () => {
    expect((await rig.slash("mkdir", { path: "eula.txt/x" })).content).toContain("not a directory");
  });
});

describe("/files move", () => {
  test("renames, and moves back", async () => {
    rig.put("old name.txt", "x");
    const reply = await rig.slash("move", { from: "old name.txt", to: "new & name.txt" });
    expect(reply.content).toBe("Moved `/old name.txt` to `/new & name.txt`.");
    expect([rig.exists("old name.txt"), rig.onDisk("new & name.txt")]).toEqual([false, "x"]);
    await rig.click(reply, "Move it back");
    expect([rig.onDisk("old name.txt"), rig.exists("new & name.txt")]).toEqual(["x", false]);
  });

  test("puts things into a folder that exists or is written as one", async () => {
    rig.put("m1.txt", "1");
    rig.put("m2.txt", "2");
    rig.put("into/x", "x");
    await rig.slash("move", { from: "m1.txt", to: "into" });
    await rig.slash("move", { from: "m2.txt", to: "brand new/" });
    expect([rig.onDisk("into/m1.txt"), rig.onDisk("brand new/m2.txt")]).toEqual(["1", "2"]);
  });

  test("refuses what the panel would answer yes to", async () => {
    rig.put("here.txt", "1");
    rig.put("other.txt", "2");
    rig.put("tree/leaf", "x");
    const said = async (from: string, to: string): Promise<string> =>
      (await rig.slash("move", { from, to })).content;
    expect(await said("nowhere.txt", "x")).toMatch(/^There is nothing at `\/nowhere\.txt`/);
    expect(await said("here.txt", "other.txt")).toBe(
      "There is a file `/other.txt` already. Move or delete it first.",
    );
    expect(await said("here.txt", "/here.txt")).toBe("That is where it is already.");
    expect(await said("tree", "tree/below")).toBe("A folder cannot be moved into itself.");
    expect(await said("/", "x")).toMatch(/whole server/);
    expect([rig.onDisk("here.txt"), rig.onDisk("other.txt")]).toEqual(["1", "2"]);
  });

  test("notices when nothing was moved after all", async () => {
    rig.put("fleeting.txt", "x");
    // The list is remembered for some seconds.
    await house.travel(20_000);
    await rig.slash("list", {});
    rig.tree.remove("fleeting.txt");
    expect((await rig.slash("move", { from: "fleeting.txt", to: "caught.txt" })).content).toBe(
      "`/fleeting.txt` was not moved: somebody else may have moved or deleted it.",
    );
  });
});

describe("/files copy", () => {
  test("tells the name of the copy, which can be renamed", async () => {
    rig.put("copied.tar.gz", "x");
    const reply = await rig.slash("copy", { path: "copied.tar.gz" });
    expect(reply.content).toBe("Copied `/copied.tar.gz` to `/copied copy.tar.gz`.");
    const window = await (await rig.adam.click(reply, "Rename")).modal();
    await (await rig.adam.submit(window, { to: "/backup.tar.gz" })).reply();
    expect(rig.onDisk("backup.tar.gz")).toBe("x");
  });

  test.each([
    ["world", "`/world` is a folder, which cannot be copied."],
    ["nowhere", "There is nothing at `/nowhere`."],
  ])("refuses %s", async (path, sentence) => {
    expect((await rig.slash("copy", { path })).content).toContain(sentence);
  });
});

describe("/files delete", () => {
  test("asks with what goes: a file with its size and age", async () => {
    rig.put("trash.txt", "12345");
    const asked = await rig.slash("delete", { path: "trash.txt" });
    expect(asked.content).toMatch(
      /^Delete the file `\/trash\.txt` \(5 B, changed <t:\d+:R>\) of \*\*survival\*\*\? It cannot be brought back\.$/,
    );
    expect(rig.exists("trash.txt")).toBe(true);
    expect((await rig.click(asked, "Delete the file")).content).toBe("`/trash.txt` is deleted.");
    expect(rig.exists("trash.txt")).toBe(false);
  });

  test("asks with what goes: a folder with counts and first names", async () => {
    for (let index = 10; index < 22; index += 1) rig.put(`heap/f${index}.txt`, "12345");
    rig.put("heap/sub/x", "x");
    const asked = await rig.slash("delete", { path: "heap/" });
    expect(asked.content).toContain("with 1 folder and 12 files (60 B) in it: **sub/**, **f10.txt**, ");
    expect(asked.content).toContain(", …");
    await rig.click(asked, "Delete the folder");
    expect(rig.exists("heap")).toBe(false);
  });

  test.each([
    ["nowhere.txt", /^There is nothing at/],
    ["/", /whole server/],
  ])("refuses %s", async (path, sentence) => {
    const reply = await rig.slash("delete", { path });
    expect(reply.content).toMatch(sentence);
    expect(buttonsOf(reply)).toEqual([]);
  });

  test("passes on why the node does not let it go", async () => {
    const asked = await rig.slash("delete", { path: "secrets.denied" });
    expect((await rig.click(asked, "Delete the file")).content).toBe(
      "The panel refused. The panel says: “This file cannot be modified: present in egg denylist.”",
    );
    expect(rig.exists("secrets.denied")).toBe(true);
  });
});

describe("archives", () => {
  test("pack a folder and are unpacked again, after a question", async () => {
    rig.put("pack/me/one.txt", "1");
    const packed = await (
      await rig.adam.slash("/files compress", { path: "pack/me" })
    ).until(({ content }) => content.startsWith("Packed"));
    const [, made = ""] = /into `\/pack\/(archive-[^`]+)`/.exec(packed.content) ?? [];
    rig.tree.remove("pack/me");
    const asked = await rig.slash("decompress", { path: `pack/${made}` });
    expect(asked.content).toBe(
      `Unpack \`/pack/${made}\` into \`/pack\`? Files of the same names are overwritten.`,
    );
    const use = await rig.adam.click(asked, "Unpack it");
    const done = await use.until(({ content }) => content.startsWith("Unpacked"));
    expect(done.content).toContain("New in `/pack`: **me/**.");
    expect(rig.onDisk("pack/me/one.txt")).toBe("1");
  });

  test.each([
    ["a text", "notes.zip", Buffer.from("no archive at all")],
    ["what nobody knows", "noise.7z", Buffer.from([7, 3, 0, 255, 8, 1])],
  ])("that are none are told apart: %s", async (_, path, data) => {
    rig.put(path, data);
    const asked = await rig.slash("decompress", { path });
    const use = await rig.adam.click(asked, "Unpack it");
    const done = await use.until(({ thinking, content }) => !thinking && !content.startsWith("Unpack"));
    expect(done.content).toBe(`\`/${path}\` is not an archive that can be unpacked.`);
  });

  test("are not looked for where there is nothing", async () => {
    expect((await rig.slash("decompress", { path: "nowhere.zip" })).content).toContain("There is no file");
    expect((await rig.slash("compress", { path: "nowhere" })).content).toContain("There is nothing at");
  });

  test("that take longer than the panel waits may still be made", async () => {
    house.panel.failNext(504, { path: /compress/ });
    const use = await rig.adam.slash("/files compress", { path: "world" });
    const done = await use.until(({ thinking, content }) => !thinking && !content.startsWith("Packing"));
    expect(done.content).toMatch(/it may still go on\. Look at `\/files list`/);
  });
});

describe("a menu", () => {
  test("opens folders and files, also where the path is longer than Discord's values", async () => {
    const deep = `${"deep folder name ".repeat(5)}x/${"another deep folder ".repeat(5)}x`;
    rig.put(`${deep}/the file.txt`, "found\n");
    const folder = await rig.slash("list", { path: deep });
    const open = async (message: SeenMessage, label: string): Promise<SeenMessage> =>
      await (await rig.adam.select(message, "Open …", [label])).reply();
    const file = await open(folder, "📄 the file.txt");
    expect([file.id, file.content.includes("the file.txt` is a file: 6 B")]).toEqual([folder.id, true]);
    expect((await rig.click(file, "Read")).content).toContain("found");
    const up = await rig.click(folder, "◀ Folder");
    expect(buttonsOf(up)).toEqual(["▲ Up"]);
    expect((await open(await rig.slash("list", {}), "📁 world")).content).toContain("`/world`");
  });
});

describe("the key's own permissions", () => {
  test("are looked at before anything is asked", async () => {
    house.panel.server("survival").grant(["control.console", "websocket.connect", "file.read"]);
    await house.restart();
    await house.untilConsolesOpen();
    expect((await rig.slash("mkdir", { path: "x" })).content).toContain("`file.create`");
    expect((await rig.slash("delete", { path: "eula.txt" })).content).toContain("`file.delete`");
    expect((await rig.slash("edit", { path: "eula.txt" })).content).toContain("`file.read-content`");
    const uploaded = await rig.slash("upload", { path: "x", file: { name: "x", data: "x" } });
    expect(uploaded.content).toContain("`file.create`");
  });
});
