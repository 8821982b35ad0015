import { describe, expect, test } from "vitest";
import { conditionInWords, conditionOf, whyUnusable } from "../../commands/backup/backup-condition.ts";
import { isFull, oldestUnlocked, refuseTooSoon } from "../../commands/backup/make-room.ts";
import { restore } from "../../commands/backup/restore.ts";
import type { Backup } from "../../src/panel/panel.ts";
import { UserError, type Question } from "../../src/reply.ts";
import { ask } from "./context.ts";

const now = Date.parse("2026-01-05T12:00:00Z");
const hour = 3_600_000;
const minute = 60_000;

const made = (agoMs: number, more: Partial<Backup> = {}): Backup => ({
  uuid: `uuid-${agoMs}`,
  name: "old",
  state: "done",
  isLocked: false,
  bytes: 1024,
  createdAt: new Date(now - agoMs),
  ignoredFiles: [],
  ...more,
});

describe("how a backup is", () => {
  test.each([
    [made(hour), "done", "1 KiB", undefined],
    [made(10 * minute, { state: "pending" }), "pending", "being made", /still being made/],
    [
      made(3 * hour, { state: "pending" }),
      "stuck",
      "stuck for 3 h",
      /^it has been in the making for 3 h and seems stuck$/,
    ],
    [made(9 * hour, { state: "failed" }), "failed", "failed", /it failed/],
  ])("%#: %s", (backup, condition, words, why) => {
    expect(conditionOf(backup, now)).toBe(condition);
    expect(conditionInWords(backup, now)).toBe(words);
    if (why) expect(whyUnusable(backup, now)).toMatch(why);
    else expect(whyUnusable(backup, now)).toBeUndefined();
  });
});

describe("room for a backup", () => {
  test("is taken by what is done and what is being made, not by what failed", () => {
    const backups = [made(1), made(2, { state: "pending" }), made(3, { state: "failed" })];
    expect(isFull(backups, 2)).toBe(true);
    expect(isFull(backups, 3)).toBe(false);
  });

  test("is made by the oldest that is done and not locked", () => {
    const oldest = made(4 * hour);
    const backups = [
      made(hour),
      oldest,
      made(5 * hour, { isLocked: true }),
      made(6 * hour, { state: "pending" }),
      made(7 * hour, { state: "failed" }),
    ];
    expect(oldestUnlocked(backups)).toBe(oldest);
    expect(oldestUnlocked([made(1, { isLocked: true })])).toBeUndefined();
  });

  test("is not made while the panel would refuse a new one", () => {
    const recent = [made(9 * minute), made(4 * minute)];
    expect(() => {
      refuseTooSoon(recent, now);
    }).toThrow(
      new UserError(
        "2 backups were made in the last ten minutes, and most panels make no more than 2 in that time: so nothing was deleted for a new one. Try again in 6 min.",
      ),
    );
    expect(() => {
      refuseTooSoon([made(11 * minute), made(4 * minute), made(1, { state: "failed" })], now);
    }).not.toThrow();
  });
});

describe("the question before a restore", () => {
  const questionFor = async (name: string): Promise<Question | undefined> => {
    const backups = { list: () => Promise.resolve([made(hour)]) };
    const server = { name, key: "12345678", api: { backups }, forget: () => undefined };
    return await ask(restore, {
      server,
      options: { backup: `uuid-${hour}` },
      clock: { now: () => now },
    });
  };

  test("wants the name typed, or the id where the name has nothing that can be typed", async () => {
    expect(await questionFor("Survival")).toMatchObject({ typed: "Survival" });
    const unseen = await questionFor("\u200B\u2060");
    expect(unseen).toMatchObject({ typed: "12345678" });
    expect(unseen?.text).toContain("the server's id: **12345678**");
  });

  test("offers one backup first, however often that is pressed", async () => {
    expect((await questionFor("Survival"))?.buttons).toMatchObject([{ inPlace: true }]);
  });
});
