/** What a console may print, and what its channel may become: the relay goes on, and says what it could not show. */
import { afterEach, describe, expect, test } from "vitest";
import type { ChannelMessage } from "../simulators/discord/seen-message.ts";
import { openConsoleHouse } from "./console-house.ts";
import { pause, until, type House, type HouseOptions } from "./house.ts";

let house: House | undefined;
afterEach(async () => {
  await house?.[Symbol.asyncDispose]();
  house = undefined;
});

async function open(options: HouseOptions = {}): Promise<House> {
  house = await openConsoleHouse(options);
  return house;
}

/** All that the channel shows, files included. */
const shown = ({ discord }: House): string =>
  discord
    .messages("console")
    .map(
      ({ content, attachments: [file] }) =>
        `${content}\n${file ? discord.attachment(file.id)?.toString() : ""}`,
    )
    .join("\n");
const messages = ({ discord }: House): ChannelMessage[] => discord.messages("console");

/** Prints it, and a line that has to come through after it. */
async function afterPrinting(at: House, ...lines: (string | Buffer)[]): Promise<string> {
  at.panel.server("survival").print(...lines, "the line after");
  await until(() => shown(at).includes("the line after"), "the line after");
  return shown(at);
}

/** Not JSON, no event, arguments of other shapes, states and stats that are none, an event of the future. */
const nonsense = [
  "{",
  "",
  "[1,2]",
  '{"args":["x"]}',
  '{"event":"console output","args":[{"a":1},null,7]}',
  '{"event":"console output","args":"x"}',
  '{"event":"stats","args":["not json"]}',
  '{"event":"status","args":["exploding"]}',
  '{"event":"feature match","args":["{}"]}',
];

describe("a line", () => {
  test.each<[string, string | Buffer, RegExp, RegExp]>([
    ["of 64 KiB is there whole", `begin ${"x".repeat(65_000)} end`, /begin x+[^]* end/, /undefined/],
    ["that is no UTF-8 shows where", Buffer.from([0x61, 0xff, 0xfe, 0x62]), /a\uFFFD+b/, /undefined/],
    ["of several lines is several lines", "one\r\ntwo\nthree", /one\ntwo\nthree/, /\r/],
    ["of a progress bar is what it showed last", "10 %\r50 %\r100 %", /100 %/, /50 %/],
    [
      "with cursor codes has none",
      "\u001B[2J\u001B[1;1Hclean\u001B[K\u001B]0;title\u0007 text",
      /clean text/,
      /\u001B|title/,
    ],
    ["with backticks stays in its block", "```\n@everyone ```js `x`", /@everyone/, /\n```js/],
    [
      "that turns round reads forwards",
      "abc \u202Ecba\u202C \u2066def\u2069",
      /abc cba def/,
      /[\u202A-\u202E\u2066-\u2069]/,
    ],
    ["with NUL and bells has none", "a\u0000b\u0007c", /abc/, /\u0000|\u0007/],
  ])("%s", async (_, line, seen, unseen) => {
    const at = await open();
    const text = await afterPrinting(at, line);
    expect(text).toMatch(seen);
    expect(text).not.toMatch(unseen);
    for (const { content, pings } of messages(at)) {
      expect(content.length).toBeLessThanOrEqual(2000);
      expect(pings.everyone || pings.users.length > 0 || pings.roles.length > 0).toBe(false);
      // Blocks open and close: nothing of the game's stands outside of one.
      expect((content.match(/```/g) ?? []).length % 2).toBe(0);
    }
  });

  test("comes through after frames that no daemon should send", async () => {
    const at = await open();
    for (const frame of nonsense) at.panel.wings.sendRaw(frame);
    expect(await afterPrinting(at)).toContain("the line after");
    expect(at.loggedWith('"level":50')).toEqual([]);
    expect((await at.health()).sockets).toMatchObject([{ socket: "open" }]);
  });
});

describe("a channel that is deleted", () => {
  test("is told once to the audit channel, and tried seldom", async () => {
    const at = await open();
    const { id } = at.discord.guild.channel("console");
    await afterPrinting(at);
    at.discord.guild.deleteChannel("console");
    const since = at.discord.requests.length;
    at.panel.server("survival").print("into the void");
    await at.discord.untilMessage("audit", ({ content }) => content.includes("the channel was deleted"));
    for (let minute = 0; minute < 20; minute += 1) {
      at.panel.server("survival").print(`line ${minute}`);
      await at.travel(60_000, 5000);
      await pause(5);
    }
    const tried = at.discord.requests.slice(since).filter(({ path }) => path.includes(id));
    expect(tried.length).toBeGreaterThan(1);
    expect(tried.length).toBeLessThan(12);
    const told = at.discord.messages("audit").filter(({ content }) => content.includes("cannot be shown"));
    expect(told).toHaveLength(1);
    expect((await (await at.person("vera").slash("/status")).reply()).embeds).toHaveLength(1);
  });
});

describe("a host whose clock is wrong", () => {
  test.each([600_000, -600_000])("by %d ms still knows what was typed just now", async (hostClockIsOffMs) => {
    const at = await open({ hostClockIsOffMs });
    await afterPrinting(at);
    await at.person("adam").say("console", "say hello", { replyTo: messages(at).at(-1)! });
    await until(() => at.panel.server("survival").stdin.includes("say hello"), "the command");
  });
});
