import { expect, test } from "vitest";
import type { ServerEvent } from "../../src/fleet/server-event.ts";
import { headingOf, noteOf } from "../../src/relay/notes.ts";

const turned = (state: string, more: object = {}): ServerEvent =>
  ({ type: "state", state, previous: "running", at: 0, ...more }) as unknown as ServerEvent;

test.each<[ServerEvent, string | undefined]>([
  [turned("offline"), "🔴 The server is offline."],
  [turned("offline", { previous: "unknown" }), undefined],
  [turned("unknown"), undefined],
  [turned("running"), undefined],
  [turned("stopping"), "🟡 The server is stopping."],
  [turned("stopping", { expectedBy: "Ann" }), "🟡 The server is stopping, asked by Ann."],
  [turned("stopping", { expectedBy: "A $& $` B" }), "🟡 The server is stopping, asked by A $& $\\` B."],
  [turned("offline", { expectedBy: "Ann" }), "🔴 The server is offline."],
  [{ type: "install", phase: "started" }, "🛠️ The server is being installed."],
  [{ type: "install", phase: "completed" }, "🛠️ The installation has ended."],
])("%j is told as %j", (event, note) => {
  expect(noteOf(event)).toBe(note);
});

test("a heading is one small line, whatever a server is called", () => {
  expect(headingOf("A *b*\n# c")).toBe(String.raw`-# A \*b\* # c`);
  expect(headingOf("x".repeat(200)).length).toBeLessThan(100);
});
