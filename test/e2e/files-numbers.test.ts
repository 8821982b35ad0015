import { afterAll, beforeAll, expect, test } from "vitest";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { openHouse, type House } from "./house.ts";

const entries = 5000;
/** After the panel's answer, as the design binds it; a busy machine is given some room. */
const bindingMs = 200;
const roomMs = 2 * bindingMs;
const maxRequests = 70;
/** Between two things that somebody does. */
const thinkingMs = 4000;

let house: House;
beforeAll(async () => {
  house = await openHouse({
    before: ({ panel }) => {
      const { tree } = panel.server("survival").node.files;
      for (let index = 0; index < entries; index += 1)
        tree.put(`heap/${index % 3 === 0 ? "Region" : "chunk"} ${index}.dat`, tree.file(Buffer.from("x")));
      tree.put("session/motd.yml", tree.file(Buffer.from("motd: hello\n")));
    },
  });
});
afterAll(() => house[Symbol.asyncDispose]());

const adam = () => house.person("adam");
type Options = Parameters<ReturnType<typeof adam>["slash"]>[1];

/** Milliseconds from the panel's last answer until `act` is over. */
async function afterPanel(act: () => Promise<unknown>): Promise<number> {
  let answeredAt = Number.NaN;
  const off = house.panel.onChange(({ what }) => {
    if (what === "request") answeredAt = performance.now();
  });
  await act();
  off();
  return performance.now() - answeredAt;
}

test("a folder of 5,000 entries is listed and suggested soon after the panel's answer", async () => {
  const list = async (): Promise<SeenMessage> =>
    await (await adam().slash("/files list", { path: "heap" })).reply();
  const suggest = async () => await adam().autocomplete("/files read", { path: "/heap/region 4" }, "path");
  const listed = await afterPanel(async () => expect((await list()).content).toContain("(5000)"));
  await house.travel(20_000);
  const suggested = await afterPanel(async () => expect(await suggest()).toHaveLength(25));
  const startedAt = performance.now();
  await suggest();
  const again = performance.now() - startedAt;
  const [a, b, c] = [listed, suggested, again].map((ms) => ms.toFixed(0));
  process.stdout.write(
    `5,000 entries: listed ${a} ms, suggested ${b} ms after the panel's answer, ${c} ms from memory\n`,
  );
  expect(listed).toBeLessThan(roomMs);
  expect(suggested).toBeLessThan(roomMs);
  expect(again).toBeLessThan(roomMs);
});

test("fifty things done to files spend at most 70 requests", async () => {
  let operations = 0;
  const did = async (
    use: Promise<{ reply: () => Promise<SeenMessage>; until: Until }>,
  ): Promise<SeenMessage> => {
    operations += 1;
    const message = await (await use).until(({ thinking, content }) => !thinking && !content.endsWith(" …"));
    expect(message.content).not.toMatch(/^(There is no|The panel|That |Nothing)/);
    await house.travel(thinkingMs);
    return message;
  };
  const slash = (command: string, options: Options = {}) => did(adam().slash(`/files ${command}`, options));
  const click = (message: SeenMessage, label: string) => did(adam().click(message, label));
  const open = (message: SeenMessage, label: string) => did(adam().select(message, "Open …", [label]));
  const type = async (message: SeenMessage, content: string) => {
    const window = await (await adam().click(message, "Edit")).modal();
    return await did(adam().submit(window, { content }));
  };

  await house.travel(60_000);
  const before = house.panel.requests.length;
  // Looking around.
  const root = await slash("list");
  const logs = await open(root, "📁 logs");
  const log = await open(logs, "📄 latest.log");
  await click(log, "Read");
  await click(log, "◀ Folder");
  const plugins = await slash("list", { path: "plugins" });
  await open(plugins, "📁 LuckPerms");
  const heap = await slash("list", { path: "heap" });
  const second = await click(heap, "More ▶");
  await click(second, "More ▶");
  // Reading.
  for (const path of ["server.properties", "bukkit.yml", "ops.json", "eula.txt", "whitelist.json"])
    await slash("read", { path });
  await slash("download", { path: "server.properties" });
  // Editing, and thinking better of it.
  for (const motd of ["hi", "ho"]) {
    const opened = await slash("edit", { path: "session/motd.yml" });
    const saved = await click(await type(opened, `motd: ${motd}\n`), "Save");
    if (motd === "ho") await click(await click(saved, "Undo"), "Bring it back");
  }
  await slash("read", { path: "session/motd.yml" });
  // Putting things in order.
  await slash("mkdir", { path: "session/old" });
  await slash("move", { from: "session/motd.yml", to: "session/old/" });
  await slash("copy", { path: "session/old/motd.yml" });
  await slash("upload", { path: "session/", file: { name: "map.bin", data: Buffer.alloc(100_000) } });
  await click(
    await slash("upload", { path: "session/", file: { name: "map.bin", data: "x" } }),
    "Replace it",
  );
  await click(await slash("delete", { path: "session/map.bin" }), "Delete the file");
  const packed = await slash("compress", { path: "session/old" });
  const [, made = ""] = /into `([^`]+)`/.exec(packed.content) ?? [];
  await click(await slash("delete", { path: "session/old" }), "Delete the folder");
  await click(await slash("decompress", { path: made }), "Unpack it");
  await click(await slash("delete", { path: made }), "Delete the file");
  // Looking at what has come of it.
  const session = await slash("list", { path: "session" });
  const old = await open(session, "📁 old");
  const motd = await open(old, "📄 motd.yml");
  await click(motd, "Read");
  await click(motd, "Download");
  await click(motd, "◀ Folder");
  await slash("list");
  await slash("list", { path: "world" });
  await slash("read", { path: "logs/latest.log", from: "end" });
  await slash("read", { path: "session/old/motd.yml" });
  await slash("list", { path: "session/old" });

  const spent = house.panel.requests.length - before;
  process.stdout.write(`${operations} things done to files spent ${spent} panel requests\n`);
  expect(operations).toBeGreaterThanOrEqual(50);
  expect(spent).toBeLessThanOrEqual(maxRequests);
  expect(house.panel.rateLimited).toBe(0);
});

type Until = (predicate: (message: SeenMessage) => boolean) => Promise<SeenMessage>;
