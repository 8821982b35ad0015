import { describe, expect, it } from "vitest";
import { Backlog } from "../../src/relay/backlog.ts";
import { mergeChunks } from "../../src/relay/chunk.ts";
import type { Entry } from "../../src/relay/entry.ts";

const line = (text: string, at = 0): Entry => ({ kind: "line", text, at, since: at, count: 1, upTo: 0 });
const wide = (i: number): Entry => line(`${i} `.padEnd(1000, "."), i);

describe("the backlog", () => {
  it("hands out entries in order and takes the rest back", () => {
    const backlog = new Backlog(1e6);
    for (const text of ["a", "b", "c"]) backlog.add(line(text));
    const [first, ...rest] = backlog.takeEntries();
    backlog.putBack(rest);
    backlog.add(line("d"));
    expect([first, ...backlog.takeEntries()].map((entry) => entry?.text)).toEqual(["a", "b", "c", "d"]);
    expect(backlog.bytes).toBe(0);
  });

  it("folds short lines that repeat, but neither notes nor long lines", () => {
    const backlog = new Backlog(1e6);
    const note: Entry = { kind: "note", text: "n", at: 0, count: 1, upTo: 0 };
    const added = [line("a"), line("a"), line("a"), note, note, wide(1), wide(1)].map((entry) =>
      backlog.add(entry),
    );
    expect(added).toEqual([false, true, true, false, false, false, false]);
    expect(backlog.lines).toBe(5);
  });

  it("packs much text and hands it out as chunks of bounded size", () => {
    const backlog = new Backlog(1e6);
    for (let i = 0; i < 500; i += 1) backlog.add(wide(i));
    expect(backlog.isPacked).toBe(true);
    expect(backlog.oldestSince).toBe(0);
    const texts: string[] = [];
    while (backlog.lines > 0) {
      const { data } = mergeChunks(backlog.takeChunks(200_000));
      expect(data.length).toBeLessThanOrEqual(200_000);
      texts.push(data.toString());
    }
    expect(texts.length).toBe(3);
    const numbers = texts
      .join("")
      .trimEnd()
      .split("\n")
      .map((text) => Number.parseInt(text, 10));
    expect(numbers).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect(backlog.bytes).toBe(0);
  });

  it("drops the oldest above its bound, counts them once, and keeps their notes", () => {
    const backlog = new Backlog(150_000);
    backlog.add({ kind: "note", text: "🔴 Crashed.", at: 0, count: 1, upTo: 0 });
    for (let i = 0; i < 1000; i += 1) backlog.add(wide(i));
    const dropped = backlog.takeDropped();
    expect(backlog.takeDropped()).toBe(0);
    expect(backlog.bytes).toBeLessThan(250_000);
    const rest = mergeChunks(backlog.takeChunks(1e6));
    expect(rest.lines + dropped).toBe(1000);
    expect(rest.data.toString()).toMatch(/999 \.+\n$/);
    expect(rest.notes).toEqual(["🔴 Crashed."]);
  });

  it("has no text while there are only empty lines", () => {
    const backlog = new Backlog(1e6);
    backlog.add(line("  "));
    expect(backlog.hasText).toBe(false);
    backlog.add(line("x"));
    expect(backlog.hasText).toBe(true);
  });
});
