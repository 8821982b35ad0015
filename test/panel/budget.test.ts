import { array, assert, asyncProperty, boolean, constant, integer, oneof, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { Budget } from "../../src/panel/budget.ts";
import type { Ask, Permit, Refusal } from "../../src/panel/permit.ts";
import { ManualClock, settle } from "../manual-clock.ts";

const ask = (more: Partial<Ask> = {}): Ask => ({
  route: "GET /servers/:server/resources",
  per: "one",
  priority: "person",
  ...more,
});
const behind = (more: Partial<Ask> = {}): Ask => ask({ priority: "background", ...more });

async function granted(budget: Budget, one: Ask = ask()): Promise<Permit> {
  const decision = await budget.acquire(one);
  if (!decision.isGranted) throw new Error(`refused: ${decision.reason}`);
  return decision;
}

/** Uses up `count` permits; the last answer says what is left. */
async function spend(budget: Budget, count: number, one: Ask = ask()): Promise<void> {
  for (let index = 0; index < count; index += 1) (await granted(budget, one)).settle(undefined);
}

/** What became of an ask, if anything has. */
function watch(promise: Promise<Permit | Refusal>): { decision?: Permit | Refusal } {
  const seen: { decision?: Permit | Refusal } = {};
  void promise.then((decision) => {
    seen.decision = decision;
  });
  return seen;
}

describe("Budget", () => {
  it("starts with 240 a minute, and learns the limit from the headers", async () => {
    const budget = new Budget(new ManualClock());
    expect(budget.state()).toMatchObject({ limit: 240, isLearned: false, remaining: 240 });
    (await granted(budget)).settle({ limit: 720, remaining: 700 });
    expect(budget.state()).toMatchObject({ limit: 720, isLearned: true, remaining: 700, inFlight: 0 });
  });

  it("never uses more than it was told to, whatever the panel allows", async () => {
    const budget = new Budget(new ManualClock(), 10);
    (await granted(budget)).settle({ limit: 720, remaining: 700 });
    expect(budget.state()).toMatchObject({ limit: 10, remaining: 9 });
    (await granted(budget)).settle({ limit: 720, remaining: 3 });
    expect(budget.state().remaining).toBe(3);
  });

  it("believes the panel when somebody else spends from the same account", async () => {
    const budget = new Budget(new ManualClock());
    (await granted(budget)).settle({ limit: 256, remaining: 100 });
    expect(budget.state().remaining).toBe(100);
  });

  it("counts what is under way as spent", async () => {
    const clock = new ManualClock();
    const budget = new Budget(clock, 2);
    await granted(budget);
    await granted(budget);
    expect(budget.state()).toMatchObject({ remaining: 0, inFlight: 2 });
    const seen = watch(budget.acquire(ask()));
    await clock.advance(3000);
    expect(seen.decision).toMatchObject({ isGranted: false, reason: "rate-limited" });
  });

  it("knows a route's own limit from the account's though time goes on while it looks", async () => {
    class TickingClock extends ManualClock {
      #ticks = 0;
      override monotonic(): number {
        this.#ticks += 0.01;
        return super.monotonic() + this.#ticks;
      }
    }
    const budget = new Budget(new TickingClock());
    const create = ask({ route: "POST /servers/:server/schedules" });
    await spend(budget, 2, create);
    expect(await budget.acquire(create)).toMatchObject({ isGranted: false, reason: "throttled" });
    expect(await budget.acquire(ask())).toMatchObject({ isGranted: true });
  });

  it("gives back what never left", async () => {
    const budget = new Budget(new ManualClock(), 1);
    (await granted(budget)).settle("unsent");
    expect(budget.state().remaining).toBe(1);
  });

  it("tells a person at once when the wait is long, and lets him wait when it is short", async () => {
    const clock = new ManualClock();
    const budget = new Budget(clock, 1);
    await spend(budget, 1);
    await clock.advance(57_000);
    expect(await budget.acquire(ask())).toMatchObject({ isGranted: false, retryAfterMs: 3000 });
    await clock.advance(1500);
    const seen = watch(budget.acquire(ask()));
    await settle();
    expect(seen.decision).toBeUndefined();
    await clock.advance(1500);
    expect(seen.decision?.isGranted).toBe(true);
  });

  it("lets background work wait, and keeps a fifth for people", async () => {
    const clock = new ManualClock();
    const budget = new Budget(clock, 10);
    await spend(budget, 8, behind());
    const seen = watch(budget.acquire(behind()));
    await settle();
    expect(seen.decision).toBeUndefined();
    await spend(budget, 2);
    expect(budget.state()).toMatchObject({ remaining: 0, waitingBackground: 1 });
    await clock.advance(60_000);
    expect(seen.decision?.isGranted).toBe(true);
  });

  it("lets people go first", async () => {
    const clock = new ManualClock();
    const budget = new Budget(clock, 2);
    await spend(budget, 2);
    await clock.advance(59_000);
    const later = watch(budget.acquire(behind()));
    const person = watch(budget.acquire(ask()));
    const other = watch(budget.acquire(ask()));
    await clock.advance(1000);
    expect([person.decision?.isGranted, other.decision?.isGranted]).toEqual([true, true]);
    expect(later.decision).toBeUndefined();
  });

  it("counts a request for a minute after its answer, not after it was sent", async () => {
    const clock = new ManualClock();
    const budget = new Budget(clock, 1);
    const permit = await granted(budget);
    await clock.advance(5000);
    permit.settle({ limit: 1, remaining: 0 });
    expect(budget.state().resetsInMs).toBe(60_000);
  });

  it("notices that the panel has begun a new window", async () => {
    const clock = new ManualClock();
    const budget = new Budget(clock);
    (await granted(budget)).settle({ limit: 256, remaining: 6 });
    await clock.advance(30_000);
    (await granted(budget)).settle({ limit: 256, remaining: 255 });
    expect(budget.state()).toMatchObject({ remaining: 255, resetsInMs: 60_000 });
  });

  it("is not fooled by answers that come out of order", async () => {
    const budget = new Budget(new ManualClock());
    const first = await granted(budget);
    const second = await granted(budget);
    second.settle({ limit: 256, remaining: 100 });
    first.settle({ limit: 256, remaining: 101 });
    expect(budget.state().remaining).toBeLessThanOrEqual(100);
  });

  it("stops everything when the account is refused", async () => {
    const clock = new ManualClock();
    const budget = new Budget(clock);
    budget.freeze(30_000);
    expect(await budget.acquire(ask())).toMatchObject({ reason: "rate-limited", retryAfterMs: 30_000 });
    await clock.advance(30_000);
    expect(await budget.acquire(ask())).toMatchObject({ isGranted: true });
  });

  it("stops one route of one server when that is refused", async () => {
    const budget = new Budget(new ManualClock());
    const restore = ask({ route: "POST /servers/:server/backups/:backup/restore" });
    budget.block(restore, 30_000);
    expect(await budget.acquire(restore)).toMatchObject({ reason: "throttled", retryAfterMs: 30_000 });
    expect(await budget.acquire({ ...restore, per: "two" })).toMatchObject({ isGranted: true });
    expect(await budget.acquire(ask())).toMatchObject({ isGranted: true });
  });

  it("lets so many be under way at once, and fewer for background work", async () => {
    const clock = new ManualClock();
    const budget = new Budget(clock);
    const permits: Permit[] = [];
    for (let count = 0; count < 16; count += 1) permits.push(await granted(budget, behind()));
    const background = watch(budget.acquire(behind()));
    for (let count = 0; count < 8; count += 1) permits.push(await granted(budget));
    const person = watch(budget.acquire(ask()));
    const another = watch(budget.acquire(ask()));
    await clock.advance(3000);
    expect([background.decision, person.decision]).toEqual([undefined, undefined]);
    permits[0]?.settle(undefined);
    await settle();
    expect(person.decision?.isGranted).toBe(true);
    expect(background.decision).toBeUndefined();
    await clock.advance(7000);
    expect(another.decision).toMatchObject({ isGranted: false, reason: "timeout" });
  });

  it("sends away who waits when it closes or they give up", async () => {
    const clock = new ManualClock();
    const budget = new Budget(clock, 1);
    await spend(budget, 1);
    const gaveUp = new AbortController();
    const one = watch(budget.acquire(behind({ signal: gaveUp.signal })));
    const two = watch(budget.acquire(behind()));
    gaveUp.abort();
    await settle();
    expect(one.decision).toMatchObject({ reason: "aborted" });
    budget.close();
    await settle();
    expect(two.decision).toMatchObject({ reason: "aborted" });
    expect(clock.pending).toBe(0);
  });
});

describe("limits of single routes", () => {
  const websocket = ask({ route: "GET /servers/:server/websocket" });

  it("are kept without being told", async () => {
    const budget = new Budget(new ManualClock());
    await spend(budget, 5, websocket);
    expect(await budget.acquire(websocket)).toMatchObject({ reason: "throttled", retryAfterMs: 60_000 });
    expect(await budget.acquire({ ...websocket, per: "two" })).toMatchObject({ isGranted: true });
  });

  it("never teach the account's limit", async () => {
    const budget = new Budget(new ManualClock());
    (await granted(budget)).settle({ limit: 256, remaining: 250 });
    (await granted(budget, websocket)).settle({ limit: 5, remaining: 4 });
    expect(budget.state()).toMatchObject({ limit: 256, remaining: 249 });
  });

  it("follow what the panel tells of them", async () => {
    const budget = new Budget(new ManualClock());
    (await granted(budget, websocket)).settle({ limit: 10, remaining: 1 });
    await spend(budget, 1, websocket);
    expect(await budget.acquire(websocket)).toMatchObject({ reason: "throttled" });
  });

  it("are none when the panel tells the account's limit there", async () => {
    const budget = new Budget(new ManualClock());
    (await granted(budget)).settle({ limit: 720, remaining: 700 });
    (await granted(budget, websocket)).settle({ limit: 720, remaining: 699 });
    await spend(budget, 20, websocket);
    expect(budget.state().limit).toBe(720);
  });

  it("hold back only background work where the panel does not announce them", async () => {
    const budget = new Budget(new ManualClock());
    const create = ask({ route: "POST /servers/:server/backups" });
    await spend(budget, 3, create);
    expect(await budget.acquire({ ...create, priority: "background" })).toMatchObject({
      reason: "throttled",
    });
    budget.block(create, 300_000);
    expect(await budget.acquire(create)).toMatchObject({ reason: "throttled", retryAfterMs: 300_000 });
  });
});

/** The panel's limiter as its framework has it: a window of 60 s from the first hit. */
class Limiter {
  #endsAt = Number.NEGATIVE_INFINITY;
  #hits = 0;
  refused = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  hit(now: number): { limit: number; remaining: number } {
    if (now >= this.#endsAt) {
      this.#endsAt = now + 60_000;
      this.#hits = 0;
    }
    if (this.#hits >= this.#limit) this.refused += 1;
    else this.#hits += 1;
    return { limit: this.#limit, remaining: this.#limit - this.#hits };
  }
}

const steps = array(
  record({
    // Bursts, and pauses that end around the border of a window.
    afterMs: oneof(constant(0), integer({ min: 0, max: 9000 }), integer({ min: 45_000, max: 62_000 })),
    isPerson: boolean(),
    outMs: integer({ min: 0, max: 4000 }),
    backMs: integer({ min: 0, max: 4000 }),
    isLost: boolean(),
  }),
  { minLength: 1, maxLength: 60 },
);

describe("Budget, whatever happens", () => {
  it("is never refused by a limiter it has to itself, keeps nobody for ever, and lets people go first", async () => {
    await assert(
      asyncProperty(steps, integer({ min: 1, max: 12 }), async (asks, limit) => {
        const clock = new ManualClock();
        const budget = new Budget(clock, limit);
        const limiter = new Limiter(limit);
        const open = new Set<number>();
        let overtaken = 0;
        for (const [index, step] of asks.entries()) {
          await clock.advance(step.afterMs);
          open.add(index);
          void budget.acquire(step.isPerson ? ask() : behind()).then((decision) => {
            open.delete(index);
            if (!decision.isGranted) return;
            if (!step.isPerson && budget.state().waitingPeople > 0) overtaken += 1;
            clock.after(step.outMs, () => {
              const report = limiter.hit(clock.monotonic());
              clock.after(step.backMs, () => {
                decision.settle(step.isLost ? undefined : report);
              });
            });
          });
        }
        await clock.advance(200_000);
        expect({ refused: limiter.refused, open: [...open], overtaken }).toEqual({
          refused: 0,
          open: [],
          overtaken: 0,
        });
        expect(budget.state()).toMatchObject({ inFlight: 0, waitingPeople: 0, waitingBackground: 0 });
      }),
      { numRuns: 150 },
    );
  });
});
