/** With a thread for each run of the server: which lines stand in the thread of another run. */
import type { Soak } from "./soak.ts";

export interface Stray {
  /** Indexes on the tape, the second not included. */
  readonly from: number;
  readonly to: number;
  readonly run: number;
  /** The run that the thread belongs to. */
  readonly among: number;
}

/** A thread belongs to the run that most of its lines are of. */
export function straysIn({ account, tape }: Pick<Soak, "account" | "tape">): Stray[] {
  const owners = ownersOf({ account, tape });
  const strays: Stray[] = [];
  for (const [index, place] of account.places.entries()) {
    const run = tape.lines[index]?.run ?? 0;
    const among = place === undefined ? run : (owners.get(place) ?? run);
    if (among === run) continue;
    const last = strays.at(-1);
    if (last?.to === index && last.run === run) strays[strays.length - 1] = { ...last, to: index + 1 };
    else strays.push({ from: index, to: index + 1, run, among });
  }
  return strays;
}

function ownersOf({ account, tape }: Pick<Soak, "account" | "tape">): ReadonlyMap<string, number> {
  const counts = new Map<string, Map<number, number>>();
  for (const [index, place] of account.places.entries()) {
    if (place === undefined) continue;
    const run = tape.lines[index]?.run ?? 0;
    const ofPlace = counts.get(place) ?? new Map<number, number>();
    counts.set(place, ofPlace.set(run, (ofPlace.get(run) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([place, runs]) => [place, [...runs].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0]),
  );
}
