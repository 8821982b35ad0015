import { describe, expect, it } from "vitest";
import type { ConsoleLine } from "../../src/fleet/console-line.ts";
import type { Fleet } from "../../src/fleet/fleet.ts";
import type { FleetEvent, FleetServer } from "../../src/fleet/server.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { ConsoleRelays, type ConsoleRelaysOptions } from "../../src/relay/console-relays.ts";
import type { KeptStream } from "../../src/relay/kept-streams.ts";
import { fingerprint } from "../../src/relay/trail.ts";
import type { Spools } from "../../src/relay/spool.ts";
import { ManualClock } from "../manual-clock.ts";
import { RecordingChannel } from "./recording-channel.ts";

const linesOf = (from: number, to: number, source: ConsoleLine["source"] = "game"): ConsoleLine[] =>
  Array.from({ length: to - from }, (_, index) => ({ text: `line ${from + index}`, at: 0, source }));

/** One server's console, without a panel and a node. */
class Stage {
  readonly clock = new ManualClock();
  readonly channel = new RecordingChannel(this.clock);
  readonly kept = new Map<string, KeptStream>();
  socket: "open" | "connecting" = "open";
  state: "running" | "offline" = "running";
  recent: ConsoleLine[] = [];
  isHistory: ((texts: readonly string[]) => boolean) | undefined;
  readonly server: FleetServer;
  readonly #listeners = new Set<(event: FleetEvent) => void>();

  constructor() {
    const server = {
      uuid: "uuid-1",
      key: "survival",
      name: "Survival",
      live: () => ({ socket: this.socket, state: this.state }),
      recentLines: (count: number) => this.recent.slice(-count),
      recogniseHistory: (isHistory: (texts: readonly string[]) => boolean) => {
        this.isHistory = isHistory;
      },
    };
    this.server = server as unknown as FleetServer;
  }

  open(options: Partial<ConsoleRelaysOptions> = {}): ConsoleRelays {
    const fleet = {
      servers: [this.server],
      find: () => this.server,
      subscribe: (listener: (event: FleetEvent) => void) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    };
    return new ConsoleRelays({
      fleet: fleet as unknown as Fleet,
      channels: [],
      kept: { load: (name) => this.kept.get(name), save: (name, kept) => this.kept.set(name, kept) },
      openSink: () => this.channel,
      relayOptions: { clock: this.clock, log: silentLog, random: () => 0 },
      preparationFor: (channelId) => ({
        style: "plain",
        level: channelId === "errors" ? "error" : "all",
        redact: (text) => text,
      }),
      onTrouble: () => undefined,
      log: silentLog,
      ...options,
    });
  }

  /** The first connection. */
  begins(early: ConsoleLine[] = []): void {
    this.tell({ type: "begun", past: this.recent.filter(({ source }) => source === "history"), early });
    this.tell({ type: "socket", socket: "open" });
  }

  tell(event: Record<string, unknown>): void {
    for (const listener of this.#listeners)
      listener({ ...event, server: this.server } as unknown as FleetEvent);
  }

  print(lines: ConsoleLine[]): void {
    this.recent.push(...lines);
    this.tell({ type: "lines", lines });
  }
}

it("a console that moves is shown as its new channel wants it", async () => {
  const stage = new Stage();
  const relays = stage.open({ channels: [{ channelId: "everything" }] });
  stage.begins();
  const print = async (...texts: string[]): Promise<void> => {
    const at = stage.clock.now();
    stage.print(texts.map((text) => ({ text, at, source: "game" })));
    await stage.clock.advance(3000);
  };
  await print("[INFO] one", "[ERROR] two");
  relays.moveTo(stage.server, "errors");
  await print("[INFO] three", "[ERROR] four");
  expect(stage.channel.messages.map(({ text }) => text)).toEqual([
    "```\n[INFO] one\n🟥 [ERROR] two\n```",
    "```\n🟥 [ERROR] four\n```",
  ]);
});

describe("after a restart, with a server that is offline and has no history", () => {
  const told = async (heard: KeptStream["heard"]): Promise<string[]> => {
    const stage = new Stage();
    const seen = ["a", "b"];
    stage.kept.set("uuid-1:console", { isPaused: false, seen, ...(heard && { heard }) });
    stage.state = "offline";
    stage.open({ channels: [{ channelId: "console" }] });
    stage.begins();
    await stage.clock.advance(3000);
    return stage.channel.messages.map(({ text }) => text);
  };
  const now = new ManualClock().now();

  it.each([
    ["that ran when it was last heard of", { at: now - 4000, wasOffline: false }],
    ["that was last heard of a while ago", { at: now - 60_000, wasOffline: true }],
    ["of which nothing is known", undefined],
  ])("lines of one %s may be missing, and that is said", async (_, heard) => {
    expect(await told(heard)).toEqual(["⚠️ Lines may be missing here: Roost was not running."]);
  });

  it("nothing is said of one that was offline a moment ago", async () => {
    expect(await told({ at: now - 4000, wasOffline: true })).toEqual([]);
  });
});

describe("a console that is asked for in a channel", () => {
  it("while it is open shows each new line once, also over a reconnect", async () => {
    const stage = new Stage();
    stage.recent = linesOf(0, 100, "history");
    const relays = stage.open();
    stage.print(linesOf(100, 120));
    relays.moveTo(stage.server, "channel-1");
    stage.print(linesOf(120, 122));
    await stage.clock.advance(5000);
    stage.print(linesOf(122, 124));
    stage.recent = linesOf(24, 124, "history");
    stage.tell({ type: "socket", socket: "open", downMs: 1000 });
    stage.tell({ type: "resumed", missed: { recovered: [], complete: true, downMs: 1000 } });
    await stage.clock.advance(5000);
    expect(stage.channel.lines).toEqual(["line 120", "line 121", "line 122", "line 123"]);
    await relays.close(0);
  });

  it("goes on after a restart with what was printed meanwhile", async () => {
    const stage = new Stage();
    stage.recent = linesOf(0, 100, "history");
    const before = stage.open();
    before.moveTo(stage.server, "channel-1");
    await before.close(0);
    stage.socket = "connecting";
    const after = stage.open();
    stage.tell({ type: "socket", socket: "connecting" });
    stage.recent = linesOf(0, 103, "history");
    stage.socket = "open";
    stage.begins();
    await stage.clock.advance(5000);
    expect(stage.channel.lines).toEqual(["line 100", "line 101", "line 102"]);
    await after.close(0);
  });
});

describe("a restart", () => {
  const begin = (stage: Stage): ConsoleRelays => {
    const relays = stage.open({ channels: [{ channelId: "console" }] });
    stage.begins();
    return relays;
  };

  it("costs none of the few lines that wait, however many are printed meanwhile", async () => {
    const stage = new Stage();
    const before = begin(stage);
    stage.channel.refuse("unavailable", 1000);
    stage.print(linesOf(0, 5));
    await stage.clock.advance(2000);
    stage.print(linesOf(5, 20));
    await before.close(0);
    stage.channel.mend();
    stage.recent = linesOf(300, 450, "history");
    begin(stage);
    await stage.clock.advance(10_000);
    const [first, second] = stage.channel.messages;
    expect(first?.text.split("\n").slice(1, -1)).toEqual(linesOf(0, 5).map(({ text }) => text));
    expect(second?.text).toMatch(/^```\nline 5\n[^]*\nline 19\n```\n⚠️ Lines may be missing here/);
    expect(stage.channel.lines.filter((line) => line.startsWith("line"))).toEqual(
      [...linesOf(0, 20), ...linesOf(300, 450)].map(({ text }) => text),
    );
  });

  it.each([
    ["after an ordinary stop", true],
    ["after a crash", false],
  ])("shows once what was sent and not answered, %s", async (_, isStopped) => {
    const stage = new Stage();
    const first = begin(stage);
    stage.channel.refuse("answer-lost");
    stage.print(linesOf(0, 5));
    await stage.clock.advance(500);
    const kept = structuredClone(stage.kept);
    if (isStopped) await first.close(0);
    else {
      first.pause(stage.server);
      for (const [name, state] of kept) stage.kept.set(name, state);
    }
    stage.recent = linesOf(0, 8, "history");
    begin(stage);
    await stage.clock.advance(10_000);
    expect(stage.channel.lines).toEqual(linesOf(0, 8).map(({ text }) => text));
  });

  it("shows each line once where the history came in two pieces, and the second looks new", async () => {
    const stage = new Stage();
    const prints = linesOf(0, 100).map(({ text }) => fingerprint(text));
    stage.kept.set("uuid-1:console", { isPaused: false, seen: prints.slice(-60) });
    stage.open({ channels: [{ channelId: "console" }] });
    stage.tell({ type: "socket", socket: "connecting" });
    stage.recent = linesOf(0, 70, "history");
    const early = linesOf(70, 110);
    stage.begins(early);
    stage.print(early);
    stage.print(linesOf(110, 112));
    await stage.clock.advance(5000);
    expect(stage.channel.lines).toEqual(linesOf(100, 112).map(({ text }) => text));
  });

  it("tells the history among live lines by what it has shown", () => {
    const stage = new Stage();
    const prints = linesOf(0, 100).map(({ text }) => fingerprint(text));
    stage.kept.set("uuid-1:console", { isPaused: false, seen: prints.slice(-60) });
    stage.open({ channels: [{ channelId: "console" }] });
    stage.tell({ type: "socket", socket: "connecting" });
    const texts = (from: number, to: number): string[] => linesOf(from, to).map(({ text }) => text);
    expect(stage.isHistory?.(texts(100, 105))).toBe(false);
    expect(stage.isHistory?.([...texts(100, 105), ...texts(50, 105)])).toBe(true);
  });

  it("keeps how far it had come while the console is not open yet", async () => {
    const stage = new Stage();
    stage.kept.set("uuid-1:console", {
      isPaused: false,
      seen: ["a"],
      heard: { at: 1, wasOffline: true },
      handover: { waiting: [{ kind: "note", text: "left", at: 0, count: 1, upTo: 9 }] },
    });
    stage.open({ channels: [{ channelId: "console" }] });
    stage.tell({ type: "socket", socket: "connecting" });
    await stage.clock.advance(3000);
    expect(stage.channel.messages).toMatchObject([{ text: "left" }]);
    expect(stage.kept.get("uuid-1:console")).toEqual({
      isPaused: false,
      seen: ["a"],
      heard: { at: 1, wasOffline: true },
      handover: {},
    });
  });
});

describe("lines on the disk", () => {
  it("of consoles that stream nowhere are looked for once, when all servers have been heard of", async () => {
    const stage = new Stage();
    const sweeps: number[] = [];
    const spools = { sweep: (now: number) => Promise.resolve(sweeps.push(now)) } as unknown as Spools;
    const relays = stage.open({ spools });
    await stage.clock.advance(50 * 60_000);
    expect(sweeps).toEqual([]);
    await stage.clock.advance(20 * 60_000);
    expect(sweeps).toHaveLength(1);
    await relays.close(0);
  });
});

describe("a console that ends", () => {
  it("waits until its lines are on the disk", async () => {
    const stage = new Stage();
    const disk = Promise.withResolvers<undefined>();
    const spool = {
      isEmpty: true,
      lines: 0,
      written: () => disk.promise,
      first: () => Promise.resolve(undefined),
    };
    const spools = { open: () => spool } as unknown as Spools;
    const relays = stage.open({ spools, channels: [{ channelId: "channel-1" }] });
    stage.begins();
    let isClosed = false;
    const closed = relays.close(0).then(() => (isClosed = true));
    await stage.clock.advance(1000);
    expect(isClosed).toBe(false);
    disk.resolve(undefined);
    await closed;
  });
});

describe("how far a console has come", () => {
  it("stays known when more lines wait than are remembered", async () => {
    const stage = new Stage();
    const relays = stage.open({ channels: [{ channelId: "channel-1" }] });
    stage.recent = linesOf(0, 50, "history");
    stage.begins();
    const [name = ""] = stage.kept.keys();
    const seen = stage.kept.get(name)?.seen;
    expect(seen).toHaveLength(50);
    stage.channel.latencyMs = 1000;
    stage.print(linesOf(50, 51).map((line) => ({ ...line, source: "daemon" })));
    await stage.clock.advance(100);
    stage.print(linesOf(51, 551));
    // Until the answer comes, and not until the next message goes.
    await stage.clock.advance(950);
    expect(stage.channel.lines).toContain("line 50");
    expect(stage.kept.get(name)?.seen).toEqual(seen);
    await relays.close(0);
  });
});
