import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toDiscordColours } from "../../src/relay/ansi.ts";
import { Backlog } from "../../src/relay/backlog.ts";
import { breakFences } from "../../src/relay/break-fences.ts";
import { emptyBody, fill, finished, type Body, type LastLine } from "../../src/relay/compose.ts";
import { lineCount, type Entry } from "../../src/relay/entry.ts";
import { createLinePreparer, type ConsoleStyle } from "../../src/relay/prepare-line.ts";

const line = (text: string, count = 1): Entry => ({ kind: "line", text, at: 0, count, upTo: 0 });
const note = (text: string): Entry => ({ kind: "note", text, at: 0, count: 1, upTo: 0 });
const composed = (entries: Entry[], style: ConsoleStyle = "plain"): string =>
  finished(fill({ body: emptyBody }, entries, style).body);

/** All messages that the entries need. */
function messages(entries: readonly Entry[], style: ConsoleStyle): string[] {
  const texts: string[] = [];
  for (let rest: readonly Entry[] = entries; rest.length > 0;) {
    const filled = fill({ body: emptyBody }, rest, style);
    if (filled.body.text !== "") texts.push(finished(filled.body));
    rest = filled.rest;
  }
  return texts;
}

describe("breaking fences", () => {
  it.each([
    ["`one`", "`one`"],
    ["``", "`\u200B`"],
    ["```js", "`\u200B`\u200B`js"],
    ["a``b````", "a`\u200B`b`\u200B`\u200B`\u200B`"],
  ])("%s", (text, expected) => {
    expect(breakFences(text)).toBe(expected);
  });
});

describe("composing a message", () => {
  it("puts lines into a block", () => {
    expect(composed([line("a"), line("b")])).toBe("```\na\nb\n```");
    expect(composed([line("a")], "ansi")).toBe("```ansi\na\n```");
  });

  it("puts a note on its own line between blocks", () => {
    expect(composed([line("a"), note("🟢 Running."), line("b")])).toBe(
      "```\na\n```\n🟢 Running.\n```\nb\n```",
    );
    expect(composed([note("x"), note("y")])).toBe("x\ny");
  });

  it("adds to what is there", () => {
    const { body } = fill({ body: emptyBody }, [line("a")], "plain");
    expect(finished(fill({ body }, [line("b")], "plain").body)).toBe("```\na\nb\n```");
  });

  it("counts repeated lines and shows a pair as it came", () => {
    expect(composed([line("x", 2), line("y", 1500)])).toBe("```\nx\nx\ny  (×1,500)\n```");
  });

  it("leaves out empty lines where a block begins and keeps them inside", () => {
    expect(composed([line(""), line("a"), line("", 3), line("b"), line("")])).toBe("```\na\n\nb\n\n```");
    expect(composed([line(""), line("")])).toBe("");
  });

  it("fills a message to the limit and hands back the rest", () => {
    const entries = Array.from({ length: 30 }, (_, i) => line(`${i} ${"x".repeat(97)}`));
    const { body, taken, rest } = fill({ body: emptyBody }, entries, "plain");
    expect(finished(body).length).toBeLessThanOrEqual(2000);
    expect(finished(body).length).toBeGreaterThan(1900);
    expect([...taken, ...rest]).toEqual(entries);
  });

  it("cuts a long line at a word and marks both ends", () => {
    const [first, second] = messages([line("word ".repeat(500))], "plain");
    expect(first).toMatch(/word …\n```$/);
    expect(second).toMatch(/^```\n… word/);
  });

  it("carries a colour over the cut and resets it before", () => {
    const long = toDiscordColours(`\u001B[31m${"red ".repeat(600)}`);
    const [first, second] = messages([line(long)], "ansi");
    expect(first).toMatch(/\u001B\[0m …\n```$/);
    expect(second).toMatch(/^```ansi\n… \u001B\[0;31mred/);
  });

  it("never breaks a pair of surrogates or an SGR sequence", () => {
    const text = "👍".repeat(1500) + "\u001B[0;31mx\u001B[0;32my".repeat(400);
    for (const message of messages([line(text)], "ansi")) {
      expect(message.isWellFormed()).toBe(true);
      expect(message.replaceAll(/\u001B\[[\d;]+m/g, "")).not.toMatch(/\u001B/);
      expect(message.length).toBeLessThanOrEqual(2000);
    }
  });
});

describe("any stream of bytes", () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString()),
    fc.constantFrom(
      "`",
      "``",
      "```",
      "```js",
      "\u001B[31m",
      "\u001B[",
      "\u202E",
      "👍",
      "x".repeat(700),
      "@everyone",
      " ",
    ),
  );
  const raw = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
  const style = fc.constantFrom<ConsoleStyle>("plain", "ansi");

  it("stays inside its block, within the limit, complete and in order", () => {
    fc.assert(
      fc.property(fc.array(raw, { maxLength: 30 }), style, (raws, style) => {
        const prepare = createLinePreparer({ style, redact: (text) => text });
        const entries = raws.map((text, i) => line(`${i}|${prepare(text) ?? ""}`));
        const bodies = messages(entries, style);
        for (const text of bodies) {
          expect(text.length).toBeLessThanOrEqual(2000);
          expect(text.startsWith(style === "ansi" ? "```ansi\n" : "```\n")).toBe(true);
          expect(text.slice(3, -3)).not.toContain("```");
          expect(text.endsWith("\n```")).toBe(true);
        }
        const shown = bodies.flatMap((text) => text.split("\n").slice(1, -1));
        const numbers = shown.filter((row) => !row.startsWith("… ")).map((row) => Number.parseInt(row, 10));
        expect(numbers).toEqual(raws.map((_, i) => i));
      }),
      { numRuns: 200 },
    );
  });

  it("folds a line that goes on coming, one by one and in one go", () => {
    let open: { body: Body; last?: LastLine | undefined } = { body: emptyBody };
    const shown = ["a", "b", "b", "b", "b"].map((text) => {
      const filled = fill(open, [line(text)], "plain");
      expect(filled.taken).toEqual([line(text)]);
      open = filled;
      return finished(filled.body);
    });
    expect(shown.slice(2)).toEqual(["```\na\nb\nb\n```", "```\na\nb  (×3)\n```", "```\na\nb  (×4)\n```"]);
    const more = fill(open, [{ ...line("b"), count: 6 }, note("x"), line("b")], "plain");
    expect(finished(more.body)).toBe("```\na\nb  (×10)\n```\nx\n```\nb\n```");
    // Five of the six had been counted when they became one.
    expect([more.folded, lineCount(more.taken)]).toEqual([1, 7]);
  });

  it("keeps a pair of folded lines within the limit whatever they are made of", () => {
    for (let units = 400; units < 600; units += 1) {
      const backlog = new Backlog(1e6);
      for (let times = 0; times < 2; times += 1) backlog.add(line("`".repeat(units)));
      for (const text of messages(backlog.takeEntries(), "plain"))
        expect(text.length).toBeLessThanOrEqual(2000);
    }
  });

  it("is split the same whether it comes at once or line by line", () => {
    const entries = Array.from({ length: 10 }, (_, i) => line(`line ${i}`));
    let body: Body = emptyBody;
    for (const entry of entries) ({ body } = fill({ body }, [entry], "plain"));
    expect(finished(body)).toBe(composed(entries));
  });
});

describe("a heading", () => {
  const heading = "-# survival";

  it("stands above lines and notes of a new message, once", () => {
    const { body } = fill({ body: emptyBody, heading }, [line("a"), note("b")], "plain");
    expect(finished(body)).toBe("-# survival\n```\na\n```\nb");
    expect(finished(fill({ body, heading }, [line("c")], "plain").body)).toBe(
      `${finished(body)}\n\`\`\`\nc\n\`\`\``,
    );
    expect(finished(fill({ body: emptyBody, heading }, [note("b")], "plain").body)).toBe("-# survival\nb");
  });

  it("is counted in the limit, also above a line that fills a message", () => {
    for (const units of [1950, 1970, 1980, 1990, 2000, 3000, 5000]) {
      let rest = [line("x".repeat(units))];
      let shown = "";
      while (rest.length > 0) {
        const filled = fill({ body: emptyBody, heading }, rest, "ansi");
        expect(finished(filled.body).length).toBeLessThanOrEqual(2000);
        shown += finished(filled.body);
        ({ rest } = filled);
      }
      expect(shown.match(/x/g)).toHaveLength(units);
    }
  });
});
