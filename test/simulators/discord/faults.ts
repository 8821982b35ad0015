/** What can be made to go wrong with REST, once or for a while. */
import type { Raw } from "./raw.ts";

export interface FaultMatch {
  method?: string;
  /** Part of the path, or a pattern on it; the path starts after `/api/v10`. */
  path?: string | RegExp;
  /** How many requests; 1 unless told. */
  times?: number;
  body?: Raw;
}

export type Fault =
  | { kind: "fail"; status: number; body: Raw }
  | { kind: "hang" | "lose" }
  | { kind: "limit"; retryAfterMs: number };

interface Planned {
  fault: Fault;
  match: FaultMatch;
  left: number;
}

export class Faults {
  readonly #planned: Planned[] = [];
  /** Every request arrives this much later. */
  delayMs = 0;
  /** Everything answers 503. */
  outage = false;

  plan(fault: Fault, match: FaultMatch = {}): void {
    this.#planned.push({ fault, match, left: match.times ?? 1 });
  }

  /** Nothing more goes without an answer. */
  forgetSilence(): void {
    for (const planned of this.#planned) {
      if (planned.fault.kind === "hang" || planned.fault.kind === "lose") planned.left = 0;
    }
  }

  /** The fault this request runs into; it is used up by that. */
  next(method: string, path: string): Fault | undefined {
    const planned = this.#planned.find(({ match, left }) => left > 0 && hits(match, method, path));
    if (!planned) return undefined;
    planned.left -= 1;
    return planned.fault;
  }
}

function hits(match: FaultMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match.path === undefined) return true;
  return typeof match.path === "string" ? path.includes(match.path) : match.path.test(path);
}
