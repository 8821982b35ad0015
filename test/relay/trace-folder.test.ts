import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TraceFolder } from "../../src/relay/trace-folder.ts";
import type { TraceLine } from "../../src/relay/trace-lines.ts";

const trace = (name: string, frames = 5): string[] => [
  `java.lang.${name}Exception: broken`,
  ...Array.from({ length: frames }, (_, index) => `\tat com.example.${name}.run(${name}.java:${index})`),
];

/** What is shown of texts that come one millisecond after another. */
function shown(folder: TraceFolder, texts: readonly string[], from = 0): TraceLine[] {
  return texts.flatMap((text, index) => folder.push({ text, at: 0, upTo: index + 1 }, from + index));
}

describe("stack traces", () => {
  it("that come again are one line with a count", () => {
    const folder = new TraceFolder();
    const once = [...trace("Null"), "[INFO] next"];
    expect(shown(folder, once).map(({ text }) => text)).toEqual(once);
    const again = shown(folder, [...trace("Null"), "[INFO] next", ...trace("Null")], 1000);
    expect(again.map(({ text }) => text)).toEqual([
      "java.lang.NullException: broken … the same 6 lines as before (×2)",
      "[INFO] next",
      "java.lang.NullException: broken … the same 6 lines as before (×3)",
    ]);
    expect(again[0]).toMatchObject({ stands: 6, upTo: 6 });
  });

  it("are known again behind the time that a logger puts before each line", () => {
    const folder = new TraceFolder();
    const logged = (time: string): string[] => trace("Null").map((line) => `[${time} WARN]: ${line}`);
    expect(shown(folder, [...logged("12:00:01"), "[12:00:01 INFO]: next"])).toHaveLength(7);
    expect(shown(folder, logged("12:00:09"), 1000).map(({ text }) => text)).toEqual([
      "[12:00:09 WARN]: java.lang.NullException: broken … the same 6 lines as before (×2)",
    ]);
  });

  it("of lines as long as a node lets through are held and kept only up to a bound, and none is lost", () => {
    const folder = new TraceFolder();
    const wide = Array.from({ length: 100 }, (_, i) => `\tat ${i} `.padEnd(64 * 1024, "x"));
    const texts = ["java.lang.Error: wide", ...wide];
    const first = shown(folder, texts);
    expect(first.length + folder.holds).toBe(texts.length);
    expect(folder.holds).toBe(0);
    expect(first.map(({ text }) => text)).toEqual(texts);
  });

  it("of other runtimes are one trace", () => {
    const traces = [
      [
        "[Error  : Unity Log] NullReferenceException: Object reference not set",
        "Stack trace:",
        "Player.Update () (at <3fd2a1>:IL_0012)",
        "Game.Tick (System.Single dt) (at <3fd2a1>:0)",
      ],
      [
        "System.AggregateException: One or more errors occurred",
        " ---> System.IO.IOException: disk full",
        "   at Save.Write()",
        "   --- End of inner exception stack trace ---",
        "   at Save.Run()",
      ],
      [
        'Exception in thread "main" java.lang.Error: x',
        "\tat a.B.c(B.java:1)",
        "\tat a.B.d(B.java:2)",
        "\t... 3 more",
      ],
    ];
    for (const one of traces) {
      const folder = new TraceFolder();
      shown(folder, [...one, "next"]);
      expect(shown(folder, one, 1000)).toMatchObject([{ stands: one.length }]);
    }
  });

  it("are shown whole again after five minutes", () => {
    const folder = new TraceFolder();
    shown(folder, [...trace("Null"), "x"]);
    expect(shown(folder, trace("Null"), 301_000)).toHaveLength(6);
  });

  it("that differ at the end are shown whole, in order", () => {
    const folder = new TraceFolder();
    shown(folder, [...trace("Null"), "x"]);
    const other = [...trace("Null", 4), "\tat somewhere.else(Else.java:1)", "y"];
    expect(shown(folder, other, 50).map(({ text }) => text)).toEqual(other);
  });

  it("that break off are not held for long", () => {
    const folder = new TraceFolder();
    shown(folder, [...trace("Null"), "x"]);
    expect(shown(folder, trace("Null", 2), 50)).toEqual([]);
    expect(folder.release(60, false)).toEqual([]);
    expect(folder.release(700, false)).toHaveLength(3);
    expect(folder.holds).toBe(0);
  });

  it("lose and invent no line, whatever comes", () => {
    const pieces = fc.constantFrom(...trace("Null", 3), ...trace("Other", 4), "[INFO] a", "Caused by: x");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 120 }), (texts) => {
        const folder = new TraceFolder();
        const lines = [...shown(folder, texts), ...folder.release(1e9, true)];
        expect(lines.reduce((sum, { stands = 1 }) => sum + stands, 0)).toBe(texts.length);
        const upTo = lines.map((line) => line.upTo);
        expect(upTo).toEqual(upTo.toSorted((a, b) => a - b));
      }),
    );
  });
});
