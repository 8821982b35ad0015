import { describe, expect, test } from "vitest";
import { daemonText } from "../../src/wings/daemon-line.ts";
import { encodeFrame, parseFrame } from "../../src/wings/protocol.ts";

const frame = (event: string, ...args: string[]): string => JSON.stringify({ event, args });
const uuid = "1f3c9a77-52d4-4c0e-9a51-6f2b8d0e7a10";
const backup = (isSuccessful: boolean): string =>
  JSON.stringify({
    uuid,
    is_successful: isSuccessful,
    checksum: "abc",
    checksum_type: "sha1",
    file_size: 1024,
  });

describe("parseFrame", () => {
  test.each([
    ["a plain line", frame("console output", "[10:00:00] Done (4.2s)!"), "[10:00:00] Done (4.2s)!"],
    ["an empty line", frame("console output", ""), ""],
    ["a line with escapes", frame("console output", '\u001B[32msaid "hi" \\o/'), '\u001B[32msaid "hi" \\o/'],
    ["several lines", frame("console output", "one\r\ntwo"), "one\r\ntwo"],
    ["a line that looks like the end of a frame", frame("console output", '"]}'), '"]}'],
    ["a second argument, which does not exist", frame("console output", "one", "two"), "one"],
  ])("reads %s", (_name, text, line) => {
    expect(parseFrame(text)).toEqual({ type: "line", text: line });
  });

  test.each([
    ['{"event":"auth success"}', { type: "auth-success" }],
    [frame("status", "running"), { type: "status", state: "running" }],
    [frame("status", "online"), { type: "status", state: "unknown" }],
    [frame("status", "missing"), { type: "status", state: "unknown" }],
    [frame("status"), { type: "status", state: "unknown" }],
    [frame("install started", ""), { type: "install", phase: "started" }],
    [frame("install completed", ""), { type: "install", phase: "completed" }],
    [frame("install output", "pulling"), { type: "install-output", text: "pulling" }],
    [frame("daemon message", "(restoring): a"), { type: "daemon-message", text: "(restoring): a" }],
    [frame("daemon error", "Error Event [x]: no"), { type: "daemon-error", text: "Error Event [x]: no" }],
    [frame("backup restore completed", ""), { type: "restore-completed" }],
    [frame("transfer status", "success"), { type: "transfer", status: "success" }],
    [frame("transfer logs", "x"), { type: "transfer-output", text: "x" }],
    ['{"event":"deleted","args":[null]}', { type: "deleted" }],
    [frame("throttled", "send logs"), { type: "throttled", event: "send logs" }],
    ['{"event":"token expiring"}', { type: "token-expiring" }],
    ['{"event":"token expired"}', { type: "token-expired" }],
  ])("reads %s", (text, event) => {
    expect(parseFrame(text)).toEqual(event);
  });

  test.each([
    ["backup completed", true],
    [`backup completed:${uuid}`, true],
    ["backup completed", false],
  ])("reads %s, with or without the uuid in its name", (event, isSuccessful) => {
    expect(parseFrame(frame(event, backup(isSuccessful)))).toEqual({
      type: "backup-completed",
      uuid,
      isSuccessful,
      bytes: 1024,
      checksum: "abc",
    });
  });

  test.each([
    ["jwt: exp claim is invalid", "expired"],
    ["Error Event [a-b-c]: jwt: exp claim is invalid", "expired"],
    ["jwt: created too far in past (denylist)", "denied"],
    ["jwt: no jwt present", "missing"],
    ["jwt: missing connect permission", "fatal"],
    ["Error Event [a-b-c]: jwt: server uuid mismatch", "fatal"],
    ["jwt: something new", "denied"],
  ])("takes the jwt error %j as %s", (text, kind) => {
    expect(parseFrame(frame("jwt error", text))).toEqual({ type: "jwt-error", kind });
  });

  test("reads stats, whose payload is a JSON string", () => {
    const json =
      '{"memory_bytes":1610612736,"memory_limit_bytes":4724464640,"cpu_absolute":37.125,' +
      '"network":{"rx_bytes":1024,"tx_bytes":2048},"uptime":615000,"state":"running","disk_bytes":734003200}';
    expect(parseFrame(frame("stats", json))).toEqual({
      type: "stats",
      stats: {
        memoryBytes: 1_610_612_736,
        memoryLimitBytes: 4_724_464_640,
        cpuPercent: 37.125,
        networkRxBytes: 1024,
        networkTxBytes: 2048,
        uptimeMs: 615_000,
        diskBytes: 734_003_200,
        state: "running",
      },
    });
  });

  test("reads stats that lack parts or hold strange ones", () => {
    const event = parseFrame(frame("stats", '{"memory_bytes":"much","cpu_absolute":-1,"state":7}'));
    expect(event).toMatchObject({
      type: "stats",
      stats: { memoryBytes: 0, cpuPercent: 0, state: "unknown" },
    });
  });

  test.each([
    ["no JSON", "hello"],
    ["half a frame", '{"event":"console output","args":["a'],
    ["an array", "[]"],
    ["null", "null"],
    ["no event", "{}"],
    ["an event that is no text", '{"event":5}'],
    ["an unknown event", frame("feature match", "{}")],
    ["the name of an object's method", frame("toString")],
    ["stats that are no object", frame("stats", "7")],
    ["stats that are no JSON", frame("stats", "{")],
    ["a backup without its JSON", frame(`backup completed:${uuid}`, "")],
  ])("ignores %s", (_name, text) => {
    expect(parseFrame(text)).toBeUndefined();
  });

  test("takes anything without throwing when args are no list of texts", () => {
    expect(parseFrame('{"event":"console output","args":[7]}')).toEqual({ type: "line", text: "" });
    expect(parseFrame('{"event":"console output","args":"x"}')).toEqual({ type: "line", text: "" });
  });
});

test("encodeFrame always sends args, and exactly one where there is one", () => {
  expect(JSON.parse(encodeFrame("auth", "a.b.c"))).toEqual({ event: "auth", args: ["a.b.c"] });
  expect(JSON.parse(encodeFrame("send logs"))).toEqual({ event: "send logs", args: [] });
});

describe("daemonText", () => {
  test("minds no blank between the colours", () => {
    expect(daemonText("\u001B[33m \u001B[1m[Pterodactyl Daemon]:\u001B[39m Exit code: 1\u001B[0m")).toBe(
      "Exit code: 1",
    );
  });

  test.each(["Pterodactyl", "pelican", "X Gaming"])("knows a line of the daemon called %s", (app) => {
    expect(daemonText(`\u001B[33m\u001B[1m[${app} Daemon]:\u001B[39m Exit code: 137\u001B[0m`)).toBe(
      "Exit code: 137",
    );
  });

  test.each([
    "[Pterodactyl Daemon]: typed by a player",
    "<player> \u001B[33m\u001B[1m[Pterodactyl Daemon]:\u001B[39m hi",
    "\u001B[32mgreen",
    "",
  ])("takes %j for a line of the game", (line) => {
    expect(daemonText(line)).toBeUndefined();
  });
});
