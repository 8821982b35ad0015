import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newPath, safeName } from "../../commands/files/new-path.ts";
import { maxPageUnits, pagesOfText } from "../../commands/files/pages-of-text.ts";
import { joinPath, normalPath, splitPath } from "../../commands/files/path.ts";

describe("a path", () => {
  test.each([
    ["", "/"],
    ["a", "/a"],
    ["/a//b/", "/a/b"],
    ["a/./b/../c", "/a/c"],
    ["../../etc/passwd", "/etc/passwd"],
    [" a /.b", "/ a /.b"],
  ])("%j is %s", (typed, path) => {
    expect(normalPath(typed)).toBe(path);
  });

  test("stays what it is once it is clean, and is put together from its parts", () => {
    const typed = fc
      .array(fc.constantFrom("a", "..", ".", "", "100%", "x & y", "🏰", ".env"))
      .map((parts) => parts.join("/"));
    fc.assert(
      fc.property(typed, (text) => {
        const path = normalPath(text);
        expect(normalPath(path)).toBe(path);
        expect(path).not.toMatch(/(^|\/)\.\.?(\/|$)/);
        const { directory, name } = splitPath(path);
        if (path !== "/") expect(joinPath(directory, name)).toBe(path);
      }),
    );
  });

  test.each(["/", "", "a\nb", "a/\u0000", "é".repeat(128)])("cannot be new as %j", (typed) => {
    expect(() => newPath(typed)).toThrow();
  });

  test("can be new with blanks, dots, percent signs and emoji", () => {
    expect(newPath("a b/.100% & 🏰")).toBe("/a b/.100% & 🏰");
  });
});

test.each([
  ["notes.txt", "notes.txt"],
  ["../../etc/passwd", "passwd"],
  [String.raw`C:\x\y.txt`, "y.txt"],
  ["..", "upload"],
  ["", "upload"],
  ["a\u202Etxt.exe\n", "atxt.exe"],
  [".env", ".env"],
])("the name %j of somebody's file is safe as %s", (name, safe) => {
  expect(safeName(name)).toBe(safe);
});

describe("pages of a text", () => {
  test("are the whole text, each short enough", () => {
    const text = fc
      .array(fc.tuple(fc.string({ unit: "grapheme" }), fc.nat(60)), { maxLength: 60 })
      .map((lines) => lines.map(([line, times]) => line.repeat(times)).join("\n"));
    fc.assert(
      fc.property(text, (whole) => {
        const pages = pagesOfText(whole);
        expect(pages.join("")).toBe(whole);
        expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(maxPageUnits);
      }),
    );
  });

  test("end at ends of lines", () => {
    const pages = pagesOfText("a line of text\n".repeat(300));
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page.endsWith("\n")).toBe(true);
  });

  test("are one empty page for an empty text", () => {
    expect(pagesOfText("")).toEqual([""]);
  });
});
