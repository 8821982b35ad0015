import { applyPatch } from "diff";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeInWords, changeOf } from "../../src/files/diff.ts";

describe("changeOf", () => {
  test("gives a unified diff with a little around it", () => {
    const before = "1\n2\n3\n4\n5\n6\n7\n8\n";
    expect(changeOf("a.txt", before, before.replace("5", "five")).patch).toBe(
      "--- a.txt\tbefore\n+++ a.txt\tafter\n@@ -3,5 +3,5 @@\n 3\n 4\n-5\n+five\n 6\n 7\n",
    );
  });

  test("gives a diff that leads from one to the other", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "c", "", "--- x", "+++ y"))
      .map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyPatch(before, changeOf("x", before, after).patch ?? "")).toBe(after);
      }),
    );
  });

  test.each([
    ["a\nb\n", "a\nc\nd\n", "2 lines added, 1 removed"],
    ["a\n", "a\nb\n", "1 line added"],
    ["a\nb\n", "b\n", "1 line removed"],
    ["", "-- x\n", "1 line added"],
    ["-- x\n", "", "1 line removed"],
  ])("counts lines from %j to %j: %s", (before, after, words) => {
    expect(changeInWords(changeOf("x", before, after))).toBe(words);
  });

  test("tells a small change in short, and no large one", () => {
    expect(changeOf("x", "a=1\nb\n", "a=2\nb\n").short).toBe("a=1 → a=2");
    expect(changeOf("x", "a\n", "a\nb\n").short).toBe("nothing → b");
    expect(changeOf("x", "a\n", `${"long ".repeat(30)}\n`).short).toBeUndefined();
  });

  test("does without a diff, quickly, where nearly everything differs", () => {
    const lines = (word: string): string =>
      Array.from({ length: 20_000 }, (_, index) => `${word} ${index}\n`).join("");
    const startedAt = performance.now();
    const change = changeOf("x", lines("old"), lines("new"));
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(change).toEqual({ added: 20_000, removed: 20_000 });
  });
});
