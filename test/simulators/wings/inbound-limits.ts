/** What a modern node takes from one socket: token buckets by kind of frame, and one notice per throttling period. */

interface Bucket {
  burst: number;
  perSecond: number;
  tokens: number;
  at: number;
  noticed: boolean;
}

const kinds = {
  global: [10, 5],
  auth: [2, 0.2],
  "send logs": [2, 0.2],
  "send command": [10, 1],
  other: [4, 1],
} as const;

export type Verdict = { taken: true } | { taken: false; notice?: string };

export class InboundLimits {
  readonly #now: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** `now`: milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
    for (const [kind, [burst, perSecond]] of Object.entries(kinds)) {
      this.#buckets.set(kind, { burst, perSecond, tokens: burst, at: now(), noticed: false });
    }
  }

  take(event: string): Verdict {
    const kind = event !== "global" && event !== "other" && event in kinds ? event : "other";
    return this.#spend("global", "global") ?? this.#spend(kind, event) ?? { taken: true };
  }

  #spend(kind: string, notice: string): Verdict | undefined {
    const bucket = this.#buckets.get(kind)!;
    const now = this.#now();
    bucket.tokens = Math.min(bucket.burst, bucket.tokens + ((now - bucket.at) / 1000) * bucket.perSecond);
    bucket.at = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      bucket.noticed = false;
      return undefined;
    }
    const verdict: Verdict = bucket.noticed ? { taken: false } : { taken: false, notice };
    bucket.noticed = true;
    return verdict;
  }
}
