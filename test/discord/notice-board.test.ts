import { DiscordAPIError, type RawFile } from "discord.js";
import { beforeEach, describe, expect, it } from "vitest";
import { NoticeBoard, type NoticeBoardOptions } from "../../src/discord/notice-board.ts";
import type { Notice } from "../../src/discord/notice.ts";
import { createKeptNotices } from "../../src/discord/kept-notices.ts";
import type { SmallState } from "../../src/store/small-state.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { ManualClock } from "../manual-clock.ts";

interface Sent {
  verb: "post" | "patch";
  content: string;
  pings: unknown;
}

let clock: ManualClock;
let sent: Sent[];
let fail: (() => Error | undefined)[];
let refs: Map<string, string>;
let troubles: string[];
let nonces: (string | undefined)[];
let files: RawFile[];

beforeEach(() => {
  clock = new ManualClock();
  sent = [];
  fail = [];
  refs = new Map();
  troubles = [];
  nonces = [];
  files = [];
});

const refusal = (code: number, status: number): DiscordAPIError =>
  new DiscordAPIError({ code, message: "no" }, code, status, "POST", "/", { body: {}, files: [] });

function board(options: Partial<NoticeBoardOptions> = {}): NoticeBoard {
  const request =
    (verb: Sent["verb"]) =>
    (_route: string, options: { body?: unknown; files?: RawFile[] } = {}) => {
      const error = fail.shift()?.();
      if (error) return Promise.reject(error);
      const { content, allowed_mentions, nonce } = options.body as {
        content: string;
        nonce?: string;
        allowed_mentions: { roles?: unknown };
      };
      if (verb === "post") nonces.push(nonce);
      files.push(...(options.files ?? []));
      sent.push({ verb, content, pings: allowed_mentions.roles });
      return Promise.resolve({ id: String(sent.length) });
    };
  return new NoticeBoard({
    rest: { post: request("post"), patch: request("patch") },
    channelId: "1",
    refs: {
      get: (name) => refs.get(name),
      set: (name, id) => void refs.set(name, id),
      remove: (name) => void refs.delete(name),
    },
    clock,
    log: silentLog,
    random: () => 0,
    onTrouble: ({ failure, isOver }) => troubles.push(`${failure} ${isOver ? "over" : "begins"}`),
    ...options,
  });
}

const notice = (content: string, roleId?: string): Notice => ({
  content,
  embeds: [],
  components: [],
  roleId,
});

describe("a notice board", () => {
  it("posts once, edits from then on, and pings only with the post", async () => {
    const notices = board();
    notices.show("a", notice("down", "7"));
    await clock.advance(0);
    notices.show("a", notice("up", "7"));
    await clock.advance(0);
    expect(sent).toEqual([
      { verb: "post", content: "<@&7> down", pings: ["7"] },
      { verb: "patch", content: "<@&7> up", pings: undefined },
    ]);
  });

  it.each<[string, unknown, string[]]>([
    ["nobody", [], ["7"]],
    ["the role", ["7"], []],
    ["nobody knows whom", undefined, []],
  ])("tells when Discord called not the role but %s", async (_who, called, uncalled) => {
    const told: string[] = [];
    const notices = board({
      rest: {
        post: () => Promise.resolve({ id: "1", ...(called === undefined ? {} : { mention_roles: called }) }),
        patch: () => Promise.resolve({ id: "1", mention_roles: [] }),
      },
      onUncalled: (roleId) => told.push(roleId),
    });
    notices.show("a", notice("down", "7"));
    await clock.advance(0);
    notices.show("a", notice("up", "7"));
    notices.show("b", notice("nobody is needed"));
    await clock.advance(0);
    expect(told).toEqual(uncalled);
  });

  it("sends only the newest state when Discord was away, and keeps trying", async () => {
    const notices = board();
    fail = [() => new Error("away"), () => new Error("away")];
    notices.show("a", notice("one"));
    notices.show("a", notice("two"));
    await clock.advance(20_000);
    expect(sent.map(({ content }) => content)).toEqual(["two"]);
  });

  it("posts without its file where no files may be attached", async () => {
    const notices = board();
    fail = [() => refusal(50_013, 403)];
    notices.show("a", { ...notice("crashed"), files: [{ name: "log", data: "lines" }] });
    await clock.advance(1);
    expect(sent.map(({ content }) => content)).toEqual(["crashed"]);
    expect(files).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it("tells a closed channel once, tries seldom, and tells when it is open again", async () => {
    const notices = board();
    let tries = 0;
    const refuse = (): Error => {
      tries += 1;
      return refusal(50_013, 403);
    };
    fail = Array.from({ length: 5 }, () => refuse);
    notices.show("a", notice("down"));
    await clock.advance(10 * 60_000);
    expect(tries).toBeLessThanOrEqual(5);
    await clock.advance(3 * 3_600_000);
    expect(troubles).toEqual(["forbidden begins", "forbidden over"]);
    expect(sent).toHaveLength(1);
  });

  it.each([
    [true, ["post", "post"]],
    [false, ["post"]],
  ])("posts a deleted message again only where it shows what is: %s", async (isLasting, verbs) => {
    const notices = board({ isLasting });
    notices.show("a", notice("one"));
    await clock.advance(0);
    fail = [() => refusal(10_008, 404)];
    notices.show("a", notice("two"));
    await clock.advance(5000);
    expect(sent.map(({ verb }) => verb)).toEqual(verbs);
  });

  it.each([
    [false, 1],
    [true, 2],
  ])(
    "is recognised after a restart unless it lasts and may be posted anew: %s",
    async (isLasting, different) => {
      for (let life = 1; life <= 2; life += 1) {
        refs.clear();
        board({ isLasting }).show("a", notice("down"));
        await clock.advance(0);
      }
      expect(new Set(nonces).size).toBe(different);
      expect(nonces.every((nonce) => nonce !== undefined && nonce.length <= 25)).toBe(true);
    },
  );

  describe("what waits when the program ends", () => {
    const state = new Map<string, unknown>();
    const kept = createKeptNotices(
      {
        get: (name: string) => state.get(name),
        set: (name: string, value: unknown) => state.set(name, JSON.parse(JSON.stringify(value))),
        remove: (name: string) => state.delete(name),
      } as unknown as SmallState,
      "1",
    );
    const away = (): Error => new Error("away");

    /** One notice of two waits at the end. */
    async function ended(): Promise<void> {
      const notices = board({ kept });
      fail = Array.from({ length: 50 }, () => away);
      const files = [{ name: "last.log", data: Buffer.from("the last words") }];
      notices.show("a", { ...notice("down", "7"), files });
      await clock.advance(2000);
      notices.stop();
      fail = [];
    }

    it("is shown by the next one, with its files and its call, and once", async () => {
      await ended();
      const next = board({ kept });
      next.resume();
      await clock.advance(60_000);
      next.stop();
      board({ kept }).resume();
      await clock.advance(60_000);
      expect(sent).toEqual([{ verb: "post", content: "<@&7> down", pings: ["7"] }]);
      expect(files.map(({ data }) => String(data))).toEqual(["the last words"]);
      expect(state.size).toBe(0);
    });

    it("is shown as it is by then, and calls nobody when it is over", async () => {
      await ended();
      const next = board({ kept });
      fail = [away];
      next.resume();
      next.show("a", { ...notice("up"), isOver: true });
      await clock.advance(60_000);
      expect(sent).toEqual([{ verb: "post", content: "<@&7> up", pings: undefined }]);
    });

    it("is kept again when Discord is still away, and no longer than until it is shown", async () => {
      await ended();
      const next = board({ kept });
      fail = [away, away, away];
      next.resume();
      await clock.advance(10);
      expect(kept.load()).toHaveLength(1);
      await clock.advance(120_000);
      expect(sent).toHaveLength(1);
      expect(kept.load()).toEqual([]);
    });

    it("is bounded, and nothing when it cannot be read", () => {
      const one = { nonce: "n", notice: notice("x") };
      kept.save(Array.from({ length: 150 }, (_, index) => ({ ...one, name: String(index) })));
      expect(kept.load().map(({ name }) => name)).toEqual(
        Array.from({ length: 100 }, (_, index) => String(index + 50)),
      );
      state.set("waiting:1", [{ name: 1 }]);
      expect(kept.load()).toEqual([]);
      state.clear();
    });
  });

  it("gives up what is never taken, so that the next one has its turn", async () => {
    const notices = board();
    fail = [() => refusal(50_035, 400)];
    notices.show("a", notice("bad"));
    notices.show("b", notice("good"));
    await clock.advance(1000);
    expect(sent.map(({ content }) => content)).toEqual(["good"]);
  });
});
