/** When which fault comes, drawn before anything happens: the same seed plans the same hours. */
import type { Dice } from "./dice.ts";
import type { Fault } from "./faults.ts";

export interface Planned {
  readonly fault: Fault;
  /** Milliseconds from the start. */
  readonly beginsAt: number;
  /** Milliseconds; `undefined` for what has no end. */
  readonly lastsMs: number | undefined;
}

const perHour = 14;
const hourMs = 3_600_000;

/** In the order of their beginnings. What lasts is over before the same begins again. */
export function planFaults(dice: Dice, faults: readonly Fault[], hours: number): Planned[] {
  const urn = faults.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
  const times = Array.from({ length: Math.round(hours * perHour) }, () => dice.throw() * hours * hourMs);
  const planned: Planned[] = [];
  for (const beginsAt of times.sort((a, b) => a - b)) {
    const fault = dice.pick(urn);
    const lastsMs = fault.lasts && dice.between(...fault.lasts) * 1000;
    const isOn = planned.some((one) => one.fault === fault && one.beginsAt + (one.lastsMs ?? 0) >= beginsAt);
    if (!isOn) planned.push({ fault, beginsAt, lastsMs });
  }
  return planned;
}
