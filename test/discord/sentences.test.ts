import { describe, expect, test } from "vitest";
import {
  fixedSentences,
  missingRoleSentence,
  newReference,
  panelSentence,
  toldFailure,
} from "../../src/discord/sentences.ts";
import { findServer } from "../../src/fleet/find-server.ts";
import { PanelError, type PanelFailure } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";

const failures = [
  "unreachable",
  "timeout",
  "aborted",
  "unauthorized",
  "two-factor-required",
  "forbidden",
  "not-found",
  "conflict",
  "rate-limited",
  "throttled",
  "invalid",
  "refused",
  "unreadable",
  "too-large",
  "offline",
  "node-unreachable",
  "node-failed",
  "unavailable",
  "not-api",
  "unexpected",
] as const satisfies readonly PanelFailure[];

const route = "POST /servers/:server/power";

describe("each failure of the panel", () => {
  test.each(failures)("%s is told in whole sentences, without an engineer's words", (failure) => {
    for (const outcomeUnknown of [false, true]) {
      const sentence = panelSentence(new PanelError(route, { failure, status: 500, outcomeUnknown }));
      expect(sentence).toMatch(/^[A-Z][^]*[.”]$/);
      expect(sentence).not.toMatch(/undefined|null|HTTP|POST|\b\d{3}\b|failure/);
      expect(sentence.length).toBeLessThan(260);
      expect(sentence.includes("may still have happened")).toBe(outcomeUnknown);
      if (outcomeUnknown) expect(sentence.match(/may still have happened/g)).toHaveLength(1);
    }
  });
});

test("nobody is told to try again what may have happened", () => {
  for (const failure of ["unreachable", "timeout", "node-unreachable", "unavailable"] as const) {
    const sentence = panelSentence(new PanelError(route, { failure, outcomeUnknown: true }));
    expect(sentence).not.toMatch(/Try again/);
  }
});

test.each([
  [5_100, "6 s"],
  [60_000, "60 s"],
  [310_000, "6 min"],
])("a wait of %i ms is told as %s", (retryAfterMs, words) => {
  expect(panelSentence(new PanelError(route, { failure: "rate-limited", retryAfterMs }))).toContain(words);
  expect(
    panelSentence(new PanelError("POST /servers/:server/backups", { failure: "throttled", retryAfterMs })),
  ).toBe(`Too many backups were made just now. The next slot is free in ${words}.`);
});

test("the panel's own words are shown, but cannot format or ping", () => {
  const sentence = panelSentence(
    new PanelError(route, { failure: "invalid", field: "name", detail: "**The** `name` @everyone" }),
  );
  expect(sentence).toContain(String.raw`\*\*The\*\*`);
  expect(sentence).not.toMatch(/(?<!\\)@everyone/);
});

test("a person's own mistake is told as it is, with the way out", () => {
  const button = { label: "Start", style: "success", command: "power", options: {} } as const;
  expect(toldFailure(new UserError("Not now.", { buttons: [button] })).reply).toEqual({
    text: "Not now.",
    buttons: [button],
  });
});

test("a server that does not exist is told with those that do", () => {
  const servers = [
    { key: "smp", identifier: "1f3c9a77", uuid: "1f3c9a77-0", name: "Survival" },
    { key: "2a2a2a2a", identifier: "2a2a2a2a", uuid: "2a2a2a2a-0", name: "2a2a2a2a" },
  ];
  try {
    findServer(servers, "@here");
    expect.unreachable();
  } catch (error) {
    expect(toldFailure(error).reply.text).toBe(
      String.raw`There is no server “\@here”. Roost knows Survival (smp) and 2a2a2a2a.`,
    );
  }
});

test("what nobody foresaw gets a reference for the log, and tells nothing of itself", () => {
  const { reply, reference } = toldFailure(new TypeError("secret detail at line 3"));
  expect(reference).toMatch(/^[A-HJ-NP-Z2-9]{6}$/);
  expect(reply.text).toBe(
    `That did not work, and Roost does not know why. Give this reference to whoever runs Roost: \`${reference}\`.`,
  );
});

test("references differ", () => {
  expect(new Set(Array.from({ length: 50 }, newReference)).size).toBe(50);
});

test.each([
  [[], "9", "Administrator"],
  [["9"], "9", "Administrator"],
  [["1", "2"], "9", "<@&1> or <@&2>"],
])("the missing roles %j are named", (ids, everyone, words) => {
  expect(missingRoleSentence(ids, everyone)).toContain(words);
});

test("every fixed sentence is one", () => {
  for (const sentence of Object.values(fixedSentences)) expect(sentence).toMatch(/^[A-Z][^]*\.$/);
});
