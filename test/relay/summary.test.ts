import { describe, expect, it } from "vitest";
import { mergeChunks, toChunk } from "../../src/relay/chunk.ts";
import type { Entry } from "../../src/relay/entry.ts";
import { logFileName } from "../../src/relay/log-file.ts";
import { summarise, summariseSilently } from "../../src/relay/summary.ts";
import { totalsOf } from "../../src/relay/totals.ts";

const line = (text: string, at = 0, count = 1): Entry => ({ kind: "line", text, at, count, upTo: 0 });
const summaryOf = (entries: readonly Entry[]): string => {
  const chunk = toChunk(entries);
  return summarise(totalsOf(chunk), chunk.data);
};
const note = (text: string, at = 0): Entry => ({ kind: "note", text, at, count: 1, upTo: 0 });

describe("a chunk", () => {
  it("is the text of a log, without colours, with what was folded counted", () => {
    const chunk = toChunk([
      line("\u001B[0;31ma\u001B[0m"),
      note("🔴 Offline."),
      line("b", 5, 3),
      line("", 6, 9),
    ]);
    expect(chunk.data.toString()).toBe("a\n--- 🔴 Offline. ---\nb  (×3)\n\n");
    expect(chunk).toMatchObject({ lines: 13, notes: ["🔴 Offline."], firstAt: 0, lastAt: 6 });
  });

  it.each([
    ["[12:00:00 WARN]: x", 1, 0],
    ["[Server thread/ERROR]: x", 0, 1],
    ["java.lang.NullPointerException: x", 0, 1],
    ["Error: x", 0, 1],
    ["warning: x", 1, 0],
    ["0 errors, forewarned", 0, 0],
  ])("counts %s", (text, warnings, errors) => {
    expect(toChunk([line(text)])).toMatchObject({ warnings, errors });
  });

  it("merges with others in order", () => {
    const merged = mergeChunks([toChunk([line("a", 1), line("WARN b", 2)]), toChunk([line("c", 7)])]);
    expect(merged).toMatchObject({ lines: 3, warnings: 1, firstAt: 1, lastAt: 7 });
    expect(merged.data.toString()).toBe("a\nWARN b\nc\n");
  });
});

describe("a summary", () => {
  it("says in two lines how much it is, then shows how it ends", () => {
    const entries = Array.from({ length: 2000 }, (_, i) => line(`line ${i}`, i * 10));
    expect(summaryOf([...entries, line("WARN x", 20_000), line("```", 20_000)])).toBe(
      [
        "📄 **2,002 lines** in 20 s · 1 warning",
        "Too much for messages: see the file. It ends with",
        "```\nline 1997\nline 1998\nline 1999\nWARN x\n`\u200B`\u200B`\n```",
      ].join("\n"),
    );
  });

  it("adds up what the files of one message hold", () => {
    const first = toChunk([line("a", 1000), note("🟡 The server is stopping.", 1500)]);
    const second = toChunk([line("ERROR b", 5000, 4), line("c", 6000)]);
    const totals = totalsOf(second, totalsOf(first));
    expect(summarise(totals, second.data)).toBe(
      [
        "📄 **6 lines** in 5 s · 4 errors",
        "Too much for messages: see the 2 files. It ends with",
        "```\nERROR b  (×4)\nc\n```",
        "🟡 The server is stopping.",
      ].join("\n"),
    );
    expect(summariseSilently(totals)).toBe(
      "📄 **6 lines** in 5 s · 4 errors\nToo much for messages: see the 2 files.",
    );
  });

  it("always fits a message and keeps its block", () => {
    const wide = "`".repeat(5000);
    const text = summaryOf([line(wide), line(wide), ...Array.from({ length: 9 }, () => note(wide))]);
    expect(text.length).toBeLessThanOrEqual(2000);
    expect(text).not.toContain("```");
  });

  it("names the file after the server, safely, in UTC", () => {
    const at = Date.UTC(2026, 0, 5, 10, 7, 9);
    expect(logFileName("../Über Server: #1", at)).toBe("console-ber-Server-1-20260105-100709.log");
    expect(logFileName("SMP", at, 3)).toBe("console-SMP-20260105-100709-3.log");
    expect(logFileName("☃", at)).toBe("console-server-20260105-100709.log");
  });
});
