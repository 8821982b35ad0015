import { describe, expect, test } from "vitest";
import { rulesInWords } from "../../commands/startup/rules-in-words.ts";
import { isSecret, valueInWords } from "../../commands/startup/variable-option.ts";
import type { Variable } from "../../src/panel/panel.ts";

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
