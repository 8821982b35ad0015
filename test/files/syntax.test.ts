import { describe, expect, test } from "vitest";
import { problemIn } from "../../src/files/syntax.ts";

describe("problemIn", () => {
  test.each([
    ["a.json", '{"a": [1, 2]}'],
    ["pack.mcmeta", '{"pack": {}}'],
    ["a.yml", "a: 1\nb:\n  - c\n"],
    ["two.yaml", "a: 1\n---\nb: 2\n"],
    ["empty.yml", ""],
    ["comment.yml", "# nothing but this\n"],
    ["tagged.yml", "a: !custom {x: 1}\n"],
    ["a.toml", 'a = 1\n[b]\nc = "d"\n'],
    [
      "a.properties",
      "# comment\n! too\na=1\nb: 2\n  c = \\u00e4\nlong=one \\\n  two\nkey\\ with\\=odd=x\npath=C:\\\\u\n",
    ],
    ["spaced.properties", "a = 1\r\n\r\nb = 2\r\n"],
    ["a.txt", "{ anything"],
    ["json", "no ending"],
    ["constructor", "not a check"],
  ])("finds nothing wrong with %s", async (name, text) => {
    expect(await problemIn(name, text)).toBeUndefined();
  });

  test.each([
    ["a.json", '{"a": }', /^JSON: /],
    ["a.json", "", "JSON: it is empty"],
    ["A.JSON", "{", /^JSON: /],
    ["a.yml", "a: 1\nb: [1, 2\n", /^YAML, line \d: /],
    ["a.yml", "a:\n\t- b\n", /^YAML, line 2: /],
    ["a.yml", "a: 1\na: 2\n", /^YAML, line 2: Map keys must be unique$/],
    ["two.yml", "a: 1\n---\nb: }\n", /^YAML, line 3: /],
    ["a.toml", "a = 1\nb = \n", /^TOML, line 2: /],
    ["a.properties", "a=1\nno separator here\n", "properties, line 2: no “=” in it"],
    ["a.properties", "alone\n", "properties, line 1: no “=” in it"],
    ["a.properties", "a=1\nb=2\na=3\n", "properties, line 3: a stands in it twice"],
    ["a.properties", "a=\\u12\n", "properties, line 1: \\u without four digits"],
  ])("finds what is wrong with %s: %j", async (name, text, problem) => {
    const found = await problemIn(name, text);
    if (typeof problem === "string") expect(found).toBe(problem);
    else expect(found).toMatch(problem);
    expect(found).not.toMatch(/\n|\.$/);
  });

  test("leaves a very long text alone", async () => {
    expect(await problemIn("a.json", "{".repeat(600_000))).toBeUndefined();
    expect(await problemIn("a.yml", "{".repeat(70_000))).toBeUndefined();
  });
});
