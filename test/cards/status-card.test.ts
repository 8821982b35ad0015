import { expect, test } from "vitest";
import { addressOf, problemWords, stateWords, statusCard } from "../../src/cards/status-card.ts";
import type { ServerStatus } from "../../src/fleet/status.ts";
import type { Server } from "../../src/panel/panel.ts";

const gib = 1024 ** 3;
const usage = {
  memoryBytes: gib,
  cpuPercent: 37.4,
  diskBytes: 2 * gib,
  networkRxBytes: 1536,
  networkTxBytes: 0,
  uptimeMs: 5_460_000,
};
const now = 1_000_000_000;
const status = (more: Partial<ServerStatus> = {}): ServerStatus => ({
  source: "socket",
  state: "running",
  usage,
  readAt: now,
  stale: false,
  ...more,
});
const details = (limits: Partial<Server["limits"]> = {}): Server =>
  ({
    limits: { memoryMib: 4096, cpuPercent: 200, diskMib: 20_480, ...limits },
    allocations: [
      { id: 1, ip: "203.0.113.5", alias: undefined, port: 25_566, notes: undefined, isDefault: false },
      {
        id: 2,
        ip: "203.0.113.5",
        alias: "play.example.net",
        port: 25_565,
        notes: undefined,
        isDefault: true,
      },
    ],
  }) as unknown as Server;

function fields(given: ServerStatus, server = details()): Record<string, string> {
  const card = statusCard({ name: "x", details: server, status: given }, now);
  return Object.fromEntries((card.fields ?? []).map(({ name, value }) => [name, value]));
}

test("shows usage against limits, and the address to join", () => {
  expect(fields(status())).toEqual({
    State: "🟢 Running",
    Uptime: "1 h 31 min",
    CPU: "37 % of 200 %",
    Memory: "1 GiB of 4 GiB (25 %)",
    Disk: "2 GiB of 20 GiB (10 %)",
    Network: "↓ 1.5 KiB ↑ 0 B",
    Address: "`play.example.net:25565`",
  });
});

test("takes 0 for no limit", () => {
  const { CPU, Memory, Disk } = fields(status(), details({ memoryMib: 0, cpuPercent: 0, diskMib: 0 }));
  expect([CPU, Memory, Disk]).toEqual(["37 %", "1 GiB", "2 GiB"]);
});

test("shows of a server that is offline only what it still uses", () => {
  expect(Object.keys(fields(status({ state: "offline" })))).toEqual(["State", "Disk", "Address"]);
});

test("needs no usage at all", () => {
  const { usage: _, ...bare } = status({ state: "unknown" });
  expect(fields(bare)).toEqual({ State: "⚪ Unknown", Address: "`play.example.net:25565`" });
});

test.each([
  ["running", 0x57_f2_87],
  ["offline", 0xed_42_45],
  ["starting", 0xfe_e7_5c],
  ["stopping", 0xfe_e7_5c],
  ["unknown", 0xfe_e7_5c],
] as const)("%s has its colour", (state, colour) => {
  expect(statusCard({ name: "x", details: details(), status: status({ state }) }, now).colour).toBe(colour);
});

test("tells the age of what is old, and what stands in the way", () => {
  const text = (more: Partial<ServerStatus>): string | undefined =>
    statusCard({ name: "x", details: details(), status: status(more) }, now).text;
  expect(text({})).toBeUndefined();
  expect(text({ stale: true, readAt: now - 40_000 })).toMatch(/as of 40 s ago\.$/);
  expect(text({ readAt: now - 31_000 })).toMatch(/as of 31 s ago\.$/);
  expect(text({ problem: "suspended" })).toBe(problemWords.suspended);
});

test("escapes a name that would be markup", () => {
  expect(statusCard({ name: "**x** @everyone", details: details(), status: status() }, now).title).toBe(
    String.raw`\*\*x\*\* \@everyone`,
  );
});

test("falls back on what address there is", () => {
  const [first] = details().allocations;
  expect(addressOf({ ...details(), allocations: first ? [first] : [] })).toBe("203.0.113.5:25566");
  expect(addressOf({ ...details(), allocations: [] })).toBeUndefined();
});

test("has words for each state", () => {
  for (const { mark, word } of Object.values(stateWords))
    expect(`${mark} ${word}`).toMatch(/^\p{Emoji} [A-Z][a-z]+$/u);
});
