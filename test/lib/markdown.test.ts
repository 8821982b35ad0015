import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asTyped, code, cutLine, fenced, plain } from "../../src/lib/markdown.ts";

describe("plain", () => {
  test.each([
    ["Survival 1", "Survival 1"],
    ["**bold** _it_ ~~no~~", String.raw`\*\*bold\*\* \_it\_ \~\~no\~\~`],
    ["[click](https://evil.example)", String.raw`\[click\](https\://evil.example)`],
    ["@everyone <@123>", String.raw`\@everyone \<\@123\>`],
    ["# big", String.raw`\# big`],
    ["node-eu-1", "node-eu-1"],
    ["two\nlines", "two lines"],
    ["evil\u202Egnp.exe\u0000", "evilgnp.exe"],
  ])("%j shows as it is", (text, shown) => {
    expect(plain(text)).toBe(shown);
  });
});

describe("code", () => {
  test.each([
    ["a`b", "`aˋb`"],
    ["", "` `"],
    ["x\ny", "`x y`"],
  ])("%j stays inside its backticks", (text, shown) => {
    expect(code(text)).toBe(shown);
  });
});

test.each([
  ["**Ann** `list`", 20, "**Ann** `list`"],
  ["**Ann** `say hello there`", 16, "**Ann** `say h…`"],
  ["`a` and no more of it", 12, "`a` and no…"],
  [String.raw`a\` name that is long`, 12, String.raw`a\` name t…`],
])("%j cut to %d leaves no code open", (line, max, shown) => {
  expect(cutLine(line, max)).toBe(shown);
});

describe("fenced", () => {
  test("cannot be left by what stands in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("`", "a", "\n", "\u200B", "\u202E") }), (text) => {
        const inner = fenced(text).slice("```\n".length, -"\n```".length);
        expect(inner).not.toContain("``");
        expect(inner.endsWith("`")).toBe(false);
        expect(inner).not.toContain("\u202E");
      }),
    );
  });

  test("keeps lines and tabs", () => {
    expect(fenced("a\tb\r\nc", "yaml")).toBe("```yaml\na\tb\nc\n```");
  });
});

test.each([
  ["Survival ", "survival"],
  ["Sur\u200Bvi\u202Eval", "survival"],
  ["Ｓurvival", "survival"],
  ["a\n b", "a  b"],
  ["Ünïcode", "u\u0308ni\u0308code"],
])("%j and %j are typed alike", (one, other) => {
  expect(asTyped(one)).toBe(asTyped(other));
});

test("of what cannot be seen nothing is left to type", () => {
  expect(asTyped("\u200B \u2060")).toBe("");
  expect(asTyped("a")).not.toBe(asTyped("b"));
});
