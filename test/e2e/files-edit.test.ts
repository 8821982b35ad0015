import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import type { Use } from "../simulators/discord/use.ts";
import { buttonsOf, openHouse, pause, type House } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const tree = () => house.panel.server("survival").node.files.tree;
const put = (path: string, data: string | Buffer, mode = 0o644): void => {
  tree().put(path, Object.assign(tree().file(Buffer.from(data)), { mode }));
};
function onDisk(path: string): string {
  const node = tree().resolve(path);
  return node?.kind === "file" ? node.data.toString() : "";
}

const adam = () => house.person("adam");
const slash = async (command: string, options: Parameters<ReturnType<typeof adam>["slash"]>[1]) =>
  await (await adam().slash(`/files ${command}`, options)).reply();
const click = async (message: SeenMessage, label: string): Promise<SeenMessage> =>
  await (await adam().click(message, label)).reply();

/** Opens a file and sends in the window with `content`. */
async function type(path: string, content: string): Promise<SeenMessage> {
  return await fill(await slash("edit", { path }), content);
}
async function fill(opened: SeenMessage, content: string): Promise<SeenMessage> {
  const use: Use = await adam().click(opened, "Edit");
  return await (await adam().submit(await use.modal(), { content })).reply();
}

function attachedText({ attachments }: SeenMessage): string {
  return house.discord.attachment(attachments[0]?.id ?? "")?.toString() ?? "";
}

describe("/files edit", () => {
  test("opens a window with the text, shows a diff, asks, saves", async () => {
    put("motd.properties", "motd=Hello\nmax-players=20\n");
    const opened = await slash("edit", { path: "motd.properties" });
    expect(opened.content).toMatch(/^`\/motd\.properties`, 26 B, changed <t:\d+:R>\.$/);
    const window = await (await adam().click(opened, "Edit")).modal();
    expect(window.title).toBe("Edit motd.properties");
    expect(JSON.stringify(window.data)).toContain(JSON.stringify("motd=Hello\nmax-players=20\n"));
    const asked = await fill(opened, "motd=Hello\nmax-players=30\n");
    expect(asked.content).toContain("Save this? `/motd.properties`: 1 line added, 1 removed.");
    expect(asked.content).toContain("```diff\n--- motd.properties");
    expect(asked.content).toContain("\n-max-players=20\n+max-players=30\n");
    expect([asked.ephemeral, buttonsOf(asked)]).toEqual([true, ["Save", "Edit", "Cancel"]]);
    expect(onDisk("motd.properties")).toBe("motd=Hello\nmax-players=20\n");
    const saved = await click(asked, "Save");
    expect(saved.content).toMatch(/^Saved\. `\/motd\.properties`: 1 line added, 1 removed\.$/);
    expect(onDisk("motd.properties")).toBe("motd=Hello\nmax-players=30\n");
  });

  test("saves nothing when it is called off", async () => {
    put("calm.txt", "a\n");
    expect((await click(await type("calm.txt", "b\n"), "Cancel")).content).toBe("Nothing was done.");
    expect(onDisk("calm.txt")).toBe("a\n");
  });

  test("lets the text be edited once more before it is saved, and only asks once", async () => {
    put("twice.txt", "a\n");
    const asked = await type("twice.txt", "b\n");
    const again = await fill(asked, "c\n");
    expect([again.id, again.content.includes("+c")]).toEqual([asked.id, true]);
    // What took the place of a question is not overwritten when that question's time is up.
    await house.travel(9.5 * 60_000, 30_000);
    const use = await adam().click(again, "Save");
    expect((await use.reply()).content).toMatch(/^Saved/);
    await house.travel(60_000, 10_000);
    await pause(40);
    expect(use.history.at(-1)?.content).toMatch(/^Saved/);
    expect(onDisk("twice.txt")).toBe("c\n");
  });

  test.each([
    ["as it was, a Windows file", "a\r\nb\r\n", "a\nB", "a\r\nB\r\n"],
    ["as it was, a byte order mark", "\uFEFFa\n", "b", "\uFEFFb\n"],
    ["as they were, lines that did not change", "a\r\nb\nc\r\n", "a\nb\nC\n", "a\r\nb\nC\r\n"],
  ])("leaves %s", async (_, before, typed, after) => {
    put("endings.txt", before);
    await click(await type("endings.txt", typed), "Save");
    expect(onDisk("endings.txt")).toBe(after);
  });

  test("leaves a program a program", async () => {
    put("start.sh", "#!/bin/sh\n", 0o755);
    await click(await type("start.sh", "#!/bin/bash\n"), "Save");
    expect(tree().resolve("start.sh")?.mode).toBe(0o755);
  });

  test.each([
    ["broken.json", '{"a": 1}', '{"a": }', /⚠️ This would not be valid JSON: /],
    ["broken.yml", "a: 1\n", "a: [1\n", /⚠️ This would not be valid YAML, line \d+: /],
    ["broken.toml", "a = 1\n", "a = \n", /⚠️ This would not be valid TOML, line \d+: /],
    ["broken.properties", "a=1\n", "a=1\nb\n", /⚠️ This would not be valid properties, line 2: no “=” in it/],
  ])("warns before %s is saved", async (path, before, typed, warning) => {
    put(path, before);
    const asked = await type(path, typed);
    expect(asked.content).toMatch(warning);
    expect(buttonsOf(asked)).toContain("Save");
  });

  test("refuses when the file has changed since, without losing what was typed", async () => {
    put("busy.txt", "one\n");
    const opened = await slash("edit", { path: "busy.txt" });
    put("busy.txt", "two\n");
    const refused = await fill(opened, "three\n");
    expect(refused.content).toMatch(
      /^Nothing was saved: `\/busy\.txt` has changed on the server since you read it \(<t:\d+:R>\)\. /,
    );
    expect(buttonsOf(refused)).toEqual(["Open it again", "Edit"]);
    const window = await (await adam().click(refused, "Edit")).modal();
    expect(JSON.stringify(window.data)).toContain("three");
    const asked = await (await adam().submit(window)).reply();
    expect(asked.content).toContain("-two\n+three");
    await click(asked, "Save");
    expect(onDisk("busy.txt")).toBe("three\n");
  });

  test("refuses when the file changes while the question stands", async () => {
    put("late.txt", "one\n");
    const asked = await type("late.txt", "mine\n");
    put("late.txt", "theirs\n");
    expect((await click(asked, "Save")).content).toMatch(/^Nothing was saved: `\/late\.txt` has changed/);
    expect(onDisk("late.txt")).toBe("theirs\n");
  });

  test("says so when nothing differs", async () => {
    put("same.txt", "a\n");
    expect((await type("same.txt", "a")).content).toBe(
      "`/same.txt` says exactly that already: there is nothing to save.",
    );
  });

  test("takes a longer file back as an attachment, and shows a long diff as one", async () => {
    const lines = Array.from({ length: 400 }, (_, index) => `key-${index}: value ${index}`);
    put("long.yml", `${lines.join("\r\n")}\r\n`);
    const opened = await slash("edit", { path: "long.yml" });
    expect(opened.content).toContain("too long for a window. Change the attached file and send it back");
    const changed = attachedText(opened)
      .replaceAll(/value (\d+)5\b/g, "other $15")
      .replaceAll("\r\n", "\n");
    const asked = await slash("edit", { path: "long.yml", file: { name: "long.yml", data: changed } });
    expect(asked.content).toBe("Save this? `/long.yml`: 39 lines added, 39 removed.");
    expect(attachedText(asked)).toContain("-key-15: value 15\n+key-15: other 15\n");
    const saved = await click(asked, "Save");
    expect(saved.content).toMatch(/^Saved\. /);
    expect(saved.attachments).toEqual([]);
    expect(onDisk("long.yml")).toBe(changed.replaceAll("\n", "\r\n"));
  });

  test("refuses an attachment when the file has changed since it was handed out", async () => {
    put("handed.yml", "a: 1\n");
    await slash("download", { path: "handed.yml" });
    put("handed.yml", "a: 2\n");
    const file = { name: "handed.yml", data: "a: 3\n" };
    expect((await slash("edit", { path: "handed.yml", file })).content).toMatch(/has changed on the server/);
    await slash("download", { path: "handed.yml" });
    expect((await slash("edit", { path: "handed.yml", file })).content).toContain("-a: 2\n+a: 3");
  });

  test.each([
    ["world/region/r.0.0.mca", "is not a UTF-8 text"],
    ["server.jar", "is too large to be edited here (5 MiB)"],
    ["nowhere.txt", "There is no file `/nowhere.txt`"],
    ["world", "`/world` is a folder."],
  ])("does not offer %s", async (path, sentence) => {
    const reply = await slash("edit", { path });
    expect(reply.content).toContain(sentence);
    expect(buttonsOf(reply)).toEqual([]);
  });

  test("does not take an attachment that is no text", async () => {
    put("text.txt", "a\n");
    const file = { name: "text.txt", data: Buffer.from([0xff, 0xfe, 0x00]) };
    expect((await slash("edit", { path: "text.txt", file })).content).toContain("not a UTF-8 text");
  });

  test("passes on why the node does not let a file be changed", async () => {
    const asked = await type("secrets.denied", "changed\n");
    expect((await click(asked, "Save")).content).toContain("egg denylist");
  });

  test("cannot be answered by somebody else", async () => {
    put("mine.txt", "a\n");
    const asked = await type("mine.txt", "b\n");
    const ids = JSON.stringify(asked.components).match(/roost:[\w-]+/g) ?? [];
    for (const id of ids) {
      await expect(house.person("oscar").replay(asked, id)).rejects.toThrow("cannot see");
    }
    expect(onDisk("mine.txt")).toBe("a\n");
  });
});

describe("/files undo", () => {
  test("brings back what was there, shows a diff first, and can be undone itself", async () => {
    put("undo.txt", "one\n");
    const saved = await click(await type("undo.txt", "two\n"), "Save");
    const asked = await click(saved, "Undo");
    expect(asked.content).toMatch(
      /^Bring back what was there until <t:\d+:R>, when \*\*adam\*\* changed it\?/i,
    );
    expect(asked.content).toContain("-two\n+one");
    const back = await click(asked, "Bring it back");
    expect(back.content).toMatch(/^Brought back\. /);
    expect(onDisk("undo.txt")).toBe("one\n");
    await click(await click(back, "Undo"), "Bring it back");
    expect(onDisk("undo.txt")).toBe("two\n");
  });

  test("goes further back", async () => {
    put("deep.txt", "1\n");
    for (const text of ["2\n", "3\n", "4\n"]) await click(await type("deep.txt", text), "Save");
    const newest = await slash("undo", { path: "deep.txt" });
    expect(newest.content).toContain("+3");
    const older = await click(newest, "Older");
    const oldest = await click(older, "Older");
    expect([oldest.id, buttonsOf(oldest)]).toEqual([newest.id, ["Bring it back", "Cancel"]]);
    await click(oldest, "Bring it back");
    expect(onDisk("deep.txt")).toBe("1\n");
  });

  test("brings a deleted file back, also after a restart", async () => {
    put("gone.txt", "one\n");
    await click(await type("gone.txt", "two\n"), "Save");
    tree().remove("gone.txt");
    await house.restart();
    await house.untilConsolesOpen();
    const asked = await slash("undo", { path: "gone.txt" });
    expect(asked.content).toContain("+one");
    await click(asked, "Bring it back");
    expect(onDisk("gone.txt")).toBe("one\n");
  });

  test("refuses when the file changes while the question stands", async () => {
    put("race.txt", "one\n");
    await click(await type("race.txt", "two\n"), "Save");
    const asked = await slash("undo", { path: "race.txt" });
    put("race.txt", "three\n");
    expect((await click(asked, "Bring it back")).content).toMatch(/^Nothing was saved/);
    expect(onDisk("race.txt")).toBe("three\n");
  });

  test("says when there is nothing to bring back", async () => {
    for (const path of ["eula.txt", "nowhere.txt", "/"])
      expect((await slash("undo", { path })).content).toMatch(/^There is nothing to bring back for /);
  });
});

describe("the record", () => {
  test("tells what was changed where that is small, but no text and no password", async () => {
    put("server.properties", "max-players=20\nrcon.password=hunter2\n");
    await click(await type("server.properties", "max-players=30\nrcon.password=hunter2\n"), "Save");
    await click(await type("server.properties", "max-players=30\nrcon.password=hunter3\n"), "Save");
    const records = (await house.records()).filter(
      ({ command, decision }) => command === "files edit" && decision,
    );
    const changes = records.slice(-4).filter(({ outcome }) => outcome !== "opened");
    expect(changes.map(({ outcome }) => outcome)).toEqual([
      "`max-players=20 → max-players=30`",
      "1 line added, 1 removed",
    ]);
    expect(changes[0]?.arguments).toEqual({
      path: "/server.properties",
      server: expect.any(String) as string,
      content: "[hidden]",
    });
    expect(JSON.stringify(records)).not.toMatch(/hunter/);
  });
});
