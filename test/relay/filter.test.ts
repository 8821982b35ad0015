import { describe, expect, it } from "vitest";
import { createFilter, problemWithPattern } from "../../src/relay/filter.ts";

describe("the line filter", () => {
  it("lets everything through without patterns", () => {
    expect(createFilter({})("anything")).toBe(true);
  });

  it("lets only included lines through, and excluded ones never", () => {
    const isWanted = createFilter({ include: [/WARN/, /ERROR/], exclude: [/keep up/] });
    expect(["WARN: x", "ERROR: y", "INFO: z", "WARN: Can't keep up"].map(isWanted)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("does not remember earlier lines with a global pattern", () => {
    const isWanted = createFilter({ include: [/a/g] });
    expect([isWanted("xa"), isWanted("xa"), isWanted("a")]).toEqual([true, true, true]);
  });

  it("looks only at the start of a very long line", () => {
    expect(createFilter({ exclude: [/end$/] })(`${"x".repeat(5000)}end`)).toBe(true);
  });
});

describe("problems with a pattern", () => {
  it.each(["WARN|ERROR", "^\\[.*INFO\\]", "(?:foo|bar)+", "\\d{1,3}", "(ab)+c*", "\\-"])(
    "finds none in %s",
    (source) => {
      expect(problemWithPattern(source)).toBeUndefined();
    },
  );

  it.each(["(a+)+$", "(.*)*x", "(\\d+,?)*(b*)+", "(?:x{2,})+"])("refuses the slow %s", (source) => {
    expect(problemWithPattern(source)).toMatch(/repeats a repetition/);
  });

  it.each(["(a|aa)+$", "(a|a)*b", "\\d+\\d+\\d+\\d+x"])(
    "refuses %s, which is slow without looking so",
    (source) => {
      expect(problemWithPattern(source)).toMatch(/too long on some lines/);
    },
  );

  it("refuses what is no pattern, and what is too long", () => {
    expect(problemWithPattern("(")).toMatch(/not a regular expression/);
    expect(problemWithPattern("x".repeat(501))).toMatch(/longer/);
  });
});
