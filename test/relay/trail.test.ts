import { describe, expect, it } from "vitest";
import { fingerprint, Trail, type TrailLine } from "../../src/relay/trail.ts";

const line = (text: string, source: TrailLine["source"] = "game"): TrailLine => ({ text, source, at: 0 });
const numbered = (count: number): TrailLine[] =>
  Array.from({ length: count }, (_, index) => line(String(index + 1)));
const prints = (...texts: string[]): string[] => texts.map(fingerprint);

describe("the trail of a relay", () => {
  it("knows the lines dealt with so far, after those from before the start", () => {
    const trail = new Trail();
    trail.push([line("a"), line("b"), line("c")]);
    trail.seed(prints("x", "y"));
    expect(trail.before(0)).toEqual(prints("x", "y"));
    expect(trail.before(2)).toEqual(prints("x", "y", "a", "b"));
  });

  it("counts the daemon's lines, but keeps none of them: no history replays them", () => {
    const trail = new Trail();
    trail.push([line("a"), line("marked", "daemon"), line("b")]);
    expect(trail.before(2)).toEqual(prints("a"));
    expect(trail.before(3)).toEqual(prints("a", "b"));
  });

  it("gives enough of the last ones to find the place again, and no more", () => {
    const trail = new Trail();
    trail.push(numbered(100));
    expect(trail.before(90)).toHaveLength(60);
    expect(trail.before(90)?.at(-1)).toBe(fingerprint("90"));
  });

  it("forgets what more lines came after than a history holds", () => {
    const trail = new Trail();
    trail.push(numbered(100));
    trail.push(numbered(1000));
    expect(trail.before(100)).toBeUndefined();
    expect(trail.before(1100)?.at(-1)).toBe(fingerprint("1000"));
  });

  it("says nothing before the first line", () => {
    expect(new Trail().before(0)).toBeUndefined();
  });
});
