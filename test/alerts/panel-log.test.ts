import { describe, expect, it } from "vitest";
import { createPanelLog, type PanelLog } from "../../src/alerts/panel-log.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import type { ActivityQuery, Panel } from "../../src/panel/panel.ts";
import { ManualClock } from "../manual-clock.ts";

const clock = new ManualClock();
const now = clock.now();
const minute = 60_000;

/** Newest first: what happened, and how many minutes ago. */
type Entry = [event: string, minutesAgo: number, username?: string, command?: string];

function logOf(
  entries: readonly Entry[] | Error | "silent",
  asked: ActivityQuery[] = [],
  isApi = false,
): PanelLog {
  const items = Array.isArray(entries)
    ? entries.map(([event, ago, username, command]) => ({
        event,
        properties: { command },
        isApi,
        at: new Date(now - ago * minute),
        actor: username === undefined ? undefined : { uuid: "u", username },
      }))
    : [];
  const activity = (query: ActivityQuery): Promise<unknown> => {
    asked.push(query);
    if (entries instanceof Error) return Promise.reject(entries);
    if (entries !== "silent")
      return Promise.resolve({ items: items.filter(({ event }) => event.includes(query.event ?? "")) });
    return new Promise((_resolve, reject) => {
      query.signal?.addEventListener("abort", () => {
        reject(new Error("aborted"));
      });
    });
  };
  return createPanelLog({ background: { server: () => ({ activity }) } } as unknown as Panel, clock);
}

const server = (may = true) => ({ uuid: "u1", can: () => may }) as unknown as FleetServer;

describe("the panel's log", () => {
  it.each<[string, readonly Entry[], boolean]>([
    ["a stop", [["server:power.stop", 3, "ann"]], true],
    ["a kill", [["server:power.kill", 3, "ann"]], true],
    ["a restart", [["server:power.restart", 3, "ann"]], true],
    ["a stop by the panel itself", [["server:power.stop", 3]], true],
    ["a stop a moment before, by a clock that goes otherwise", [["server:power.stop", 11.5, "ann"]], true],
    ["a stop long before", [["server:power.stop", 13, "ann"]], false],
    [
      "a stop and a start after it",
      [
        ["server:power.start", 2],
        ["server:power.stop", 3],
      ],
      false,
    ],
    ["a start", [["server:power.start", 3, "ann"]], false],
    ["a stop typed into the panel's console", [["server:console.command", 3, "ann", "stop"]], true],
    ["something else typed", [["server:console.command", 3, "ann", "say stop"]], false],
    [
      "a stop typed before a start",
      [
        ["server:power.start", 2],
        ["server:console.command", 3, "ann", "stop"],
      ],
      false,
    ],
    ["nothing", [], false],
  ])("with %s in the time in question", async (_what, entries, isWished) => {
    expect(await logOf(entries).wasStopped(server(), { from: now - 10 * minute })).toBe(isWished);
  });

  it("does not take a wish for one that was fulfilled before the server came up", async () => {
    const span = { from: now - minute, after: now - 2 * minute };
    expect(await logOf([["server:power.restart", 2.5, "ann"]]).wasStopped(server(), span)).toBe(false);
    expect(await logOf([["server:power.restart", 1.5, "ann"]]).wasStopped(server(), span)).toBe(true);
  });

  it("takes nobody who restarted it after its fall for one who wished for that", async () => {
    const span = { from: now - 3 * minute, downAt: now - 2 * minute };
    const log = (...entries: Entry[]): Promise<boolean> => logOf(entries).wasStopped(server(), span);
    expect(await log(["server:power.restart", 1, "ann"])).toBe(false);
    expect(await log(["server:console.command", 1, "ann", "restart"])).toBe(false);
    expect(await log(["server:power.restart", 2, "ann"])).toBe(true);
    expect(await log(["server:power.stop", 1, "ann"])).toBe(true);
    expect(await log(["server:power.restart", 1, "ann"], ["server:power.kill", 2.5, "bob"])).toBe(true);
  });

  it("tells who did what last before a crash; reading is no deed, and neither is what came after", async () => {
    const log = logOf([
      ["server:power.start", -5, "bob"],
      ["server:file.read", 1, "ann"],
      ["server:backup.complete", 2],
      ["server:file.write", 4, "a*n"],
      ["server:power.start", 9, "bob"],
    ]);
    expect(await log.lastDeed(server(), now)).toMatch(
      /^`file\.write` in the panel by \*\*a\\\*n\*\*, <t:\d+:R>$/,
    );
    expect(await logOf([["server:file.write", 90, "ann"]]).lastDeed(server(), now)).toBeUndefined();
  });

  it("tells of no deed that was before the one that is known, or may be the same", async () => {
    const log = (isApi: boolean): PanelLog => logOf([["server:file.write", 4, "ann"]], [], isApi);
    expect(await log(false).lastDeed(server(), now, now - 5 * minute)).toMatch(/^`file\.write`/);
    expect(await log(false).lastDeed(server(), now, now - 3 * minute)).toBeUndefined();
    expect(await log(true).lastDeed(server(), now, now - 5 * minute)).toBeUndefined();
    expect(await log(true).lastDeed(server(), now)).toMatch(/^`file\.write`/);
  });

  it("is not asked without the permission, and a refusal says nothing", async () => {
    const asked: ActivityQuery[] = [];
    expect(
      await logOf([["server:power.stop", 1, "ann"]], asked).wasStopped(server(false), { from: now }),
    ).toBe(false);
    expect(asked).toEqual([]);
    expect(await logOf(new Error("forbidden")).wasStopped(server(), { from: now })).toBe(false);
    expect(await logOf(new Error("forbidden")).lastDeed(server(), now)).toBeUndefined();
  });

  it("is waited for a few seconds", async () => {
    let answer: boolean | undefined;
    void logOf("silent")
      .wasStopped(server(), { from: now })
      .then((said) => {
        answer = said;
      });
    await clock.advance(7_000);
    expect(answer).toBeUndefined();
    await clock.advance(1_000);
    expect(answer).toBe(false);
  });
});
