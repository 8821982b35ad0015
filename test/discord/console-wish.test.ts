import { MessageType, SnowflakeUtil } from "discord.js";
import { describe, expect, test } from "vitest";
import {
  hearingFor,
  hintFor,
  wayOf,
  type ConsoleInputMode,
  type Written,
} from "../../src/discord/console-wish.ts";

const now = Date.parse("2026-01-05T12:00:00Z");
const own = "900000000000000001";

const written = (more: object = {}, agoMs = 0): Written =>
  ({
    id: String(SnowflakeUtil.generate({ timestamp: now - agoMs })),
    type: MessageType.Default,
    content: "say hi",
    attachments: [],
    ...more,
  }) as unknown as Written;
const answerTo = (author: string, more: object = {}): Written =>
  written({ type: MessageType.Reply, referenced_message: { author: { id: author }, ...more } });

describe("what is written in a console channel", () => {
  test.each<[string, Written, ConsoleInputMode, string | undefined]>([
    ["words", written(), "reply", undefined],
    ["words", written(), "typed", "typed"],
    ["a picture alone", written({ content: " " }), "typed", undefined],
    ["an answer to the console", answerTo(own), "reply", "reply"],
    ["an answer to the console", answerTo(own), "off", undefined],
    ["an answer to somebody", answerTo("5"), "typed", undefined],
    ["an answer to a command's reply", answerTo(own, { interaction_metadata: {} }), "typed", undefined],
  ])("%s %#", (_, message, mode, way) => {
    expect(wayOf(message, mode, own)).toBe(way);
  });

  test.each<[string, Written, number, RegExp | undefined]>([
    ["a command", written(), 1, undefined],
    ["a command of a minute ago", written({}, 60_000), 1, undefined],
    ["a command of before a lost connection", written({}, 61_000), 1, /was not connected .* send it again/],
    [
      "a command of an hour ago",
      written({ timestamp: new Date(now - 3_600_000).toISOString() }, 3_600_000),
      1,
      /again/,
    ],
    [
      "a command whose id tells no time",
      written({ id: "100000000000000001", timestamp: new Date(now).toISOString() }),
      1,
      undefined,
    ],
    ["a command where two consoles stream", written(), 2, /use `\/cmd` and name the server/],
    ["a picture", written({ content: "", attachments: [{}] }), 1, /takes only text/],
    ["a sticker", written({ content: "", sticker_items: [{}] }), 1, /takes only text/],
    ["nothing that can be read", written({ content: "" }), 1, /@ ON/],
  ])("%s gets the fitting hint", (_, message, consoles, hint) => {
    if (hint) expect(hintFor(message, { consoles, now })).toMatch(hint);
    else expect(hintFor(message, { consoles, now })).toBeUndefined();
  });
});

test.each<[ConsoleInputMode, boolean, string]>([
  ["off", false, "nothing"],
  ["off", true, "replies"],
  ["reply", false, "replies"],
  ["typed", false, "everything"],
])("with input %s and streams %s, %s is heard", (mode, isAnyStream, hearing) => {
  expect(hearingFor(mode, isAnyStream)).toBe(hearing);
});
