import { describe, expect, test } from "vitest";
import { recordedChange, set } from "../../commands/startup/set.ts";
import { rulesInWords } from "../../commands/startup/rules-in-words.ts";
import { isSecret, valueInWords } from "../../commands/startup/variable-option.ts";
import type { Variable } from "../../src/panel/panel.ts";
import { ask } from "./context.ts";

const variable = (more: Partial<Variable> = {}): Variable => ({
  name: "Version",
  description: "",
  key: "VERSION",
  defaultValue: "latest",
  isEditable: true,
  rules: "",
  ...more,
});

describe("rules in words", () => {
  test.each([
    ["required|string|max:20", ["must not be empty", "text", "at most 20 characters"]],
    ["nullable|integer|between:1,65535", ["may be empty", "a whole number", "from 1 to 65535"]],
    ["required|numeric|min:2", ["must not be empty", "a number", "at least 2"]],
    ["in:yes,no,maybe", ["one of `yes`, `no` or `maybe`"]],
    ["required|boolean", ["must not be empty", "`1` for yes or `0` for no"]],
    [
      String.raw`required|regex:/^(a|b)\/c(\.jar)$/i|max:9`,
      [
        "must not be empty",
        "at most 9 characters",
        String.raw`of the form \`/^(a|b)\/c(\.jar)$/i\``.replaceAll("\\`", "`"),
      ],
    ],
    ["sometimes|made_up:3|constructor", ["`made_up:3`", "`constructor`"]],
    ["", []],
  ])("%s", (rules, words) => {
    expect(rulesInWords(rules)).toEqual(words);
  });
});

describe("values of variables", () => {
  test("are told with where they come from", () => {
    expect(valueInWords(variable({ value: "1.21" }))).toBe("`1.21`");
    expect(valueInWords(variable())).toBe("`latest` (default)");
    expect(valueInWords(variable({ value: "" }))).toBe("empty");
  });

  test.each(["RCON_PASSWORD", "SERVER_PASS", "STEAM_TOKEN", "API_KEY", "GSLT_KEY", "CLIENT_SECRET"])(
    "stay behind a spoiler where they are secret: %s",
    (key) => {
      expect(valueInWords(variable({ key, value: "hunter2" }))).toBe("||`hunter2`||");
    },
  );

  test.each(["WORLD", "MAX_PLAYERS", "SERVER_NAME", "KEYBOARD"])("are shown otherwise: %s", (key) => {
    expect(isSecret({ key, name: key })).toBe(false);
  });
});

describe("the record of a change", () => {
  test.each([
    ["latest", "1.21.4", "`VERSION`: `latest` → `1.21.4`"],
    ["", "TRUE", "`VERSION`: empty → `TRUE`"],
    ["10", "20", "`VERSION`: `10` → `20`"],
    ["10", "hunter2", "`VERSION` changed"],
    ["hunter2", "", "`VERSION` changed"],
    ["1", "203.0.113.5", "`VERSION` changed"],
    ["1", "123456789", "`VERSION` changed"],
  ])("from %j to %j is %s", (before, after, outcome) => {
    expect(recordedChange(variable({ value: before }), variable({ value: after }))).toBe(outcome);
  });

  test("holds no value of what is secret by its name", () => {
    const pin = variable({ key: "ADMIN_PASSWORD", value: "1234" });
    expect(recordedChange(pin, { ...pin, value: "4321" })).toBe("`ADMIN_PASSWORD` changed");
  });
});

describe("leaving the value out", () => {
  const server = {
    name: "survival",
    api: { startup: { details: () => Promise.resolve({ variables: [variable({ value: "1.21" })] }) } },
  };

  test.each([undefined, ""])("asks before the variable is emptied: %j", async (value) => {
    const question = await ask(set, { server, options: { variable: "VERSION", value } });
    expect(question?.text).toBe("Empty `VERSION` of **survival**? It is `1.21` now.");
  });

  test("is the only thing that asks", async () => {
    expect(await ask(set, { server, options: { variable: "VERSION", value: "1.20" } })).toBeUndefined();
  });
});
