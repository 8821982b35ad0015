import { expect, test } from "vitest";
import { findEntries, readOption, toEntries, type SlashOption } from "./slash.ts";

const command = (name: string, options: SlashOption[] = [], type = 1): SlashOption => ({
  name,
  description: `Does ${name}`,
  type,
  options,
});
const entries = toEntries([
  command("status"),
  command("backup", [command("list"), command("restore")]),
  command("access", [command("rule", [command("add")], 2)]),
  command("cmd", [{ name: "command", description: "What", type: 3, required: true }]),
]);

test("a command with subcommands is as many entries", () => {
  expect(entries.map(({ path }) => path)).toEqual([
    "/status",
    "/backup list",
    "/backup restore",
    "/access rule add",
    "/cmd",
  ]);
  expect(entries.at(-1)?.options.map(({ name }) => name)).toEqual(["command"]);
});

test.each([
  ["/", ["/status", "/backup list", "/backup restore", "/access rule add", "/cmd"]],
  ["/st", ["/status", "/backup list", "/backup restore"]],
  ["/backup r", ["/backup restore"]],
  ["/ADD", ["/access rule add"]],
  ["/does cmd", ["/cmd"]],
  ["/nothing", []],
])("%s finds %j", (typed, paths) => {
  expect(findEntries(entries, typed).map(({ path }) => path)).toEqual(paths);
});

const option = (type: number, more: Partial<SlashOption> = {}): SlashOption => ({
  name: "x",
  description: "",
  type,
  ...more,
});
const choices = [{ name: "Stop", value: "stop" }];

test.each<[SlashOption, string, unknown]>([
  [option(3), "text", { value: "text" }],
  [option(3, { max_length: 3 }), "🏰🏰🏰", { value: "🏰🏰🏰" }],
  [option(3, { max_length: 3 }), "four", { problem: "At most 3 characters." }],
  [option(3, { min_length: 2 }), "a", { problem: "At least 2 characters." }],
  [option(3, { choices }), "Stop", { value: "stop" }],
  [option(3, { choices }), "stop", { value: "stop" }],
  [option(3, { choices }), "start", { problem: "Choose one of the list." }],
  [option(4), "12", { value: 12 }],
  [option(4), "1.5", { problem: "A whole number." }],
  [option(4), "", { problem: "A whole number." }],
  [option(10), "1.5", { value: 1.5 }],
  [option(10), "x", { problem: "A number." }],
  [option(4, { min_value: 1, max_value: 9 }), "0", { problem: "At least 1." }],
  [option(4, { min_value: 1, max_value: 9 }), "10", { problem: "At most 9." }],
  [option(5), "TRUE", { value: true }],
  [option(5), "maybe", { problem: "True or False." }],
  [option(6), "123", { value: "123" }],
])("%o takes %j as %o", (wanted, typed, read) => {
  expect(readOption(wanted, typed)).toEqual(read);
});
