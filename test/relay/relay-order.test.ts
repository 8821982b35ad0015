import * as fc from "fast-check";
import { expect, it } from "vitest";
import { silentLog } from "../../src/lib/logger.ts";
import { redact } from "../../src/relay/redact.ts";
import { createRelay } from "../../src/relay/relay.ts";
import { ManualClock } from "../manual-clock.ts";
import { linesOf, SessionChannel, type Refusal } from "./recording-channel.ts";

type Event =
  | { do: "push"; lines: number; units: number }
  | { do: "trace"; frames: number; isEnded: boolean }
  | { do: "wait"; ms: number }
  | { do: "refuse"; failure: Refusal }
  | { do: "cut" | "pause" | "resume" | "note" | "begin" | "end" };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("push" as const),
      lines: fc.integer({ min: 1, max: 40 }),
      units: fc.integer({ min: 0, max: 300 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("push" as const),
      lines: fc.integer({ min: 1, max: 900 }),
      units: fc.integer({ min: 0, max: 3000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("trace" as const),
      frames: fc.integer({ min: 0, max: 80 }),
      isEnded: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 4000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("refuse" as const),
      failure: fc.constantFrom<Refusal>(
        "unavailable",
        "answer-lost",
        "odd",
        "rate-limited",
        "forbidden",
        "message-gone",
        "rejected",
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("cut" as const, "pause" as const, "resume" as const, "note" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom("begin" as const, "end" as const),
    }),
  },
);

it("shows every line once, in order and in the place of its run, or says how many it dropped", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
      const clock = new ManualClock();
      const channel = new SessionChannel(clock);
      channel.latencyMs = 80;
      const relay = createRelay({
        sink: channel,
        clock,
        log: silentLog,
        name: "x",
        style: "plain",
        redact,
        heading: () => (channel.messages.length % 3 === 0 ? undefined : "-# whose it is"),
      });
      let pushed = 0;
      /** The number of the first line of each run. */
      const begins = [0];
      for (const event of events) {
        if (event.do === "push") {
          const from = pushed;
          pushed += event.lines;
          const text = (i: number): string => `#${from + i} ${"w ".repeat(event.units / 2)}`;
          relay.push(Array.from({ length: event.lines }, (_, i) => ({ text: text(i), at: clock.now() })));
        } else if (event.do === "trace") {
          const from = pushed;
          pushed += 1 + event.frames + (event.isEnded ? 1 : 0);
          const frames = Array.from({ length: event.frames }, (_, i) =>
            i % 30 === 29 ? `Caused by: #${from + 1 + i}` : `\tat a.b(#${from + 1 + i})`,
          );
          const end = event.isEnded ? [`#${pushed - 1}`] : [];
          const texts = [`java.lang.Error: #${from}`, ...frames, ...end];
          relay.push(texts.map((text) => ({ text, at: clock.now() })));
        } else if (event.do === "wait") await clock.advance(event.ms);
        else if (event.do === "refuse") channel.refuse(event.failure);
        else if (event.do === "note") relay.note("a note");
        else if (event.do === "begin" || event.do === "end") {
          if (event.do === "begin") begins.push(pushed);
          relay.mark({ what: event.do, at: clock.now() });
        } else relay[event.do]();
      }
      channel.mend();
      relay.resume();
      // Compression takes real time.
      for (let turn = 0; turn < 3000 && relay.stats().linesPending > 0; turn += 1) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        await clock.advance(40 * 60_000);
      }
      await clock.advance(40 * 60_000);
      const placed = channel.messages.flatMap((message) =>
        linesOf(message).flatMap((row) => {
          const number = /#(\d+)/.exec(row)?.[1];
          return number === undefined ? [] : [{ number: Number(number), session: message.session }];
        }),
      );
      const numbers = placed.map(({ number }) => number);
      const ranOf = (number: number): number => begins.findLastIndex((first) => first <= number);
      const { linesPending, linesOut, linesDropped } = relay.stats();
      relay.stop();
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      expect({ pending: linesPending, told: linesOut + linesDropped }).toEqual({ pending: 0, told: pushed });
      expect(numbers.length).toBe(linesOut);
      expect(placed.filter(({ number, session }) => session !== ranOf(number))).toEqual([]);
      const texts = channel.messages.map(({ text }) => text).join("\n");
      expect(/lines? dropped|\*\*Attach Files\*\*/.test(texts)).toBe(linesDropped > 0);
      expect(channel.mostInFlight).toBeLessThanOrEqual(1);
      for (const { text } of channel.messages) expect(text.length).toBeLessThanOrEqual(2000);
    }),
    { numRuns: 60 },
  );
}, 60_000);
