import { DiscordAPIError } from "discord.js";
import { beforeEach, describe, expect, it } from "vitest";
import type { SessionMark } from "../../src/relay/entry.ts";
import type { KeptThreads, Threads } from "../../src/discord/kept-threads.ts";
import { ThreadSink } from "../../src/discord/thread-sink.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { ManualClock, settle } from "../manual-clock.ts";

const channelId = "1".repeat(18);
type Rest = ConstructorParameters<typeof ThreadSink>[0]["rest"];

/** Answers like Discord's REST API as far as it is used, and refuses on demand. */
class FakeRest {
  readonly calls: { verb: string; route: string; body: Record<string, unknown> }[] = [];
  readonly #refusals: { route: RegExp; error: Error; isDone: boolean }[] = [];
  readonly #posted = new Map<string, string>();
  #ids = 0;

  refuse(route: RegExp, status: number, code: number, { isDone = false } = {}): void {
    const raw = { code, message: "no" };
    const error = new DiscordAPIError(raw, code, status, "POST", "https://discord.invalid", {});
    this.#refusals.push({ route, error, isDone });
  }

  rest(): Rest {
    const call =
      (verb: string) =>
      (route: string, options: { body?: unknown } = {}): Promise<unknown> => {
        const body = (options.body ?? {}) as Record<string, unknown>;
        this.calls.push({ verb, route, body });
        const index = this.#refusals.findIndex((refusal) => refusal.route.test(`${verb} ${route}`));
        const [refusal] = index === -1 ? [] : this.#refusals.splice(index, 1);
        if (!refusal) return Promise.resolve({ id: this.#idFor(body) });
        if (refusal.isDone) this.#idFor(body);
        return Promise.reject(refusal.error);
      };
    return { post: call("POST"), patch: call("PATCH"), delete: call("DELETE") };
  }

  /** The same nonce gives the same message. */
  #idFor({ nonce }: Record<string, unknown>): string {
    const name = typeof nonce === "string" ? nonce : undefined;
    const known = name === undefined ? undefined : this.#posted.get(name);
    if (known !== undefined) return known;
    this.#ids += 1;
    const id = String(this.#ids).padStart(18, "9");
    if (name !== undefined) this.#posted.set(name, id);
    return id;
  }

  routes(): string[] {
    return this.calls.map(({ verb, route }) =>
      `${verb} ${route}`.replaceAll(/9{10,}/g, "_").replace(channelId, "C"),
    );
  }
}

let fake: FakeRest;
let kept: Threads | undefined;
let refused: number;
const clock = new ManualClock(Date.UTC(2026, 0, 5, 10));

const open = (keeps = 3): ThreadSink => {
  const store: KeptThreads = { load: () => kept, save: (threads) => (kept = structuredClone(threads)) };
  return new ThreadSink({
    rest: fake.rest(),
    channelId,
    server: "Survival",
    keeps,
    kept: store,
    clock,
    log: silentLog,
    onRefused: () => (refused += 1),
  });
};

let runs = 0;
const nextRun = (): SessionMark => {
  runs += 1;
  return { what: "begin", at: clock.now() + runs };
};

beforeEach(() => {
  runs = 0;
  fake = new FakeRest();
  kept = undefined;
  refused = 0;
});

describe("a channel with threads", () => {
  it("opens one below a message of its own, which it edits at the end of the run", async () => {
    const sink = open();
    sink.turn(nextRun());
    await sink.post({ text: "a" }, "n1");
    await sink.post({ text: "b" }, "n2");
    sink.turn({ what: "end", at: clock.now() + 60_000, by: "Ann" });
    await settle();
    expect(fake.routes()).toEqual([
      "POST /channels/C/messages",
      "POST /channels/C/messages/_1/threads",
      "POST /channels/_1/messages",
      "POST /channels/_1/messages",
      "PATCH /channels/C/messages/_1",
    ]);
    expect(fake.calls[1]?.body).toEqual({
      name: "Survival · 2026-01-05 10:00 UTC",
      auto_archive_duration: 1440,
    });
    expect(fake.calls[4]?.body["content"]).toBe(
      "⏹️ Console of **Survival** from <t:1767607200:f> to <t:1767607260:t>, stopped by **Ann**",
    );
  });

  it.each([
    ["a failure", (sink: ThreadSink) => sink],
    ["a restart", () => open()],
  ])("goes on after %s where it stopped, with one message and one thread", async (_, next) => {
    let sink = open();
    fake.refuse(/messages$/, 503, 0, { isDone: true });
    await expect(sink.post({ text: "a" }, "n1")).rejects.toMatchObject({ failure: "unavailable" });
    fake.refuse(/threads$/, 503, 0);
    sink = next(sink);
    await expect(sink.post({ text: "a" }, "n1")).rejects.toMatchObject({ failure: "unavailable" });
    fake.refuse(/threads$/, 400, 160_004);
    sink = next(sink);
    await sink.post({ text: "a" }, "n1");
    const starters = fake.calls.filter(({ route }) => route === `/channels/${channelId}/messages`);
    expect(new Set(starters.map(({ body }) => body["nonce"])).size).toBe(1);
    expect(sink.placeId).toMatch(/1$/);
  });

  it("posts another message when the first is gone before its thread was made", async () => {
    const sink = open();
    fake.refuse(/threads$/, 404, 10_008);
    await expect(sink.post({ text: "a" }, "n1")).rejects.toMatchObject({ failure: "unavailable" });
    await sink.post({ text: "a" }, "n1");
    expect(sink.placeId).toMatch(/2$/);
  });

  it.each([
    ["the permission is missing", 403, 50_013],
    ["the channel is a thread itself", 400, 50_024],
    ["there are too many threads", 400, 160_006],
  ])("writes into the channel where %s, and tries anew with the next run", async (_, status, code) => {
    const sink = open();
    fake.refuse(/threads$/, status, code);
    await sink.post({ text: "a" }, "n1");
    await sink.post({ text: "b" }, "n2");
    expect(fake.routes().at(-1)).toBe("POST /channels/C/messages");
    expect(refused).toBe(1);
    sink.turn(nextRun());
    await sink.post({ text: "c" }, "n3");
    expect(sink.placeId).toBeDefined();
  });

  it("writes into the channel for the rest of the run where it may not write in the thread, or it was locked", async () => {
    const sink = open();
    const ref = await sink.post({ text: "a" }, "n1");
    fake.refuse(/^PATCH/, 403, 160_005);
    await expect(sink.edit(ref, { text: "ab" })).rejects.toMatchObject({ failure: "message-gone" });
    fake.refuse(/^POST .*9+1\/messages$/, 400, 50_083);
    await sink.post({ text: "b" }, "n2");
    await sink.post({ text: "c" }, "n3");
    expect(fake.routes().slice(-2)).toEqual(["POST /channels/C/messages", "POST /channels/C/messages"]);
    expect(sink.placeId).toBe(channelId);
    expect(refused).toBe(1);
    sink.turn(nextRun());
    await sink.post({ text: "d" }, "n4");
    expect(sink.placeId).toBeDefined();
  });

  it("stays in its thread when the whole channel is closed to it", async () => {
    const sink = open();
    await sink.post({ text: "a" }, "n1");
    for (const id of ["9+1", channelId]) fake.refuse(new RegExp(`^POST .*${id}/messages$`), 403, 50_001);
    await expect(sink.post({ text: "b" }, "n2")).rejects.toMatchObject({ failure: "forbidden" });
    expect(sink.placeId).toMatch(/1$/);
    expect(refused).toBe(0);
  });

  it("keeps the newest: deletes older ones with their messages, or archives them", async () => {
    const sink = open(1);
    await sink.post({ text: "1" }, "n1");
    const first = sink.placeId;
    sink.turn(nextRun());
    await sink.post({ text: "2" }, "n2");
    await settle();
    expect(fake.routes().filter((route) => route.startsWith("DELETE"))).toEqual([
      "DELETE /channels/_1",
      "DELETE /channels/C/messages/_1",
    ]);
    expect(first).toMatch(/1$/);
    const second = sink.placeId ?? "";
    fake.refuse(/^DELETE/, 403, 50_013);
    sink.turn(nextRun());
    await sink.post({ text: "3" }, "n3");
    await settle();
    expect(fake.calls.at(-1)).toMatchObject({
      verb: "PATCH",
      route: `/channels/${second}`,
      body: { archived: true },
    });
    expect(kept?.past).toEqual([]);
  });

  it("tries again with the next run what could not be removed now", async () => {
    const sink = open(1);
    for (const run of ["1", "2", "3"]) {
      if (run !== "1") fake.refuse(/^DELETE/, 503, 0);
      sink.turn(nextRun());
      await sink.post({ text: run }, `n${run}`);
      await settle();
    }
    expect(kept?.past).toHaveLength(2);
    sink.turn(nextRun());
    await sink.post({ text: "4" }, "n4");
    await settle();
    expect(kept?.past).toEqual([]);
  });

  it("goes on in its thread when a restart tells of its beginning once more", async () => {
    const begin = nextRun();
    const sink = open();
    expect(sink.turn(begin)).toBe(true);
    await sink.post({ text: "a" }, "n1");
    const again = open();
    expect(again.turn(begin)).toBe(false);
    await again.post({ text: "b" }, "n2");
    expect(again.placeId).toBe(sink.placeId);
  });

  it("goes on in its thread after a restart", async () => {
    await open().post({ text: "a" }, "n1");
    const again = open();
    expect(again.writtenAt).toBe(clock.now());
    await again.post({ text: "b" }, "n2");
    expect(fake.routes().filter((route) => route.endsWith("/threads"))).toHaveLength(1);
  });

  it("opens another when its thread is gone; an edit there posts anew", async () => {
    const sink = open();
    const ref = await sink.post({ text: "a" }, "n1");
    fake.refuse(/^PATCH/, 404, 10_003);
    await expect(sink.edit(ref, { text: "ab" })).rejects.toMatchObject({ failure: "message-gone" });
    fake.refuse(/^POST .*_?9*1\/messages$/, 404, 10_003);
    await sink.post({ text: "ab" }, "n2");
    expect(fake.routes().filter((route) => route.endsWith("/threads"))).toHaveLength(2);
  });
});
