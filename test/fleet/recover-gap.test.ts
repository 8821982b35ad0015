import { array, assert, constantFrom, nat, pre, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { recoverGap } from "../../src/fleet/recover-gap.ts";

const running = { wasOffline: false, isOffline: false, downMs: 3000 };
const words = (text: string): string[] => (text === "" ? [] : text.split(" "));

describe("recoverGap", () => {
  test.each([
    ["nothing happened", "a b c", "a b c", "", true],
    ["two lines were missed", "a b c", "a b c d e", "d e", true],
    ["the history is longer than what was seen", "c", "a b c d", "d", true],
    ["what was seen is longer than the history", "a b c d", "c d e", "e", true],
    ["the last line seen repeats", "a x x", "a x x x x b", "x x b", true],
    ["only one line was seen, and it repeats", "x", "a x b x c", "c", true],
    ["everything is the same line", "x x x", "x x x x", "", true],
    ["the history does not reach back", "a b c", "k l m", "k l m", false],
    ["nothing was seen before", "", "a b", "a b", false],
    ["the node has no history", "a b", "", "", false],
    ["a live line came before the history that holds it", "a b c", "e a b c d e", "d e", true],
    ["two live lines did", "a b c", "e f a b c d e f", "d e f", true],
  ])("%s", (_name, seen, history, missed, isComplete) => {
    expect(recoverGap({ seen: words(seen), history: words(history), ...running })).toEqual({
      missed: words(missed),
      isComplete,
    });
  });

  test.each([
    ["one line that comes again and again", ["saved", "saved"], ["saved", "saved"], false],
    ["two", ["a", "b"], ["a", "b"], false],
    ["three", ["a", "b", "c"], ["a", "b", "c"], true],
  ])(
    "may take %s for what was seen, where a full history begins with it",
    (_name, last, first, isComplete) => {
      const missed = Array.from({ length: 150 - first.length }, (_, index) => `line ${index}`);
      const seen = ["before", ...last];
      expect(recoverGap({ seen, history: [...first, ...missed], ...running })).toEqual({
        missed,
        isComplete,
      });
    },
  );

  test("misses nothing of a server that was offline and has begun meanwhile", () => {
    const gap = recoverGap({
      seen: ["a"],
      history: ["k", "l"],
      wasOffline: true,
      isOffline: false,
      downMs: 3000,
    });
    expect(gap).toEqual({ missed: ["k", "l"], isComplete: true });
  });

  test("does not trust the beginning of a history that is full", () => {
    const history = Array.from({ length: 150 }, (_, index) => `line ${index}`);
    expect(
      recoverGap({ seen: ["a"], history, wasOffline: true, isOffline: false, downMs: 3000 }).isComplete,
    ).toBe(false);
  });

  test("misses nothing of a server that stayed offline, but the last words of one that stopped", () => {
    const silence = { seen: ["a"], history: [] };
    expect(recoverGap({ ...silence, wasOffline: true, isOffline: true, downMs: 3000 }).isComplete).toBe(true);
    // Time enough to be started, and stopped again.
    expect(recoverGap({ ...silence, wasOffline: true, isOffline: true, downMs: 60_000 }).isComplete).toBe(
      false,
    );
    expect(recoverGap({ ...silence, wasOffline: false, isOffline: true, downMs: 3000 }).isComplete).toBe(
      false,
    );
  });
});

/** A console of few different lines, cut twice: what was seen ends at the first cut, the history at the second. */
const cutStream = record({
  stream: array(constantFrom("a", "b", "c", "saved"), { minLength: 2, maxLength: 300 }),
  seenUntil: nat(),
  sinceThen: nat({ max: 160 }),
  seenLimit: constantFrom(3, 40, 200),
}).map(({ stream, seenUntil, sinceThen, seenLimit }) => {
  const cut = 1 + (seenUntil % stream.length);
  const end = Math.min(stream.length, cut + sinceThen);
  return {
    seen: stream.slice(Math.max(0, cut - seenLimit), cut),
    history: stream.slice(Math.max(0, end - 150), end),
    missed: stream.slice(cut, end),
    reachesBack: end - 150 < cut,
  };
});

/** Every number of lines that `history` may have in common with the end of `seen`, by plain comparison. */
function possibleOverlaps(seen: readonly string[], history: readonly string[]): number[] {
  const lengths = Array.from({ length: history.length }, (_, index) => index + 1);
  return lengths.filter((length) => {
    const common = Math.min(length, seen.length);
    return history.slice(length - common, length).join() === seen.slice(-common).join();
  });
}

describe("of a stream with many equal lines, cut anywhere", () => {
  test("nothing is repeated and nothing lost where only one overlap is possible", () => {
    let unambiguous = 0;
    assert(
      property(cutStream, ({ seen, history, missed, reachesBack }) => {
        pre(reachesBack && possibleOverlaps(seen, history).length === 1);
        unambiguous += 1;
        const gap = recoverGap({ seen, history, ...running });
        expect(gap.missed).toEqual(missed);
        expect(gap.isComplete || history.length === 150).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(unambiguous).toBeGreaterThan(100);
  });

  test("nothing is ever repeated, and the longest overlap is taken where several are possible", () => {
    assert(
      property(cutStream, ({ seen, history, missed, reachesBack }) => {
        pre(reachesBack && missed.length < 150);
        const overlap = Math.max(...possibleOverlaps(seen, history));
        const gap = recoverGap({ seen, history, ...running });
        expect(gap.missed).toEqual(history.slice(overlap));
        expect(gap.missed.length).toBeLessThanOrEqual(missed.length);
      }),
      { numRuns: 300 },
    );
  });
});
