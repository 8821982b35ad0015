import { describe, expect, it } from "vitest";
import { HandClock } from "../game/hand-clock.ts";
import { minecraft } from "../game/minecraft.ts";
import { SimClock } from "../game/sim-clock.ts";
import { valheim } from "../game/valheim.ts";
import { NodeConsole } from "./console.ts";
import { lockedText, Power } from "./power.ts";
import { realisticTimings } from "./profile.ts";

function machine(kind = minecraft): {
  power: Power;
  hand: HandClock;
  states: string[];
  lines: string[];
  errors: string[];
} {
  const hand = new HandClock();
  const clock = new SimClock(1, hand);
  const [states, lines, errors]: string[][] = [[], [], []];
  const power = new Power({
    clock,
    timings: { ...realisticTimings, startMs: 800, stopMs: 400 },
    kind,
    console: new NodeConsole(clock, false, (batch) => lines!.push(...batch)),
    onState: (state) => states!.push(state),
    onError: (text) => errors!.push(text),
  });
  return { power, hand, states: states!, lines: lines!, errors: errors! };
}

describe("the power machine", () => {
  it("starts over starting to running, when the game says it is ready", () => {
    const { power, hand, states } = machine();
    power.act("start");
    hand.advance(850);
    expect(states).toEqual(["starting"]);
    hand.advance(100);
    expect(states).toEqual(["starting", "running"]);
  });

  it("stays starting when no line ever says so", () => {
    const { power, hand } = machine();
    power.neverDone = true;
    power.act("start");
    hand.advance(60_000);
    expect(power.state).toBe("starting");
  });

  it("restarts over all four states", () => {
    const { power, hand, states } = machine();
    power.assumeRunning(1000);
    states.length = 0;
    power.act("restart");
    hand.advance(5000);
    expect(states).toEqual(["stopping", "offline", "starting", "running"]);
  });

  it("starts on restart when offline, and does nothing on kill and stop", () => {
    const { power, states } = machine();
    power.act("kill");
    power.act("stop");
    expect(states).toEqual([]);
    power.act("restart");
    expect(states).toEqual(["starting"]);
  });

  it("refuses a second action while one holds the lock, but not kill", () => {
    const { power, hand, errors, states } = machine();
    power.assumeRunning(0);
    power.act("stop");
    power.act("start");
    expect(errors).toEqual([lockedText]);
    power.act("kill");
    expect(power.state).toBe("offline");
    hand.advance(5000);
    expect(states.at(-1)).toBe("offline");
  });

  it("kills a process that ignores stop, after ten minutes", () => {
    const { power, hand } = machine();
    power.assumeRunning(0);
    power.hangs = true;
    power.act("stop");
    hand.advance(599_999);
    expect(power.state).toBe("stopping");
    hand.advance(1);
    expect(power.state).toBe("offline");
  });

  it("does not start what runs, and only the node's log knows", () => {
    const { power, errors, states } = machine();
    power.assumeRunning(0);
    states.length = 0;
    power.act("start");
    expect(states).toEqual([]);
    expect(errors).toHaveLength(1);
  });

  it("goes to stopping when the stop command is typed, and keeps every line of stdin", () => {
    const { power, hand, states } = machine();
    power.assumeRunning(0);
    power.write("say a\nstop");
    expect(power.stdin).toEqual(["say a", "stop"]);
    hand.advance(400);
    expect(states.slice(-2)).toEqual(["stopping", "offline"]);
  });

  it("starts again after a crash, but not after two within a minute", () => {
    const { power, hand, states, lines } = machine();
    power.assumeRunning(0);
    power.crash(137, true);
    expect(lines.slice(-7).some((line) => line.includes("Out of memory: true"))).toBe(true);
    hand.advance(2000);
    expect(states.slice(-3)).toEqual(["offline", "starting", "running"]);
    power.crash(1);
    hand.advance(5000);
    expect(power.state).toBe("offline");
    expect(lines.at(-1)).toContain(
      "Aborting automatic restart, last crash occurred less than 60 seconds ago.",
    );
  });

  it("takes a signal for the end: offline before the game has said its last words", () => {
    const { power, hand, states, lines } = machine(valheim);
    power.assumeRunning(0);
    power.act("stop");
    expect(states.slice(-2)).toEqual(["stopping", "offline"]);
    hand.advance(400);
    expect(lines.at(-1)).toContain("Net scene destroyed");
  });
});
