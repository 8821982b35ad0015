import { describe, expect, test } from "vitest";
import type { Alert, CrashAlert, OutageAlert } from "../../src/alerts/alert.ts";
import { alertMessage, endSentence } from "../../src/cards/alert-card.ts";

const since = Date.parse("2026-01-05T12:00:00Z");
const server = { key: "survival", name: "Sur*vival" };
const crash: CrashAlert = {
  kind: "crash",
  id: "1",
  about: "survival",
  server,
  since,
  downAt: since,
  count: 1,
  isOutOfMemory: false,
  isGivenUp: false,
  isSeen: true,
};
const outage: OutageAlert = { kind: "outage", id: "2", about: "outages", since, servers: [server], count: 1 };
const ago = `<t:${since / 1000}:R>`;

describe("an alert says", () => {
  test.each<[Alert, string, string, string[]]>([
    [
      crash,
      "🔴 Sur\\*vival crashed",
      `It went down ${ago}, and nobody had asked for it.`,
      ["Start", "Console", "Mute 1 h"],
    ],
    [
      { ...crash, count: 3, isGivenUp: true },
      "🔴 Sur\\*vival crashed 3 times",
      `It went down ${ago}, and nobody had asked for it. The node does not start it again by itself.`,
      ["Start", "Console", "Mute 1 h"],
    ],
    [
      { ...crash, isDiskFull: true },
      "🔴 Sur\\*vival was stopped: its disk is full",
      `The node stopped it ${ago}, because its files take more room than they may. Delete old backups, logs or worlds before you start it again: \`/files list\`.`,
      ["Start", "Console", "Mute 1 h"],
    ],
    [
      { ...crash, isSeen: false },
      "🔴 Sur\\*vival is offline",
      "It went offline while Roost could not see its console; nobody asked for it here.",
      ["Start", "Console", "Mute 1 h"],
    ],
    [
      { ...crash, endedAt: since + 95_000 },
      "🟢 Sur\\*vival is running again",
      "It crashed and is running again, after 1 min 35 s.",
      [],
    ],
    [
      { ...crash, endedAt: since + 95_000, closedAs: "left" },
      "⚪ Sur\\*vival is no longer watched",
      "The panel does not show it to Roost any more, so this alert is closed.",
      [],
    ],
    [
      { ...crash, endedAt: since + 95_000, closedAs: "stopped" },
      "⚪ Sur\\*vival was stopped in the panel",
      "The panel told so later, so this was no crash.",
      [],
    ],
    [
      { ...outage, node: "n1", endedAt: since + 95_000, closedAs: "left" },
      "⚪ The node n1 is no longer watched",
      "None of Roost's servers is on it any more.",
      [],
    ],
    [
      outage,
      "🔴 The panel cannot be reached",
      `Its last answer was ${ago}. Roost does not know how Sur\\*vival is; it may well be running.`,
      ["Mute 1 h"],
    ],
    [
      { ...outage, servers: [] },
      "🔴 The panel cannot be reached",
      `Its last answer was ${ago}. The consoles still come through; everything else has to wait.`,
      ["Mute 1 h"],
    ],
    [
      { ...outage, node: "n1", count: 2, servers: [server, server] },
      "🔴 The node n1 cannot be reached",
      `Its last answer was ${ago}. It went away 2 times in a short while. Roost does not know how Sur\\*vival and Sur\\*vival are; they may well be running.`,
      ["Mute 1 h"],
    ],
    [
      { kind: "stuck", id: "3", about: "survival", server, since, state: "stopping" },
      "🟡 Sur\\*vival is stuck stopping",
      `It was told to stop ${ago}. The node kills it ten minutes after that; an admin can do it now with \`/power kill\`.`,
      ["Console", "Mute 1 h"],
    ],
    [
      {
        kind: "stuck",
        id: "3",
        about: "survival",
        server,
        since,
        state: "starting",
        endedAt: since + 660_000,
      },
      "🟢 Sur\\*vival is no longer stuck",
      "It was starting for 11 min.",
      [],
    ],
    [
      { kind: "full", id: "4", about: "survival", server, since, what: "disk", percent: 92 },
      "🟡 Sur\\*vival: disk 92 % full",
      "A full disk stops the server and can break saves. Delete old backups, logs or worlds: `/files list`.",
      ["Console", "Mute 1 h"],
    ],
  ])("%#", (alert, title, text, buttons) => {
    const message = alertMessage(alert);
    expect(message.card).toMatchObject({ title, text });
    expect(message.buttons.map(({ label }) => label)).toEqual(buttons);
  });

  test.each([
    [1, "Exit code: 1"],
    [137, "Exit code: 137 (it was killed)"],
  ])("what an exit code of %d means, where that is known", (exitCode, line) => {
    expect(alertMessage({ ...crash, exitCode }).card.fields).toEqual([
      { name: "Exit", value: line, inline: true },
    ]);
  });

  test("how long it was away, in a message of its own", () => {
    expect(endSentence({ ...crash, endedAt: since + 95_000 })).toBe(
      "🟢 **Sur\\*vival** is running again, after 1 min 35 s.",
    );
    expect(endSentence({ ...outage, endedAt: since + 60_000 })).toBe(
      "🟢 The panel can be reached again, after 1 min.",
    );
  });
});
