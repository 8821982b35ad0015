import { describe, expect, test } from "vitest";
import { account } from "./account.ts";
import { Tape } from "./tape.ts";
import type { Told } from "./transcript.ts";

/** A tape of so many numbered lines, one a second; the node replayed the last 150 after the line `replayAfter`. */
function taped(count: number, replayAfter = count): Tape {
  let now = 0;
  const tape = new Tape(() => now);
  for (let number = 0; number < count; number += 1) {
    now = number * 1000;
    tape.printed([`line ${number}`]);
    if (number + 1 === replayAfter) tape.replayed(Math.min(150, number + 1));
  }
  return tape;
}

const line = (text: string): Told => ({ what: "line", text, place: "channel", at: 0 });
const gap: Told = {
  what: "gap",
  text: "⚠️ Lines of up to 5 s may be missing here.",
  place: "channel",
  at: 0,
};
const lines = (from: number, to: number): Told[] =>
  Array.from({ length: to - from }, (_, index) => line(`line ${from + index}`));

describe("the account of a channel", () => {
  test("is clear where every line stands once and in order", () => {
    const found = account(taped(300), lines(0, 300));
    expect(found).toMatchObject({ printed: 300, shown: 300, missing: [], strange: [], emptyGaps: [] });
    expect(new Set(found.places)).toEqual(new Set(["channel"]));
  });

  test("finds a line that stands nowhere, also the first and the last", () => {
    const told = [...lines(1, 100), ...lines(101, 299)];
    expect(account(taped(300), told).missing).toMatchObject([
      { from: 0, to: 1, gap: undefined },
      { from: 100, to: 101, gap: undefined },
      { from: 299, to: 300, gap: undefined },
    ]);
  });

  test("finds a line that stands twice, and one that stands too late", () => {
    const twice = account(taped(300), [...lines(0, 200), ...lines(150, 300)]);
    expect(twice.strange.map(({ told }) => told.text)).toEqual(lines(150, 200).map(({ text }) => text));
    expect(twice.missing).toEqual([]);
    const late = account(taped(300), [
      ...lines(0, 100),
      ...lines(101, 200),
      line("line 100"),
      ...lines(200, 300),
    ]);
    expect(late.missing).toMatchObject([{ from: 100, to: 101 }]);
    expect(late.strange).toMatchObject([{ told: { text: "line 100" } }]);
  });

  test("finds a line that nobody printed", () => {
    const told = [...lines(0, 100), line("line x"), ...lines(100, 300)];
    expect(account(taped(300), told)).toMatchObject({ missing: [], strange: [{ told: { text: "line x" } }] });
  });

  test("tells what a gap holds, and how much of it the node could have given", () => {
    const found = account(taped(400, 300), [...lines(0, 100), gap, ...lines(200, 400)]);
    expect(found.missing).toEqual([{ from: 100, to: 200, gap: gap.text, held: 50 }]);
    const honest = account(taped(400, 300), [...lines(0, 100), gap, ...lines(150, 400)]);
    expect(honest.missing).toEqual([{ from: 100, to: 150, gap: gap.text, held: 0 }]);
  });

  test("asks for no lines that only repeat what stands above the gap", () => {
    const tape = new Tape(() => 0);
    tape.printed([...Array.from({ length: 100 }, (_, index) => `line ${index}`), "slow", "slow", "slow"]);
    tape.printed(Array.from({ length: 149 }, (_, index) => `line ${index + 100}`));
    tape.replayed(150);
    const told = [...lines(0, 100), line("slow"), gap, ...lines(100, 249)];
    expect(account(tape, told).missing).toMatchObject([{ from: 101, to: 103, held: 0 }]);
    expect(account(tape, [...lines(0, 100), gap, ...lines(100, 249)]).missing).toMatchObject([{ held: 1 }]);
  });

  test("knows a gap that holds nothing, and no gap is excused by one elsewhere", () => {
    const found = account(taped(400), [...lines(0, 100), gap, ...lines(100, 200), ...lines(300, 400)]);
    expect(found.emptyGaps).toEqual([{ gap: gap.text, after: 100 }]);
    expect(found.missing).toMatchObject([{ from: 200, to: 300, gap: undefined }]);
  });
});
