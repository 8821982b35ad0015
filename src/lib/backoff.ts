/** How long to wait before the next try. */

export interface Backoff {
  /** The ceiling of the first wait, in milliseconds. */
  firstMs: number;
  /** No wait is longer, in milliseconds. */
  maxMs: number;
}

/**
 * The wait before try number `attempt` (1 is the first repeat), in milliseconds: doubles each time up to `maxMs`,
 * with jitter in its upper half, so that many clients that failed together do not come back together.
 */
export function backoffMs(
  { firstMs, maxMs }: Backoff,
  attempt: number,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
