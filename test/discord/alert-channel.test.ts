import { expect, it } from "vitest";
import type { CrashAlert } from "../../src/alerts/alert.ts";
import { createAlertChannel } from "../../src/discord/alert-channel.ts";
import type { NoticeBoard } from "../../src/discord/notice-board.ts";
import type { Notice } from "../../src/discord/notice.ts";

const since = Date.parse("2026-01-05T12:00:00Z");
const crash: CrashAlert = {
  kind: "crash",
  id: "c",
  about: "survival",
  server: { key: "survival", name: "survival" },
  since,
  downAt: since,
  endedAt: since + 90_000,
  count: 1,
  isOutOfMemory: false,
  isGivenUp: false,
  isSeen: true,
};

it.each([
  [true, ["c", "c:end"]],
  [false, ["c"]],
])("tells an end twice only to who was told of its beginning: %s", (isPosted, names) => {
  const shown = new Map<string, Notice>();
  const show = (name: string, notice: Notice): void => void shown.set(name, notice);
  const channel = createAlertChannel({ show, isPosted: () => isPosted } as unknown as NoticeBoard, "7");
  channel.update(crash);
  channel.announceEnd(crash);
  expect([...shown.keys()]).toEqual(names);
  expect(shown.get("c")?.isOver).toBe(true);
});
