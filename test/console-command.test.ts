import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkConsoleCommand,
  firstWord,
  powerOf,
  wordsOf,
  type ConsolePolicy,
} from "../src/console-command.ts";
import { UserError } from "../src/reply.ts";

const open: ConsolePolicy = { allow: [], deny: [] };

describe("the first word", () => {
  test.each([
    ["op Steve", "op"],
    ["/op Steve", "op"],
    ["//op Steve", "op"],
    ["minecraft:op Steve", "op"],
    ["/minecraft:OP Steve", "op"],
    ["  OP\tSteve", "op"],
    ["ｏｐ Steve", "op"],
    ['"op" Steve', "op"],
    ['/"op" Steve', "op"],
    [":", ":"],
    ["", ""],
  ])("of %j is %j", (command, word) => {
    expect(firstWord(command)).toBe(word);
  });
});

describe("a policy", () => {
  test.each<[string, ConsolePolicy, boolean]>([
    ["list", open, true],
    ["op x", { allow: [], deny: ["op"] }, false],
    ["OP x", { allow: [], deny: ["op"] }, false],
    ["/minecraft:op x", { allow: [], deny: ["op *"] }, false],
    ["operate", { allow: [], deny: ["op"] }, true],
    ["ban-ip x", { allow: [], deny: ["ban*"] }, false],
    ["list", { allow: ["list"], deny: [] }, true],
    ["say x", { allow: ["list"], deny: [] }, false],
    ["say x", { allow: ["*"], deny: ["say"] }, false],
    ["whitelist add x", { allow: ["whitelist *"], deny: [] }, true],
    ["a.b", { allow: ["a+b"], deny: [] }, false],
    ["anything", { allow: [], deny: ["*"] }, false],
    ["say hi; op x", { allow: [], deny: ["op"] }, false],
    ["say hi;/minecraft:OP x", { allow: [], deny: ["op"] }, false],
    ["say hi && op x", { allow: [], deny: ["op"] }, false],
    ["say a; b", { allow: [], deny: ["op"] }, true],
    [";", { allow: [], deny: ["op"] }, true],
    ["list; op x", { allow: ["list"], deny: [] }, false],
    ["list;list", { allow: ["list"], deny: [] }, true],
    ["execute as @a run op x", { allow: [], deny: ["op"] }, false],
    ["execute as @a run execute at @s RUN minecraft:op x", { allow: [], deny: ["op"] }, false],
    ["execute as @a run op x", { allow: ["execute"], deny: [] }, false],
    ["execute as @a run list", { allow: ["execute", "list"], deny: [] }, true],
    ["say I run op", { allow: [], deny: ["op"] }, true],
    ["global.quit", { allow: [], deny: ["quit"] }, false],
    ["server.quit", { allow: [], deny: ["server.quit"] }, false],
    ['"quit"', { allow: [], deny: ["quit"] }, false],
    ['say hi; "quit" now', { allow: [], deny: ["quit"] }, false],
    ['"op" Steve', { allow: ["op"], deny: [] }, true],
    ["quit:", { allow: [], deny: ["quit"] }, false],
    ["quit:now", { allow: [], deny: ["quit"] }, false],
    ["quit(now", { allow: [], deny: ["quit"] }, false],
    ["minecraft:list", { allow: ["list"], deny: ["minecraft"] }, false],
    ["say 'op'", { allow: [], deny: ["op"] }, true],
  ])("on %j with %j: %s", (command, policy, isAllowed) => {
    if (isAllowed) expect(checkConsoleCommand(command, policy)).toBe(command);
    else expect(() => checkConsoleCommand(command, policy)).toThrow(UserError);
  });
});

test.each(["a\nb", "a\rb", "a\u2028b", "a\u0000b", "a\u001B[2Jb", "a\u202Eb", "a\u0085b", "", " \t "])(
  "%j is refused",
  (command) => {
    expect(() => checkConsoleCommand(command, open)).toThrow(UserError);
  },
);

test("a long command is refused by its bytes", () => {
  expect(checkConsoleCommand("x".repeat(3500), open)).toHaveLength(3500);
  expect(() => checkConsoleCommand("x".repeat(3501), open)).toThrow(/too long/);
  expect(() => checkConsoleCommand("é".repeat(1751), open)).toThrow(/too long/);
});

test("whatever is let through is one line without controls", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (typed) => {
      try {
        expect(checkConsoleCommand(typed, open)).not.toMatch(
          /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u,
        );
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});

test.each([
  ["stop", "stop"],
  ["/STOP now", "stop"],
  ["minecraft:stop", "stop"],
  ["end", "stop"],
  ["quit", "stop"],
  ["restart", "restart"],
  ["reboot", "restart"],
  ["stopsound @a", undefined],
  ["say stop", undefined],
  ["say bye; stop", "stop"],
  ["say bye;restart", "restart"],
  ["say a; b", undefined],
  ["restart; quit", "stop"],
  ["execute if entity @a run stop", "stop"],
  ["server.stop", "stop"],
  ["global.quit", "stop"],
  ["server.restart", "restart"],
  ["server.save", undefined],
  ['"quit"', "stop"],
  ['say bye;"quit"', "stop"],
  ["quit:", "stop"],
  ['say "quit"', undefined],
])("%j amounts to %s", (command, signal) => {
  expect(powerOf(command)).toBe(signal);
});

test.each([
  ["stop", ["stop"]],
  ["say a; b", ["say", "b"]],
  ["execute as @a run stop", ["execute", "stop"]],
  ["", [""]],
])("%j holds the first words %j", (command, words) => {
  expect(wordsOf(command)).toEqual(words);
});
