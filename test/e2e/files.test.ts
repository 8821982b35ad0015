import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { buttonsOf, openHouse, type House } from "./house.ts";

const mib = 1024 * 1024;
const log = Array.from({ length: 200 }, (_, index) => `[04:00:${index}] line ${index}`).join("\n");
const big = Buffer.alloc(11 * mib, "map ");

let house: House;
beforeAll(async () => {
  house = await openHouse({
    before: ({ panel }) => {
      const { tree } = panel.server("survival").node.files;
      const put = (path: string, data: string | Buffer): void => {
        tree.put(path, tree.file(Buffer.from(data)));
      };
      put("logs/long.log", log);
      put("world/big.map", big);
      put("empty.txt", "");
      put("hostile.txt", "``` @everyone \u202Eesrever **bold**");
      for (let index = 10; index < 50; index += 1) put(`many/file ${index}.txt`, "x");
    },
  });
});
afterAll(() => house[Symbol.asyncDispose]());

async function files(command: "list" | "read" | "download", path?: string): Promise<SeenMessage> {
  const use = await house.person("adam").slash(`/files ${command}`, path === undefined ? {} : { path });
  return await use.reply();
}

function attached({ attachments }: SeenMessage): { name: string; data: Buffer } {
  const [file] = attachments;
  return { name: file?.filename ?? "", data: house.discord.attachment(file?.id ?? "") ?? Buffer.alloc(0) };
}

describe("/files list", () => {
  test("shows the top folder, folders first", async () => {
    const { content, ephemeral } = await files("list");
    const [title, ...lines] = content.split("\n");
    expect(title).toMatch(/^\*\*survival\*\* `\/` \(\d+\)$/);
    expect(lines.slice(0, 2).map((line) => line.split(" · ")[0])).toEqual(["📁 logs/", "📁 many/"]);
    expect(content).toMatch(/📄 server\.jar · 5 MiB · <t:\d+:R>/);
    expect(ephemeral).toBe(true);
  });

  test("turns pages in place", async () => {
    const first = await files("list", "many");
    expect(first.content.split("\n")).toHaveLength(19);
    expect(buttonsOf(first)).toEqual(["▲ Up", "More ▶"]);
    const use = await house.person("adam").click(first, "More ▶");
    const second = await use.reply();
    expect(second.id).toBe(first.id);
    expect(second.content).toContain("file 30.txt");
    expect(buttonsOf(second)).toEqual(["▲ Up", "◀ Back", "More ▶"]);
  });

  test.each(["nowhere", "nowhere/else", "eula.txt/x"])("says that there is no folder %s", async (path) => {
    expect((await files("list", path)).content).toBe(
      `There is no folder \`/${path}\`. Pick one of the suggestions.`,
    );
  });

  test("shows what can be done with a file", async () => {
    const reply = await files("list", "eula.txt");
    expect(reply.content).toMatch(/^`\/eula\.txt` is a file: 10 B, changed <t:\d+:R>\.$/);
    expect(buttonsOf(reply)).toEqual(["◀ Folder", "Read", "Download", "Edit", "Copy", "Move", "Delete"]);
  });

  test("never leaves the server's own folder", async () => {
    expect((await files("list", "../../..")).content).toMatch(/^\*\*survival\*\* `\/` /);
  });
});

describe("/files read", () => {
  test("shows a text in a block, coloured by its kind", async () => {
    const { content, ephemeral } = await files("read", "server.properties");
    expect(content).toMatch(
      /^`\/server\.properties`\n```properties\n#Minecraft server properties\n[^]*white-list=false\n```$/,
    );
    expect(ephemeral).toBe(true);
  });

  test("keeps a hostile text inside its block, and pings nobody", async () => {
    const { content, pings } = await files("read", "hostile.txt");
    expect(content.match(/```/g)).toHaveLength(2);
    expect(content).not.toContain("\u202E");
    expect(pings).toEqual({ users: [], roles: [], everyone: false });
  });

  test.each([
    ["plugins/My Plugin & Co/100% notes.txt", "percent signs and ampersands"],
    ["screenshots/🏰 castle.txt", "an emoji in the name"],
    ["read me.txt", "a blank in the name"],
    ["latest.log", "Done (4.2s)!"],
  ])("reads %s", async (path, text) => {
    expect((await files("read", path)).content).toContain(text);
  });

  test("shows a long text in pages, from its start or its end", async () => {
    const first = await files("read", "logs/long.log");
    expect(first.content).toMatch(/^`\/logs\/long\.log` 1\/3\n```\n\[04:00:0\] line 0\n/);
    expect(buttonsOf(first)).toEqual(["More ▶", "End ⏭", "Edit", "Download"]);
    const use = await house.person("adam").click(first, "End ⏭");
    const last = await use.reply();
    expect(last.id).toBe(first.id);
    expect(last.content).toMatch(/ 3\/3\n```\n[^]*line 199\n```$/);
    const tail = await house.person("adam").slash("/files read", { path: "logs/long.log", from: "end" });
    expect((await tail.reply()).content).toBe(last.content);
  });

  test("attaches a binary file, byte for byte", async () => {
    const reply = await files("read", "world/region/r.0.0.mca");
    expect(attached(reply)).toEqual({ name: "r.0.0.mca", data: Buffer.from("\u0000\u0001region") });
  });

  test("says that a file is empty", async () => {
    expect((await files("read", "empty.txt")).content).toBe("`/empty.txt` is empty.");
  });

  test.each([
    [
      "nowhere.txt",
      "There is no file `/nowhere.txt`. Look at `/files list`, or pick one of the suggestions.",
    ],
    ["world", "`/world` is a folder. Use `/files list` to look into it."],
    ["/", "`/` is a folder. Use `/files list` to look into it."],
  ])("explains what is wrong with %s", async (path, sentence) => {
    expect((await files("read", path)).content).toBe(sentence);
  });
});

describe("/files download", () => {
  test("attaches what fits, over what the panel passes on too", async () => {
    expect(attached(await files("download", "eula.txt"))).toEqual({
      name: "eula.txt",
      data: Buffer.from("eula=true\n"),
    });
    const jar = attached(await files("download", "server.jar"));
    expect([jar.name, jar.data.byteLength]).toEqual(["server.jar", 5 * mib]);
  });

  test("gives a link for what is over the limit: one use, unpreviewed, private", async () => {
    for (const command of ["download", "read"] as const) {
      const { content, ephemeral, attachments } = await files(command, "world/big.map");
      expect(content).toMatch(
        /^`\/world\/big\.map`, 11 MiB: too big to attach here\.\n<http\S+>\nThe link works once/,
      );
      expect([ephemeral, attachments]).toEqual([true, []]);
      const [, url = ""] = /<(http\S+)>/.exec(content) ?? [];
      const answer = await fetch(url);
      expect((await answer.arrayBuffer()).byteLength).toBe(big.byteLength);
      expect((await fetch(url)).status).not.toBe(200);
    }
  });
});

describe("a path is suggested", () => {
  const suggest = async (
    typed: string,
    command = "/files read",
  ): Promise<{ name: string; value: unknown }[]> =>
    await house.person("adam").autocomplete(command, { path: typed }, "path");

  test("level by level, with folders leading on", async () => {
    expect(await suggest("plug")).toEqual([{ name: "📁 /plugins/", value: "/plugins/" }]);
    expect(await suggest("/plugins/My")).toEqual([
      { name: "📁 /plugins/My Plugin & Co/", value: "/plugins/My Plugin & Co/" },
    ]);
    expect(await suggest("/plugins/My Plugin & Co/")).toEqual([
      {
        name: "📄 /plugins/My Plugin & Co/100% notes.txt · 48 B",
        value: "/plugins/My Plugin & Co/100% notes.txt",
      },
    ]);
  });

  test("at most 25 at a time, and only folders for a list", async () => {
    expect(await suggest("/many/")).toHaveLength(25);
    const folders = await suggest("", "/files list");
    expect(folders.map(({ value }) => value)).toEqual([
      "/logs/",
      "/many/",
      "/plugins/",
      "/screenshots/",
      "/world/",
    ]);
  });

  test("not at all where there is nothing", async () => {
    expect(await suggest("/nowhere/x")).toEqual([]);
  });
});
