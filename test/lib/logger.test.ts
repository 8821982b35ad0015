import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { createLogger } from "../../src/lib/logger.ts";

const secret = ["very", "secret", "value"].join("-");

function record(write: (log: ReturnType<typeof createLogger>) => void): string {
  let written = "";
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  write(createLogger({ level: "trace", secrets: [secret], destination }));
  return written;
}

const jwt = `eyJ${"a".repeat(20)}.${"b".repeat(20)}.${"c".repeat(20)}`;
const botToken = ["M".repeat(24), "GabcDE", "x".repeat(38)].join(".");
const panelKey = `ptlc_${"k".repeat(43)}`;

test.each([
  ["a known value in the message", (log: ReturnType<typeof createLogger>) => log.info(`told ${secret}`)],
  [
    "a known value in a fact",
    (log: ReturnType<typeof createLogger>) => log.info({ deep: { list: [secret] } }, "x"),
  ],
  [
    "a fact whose name says secret",
    (log: ReturnType<typeof createLogger>) => log.info({ apiKey: "very-secret" }, "x"),
  ],
  [
    "an error's message",
    (log: ReturnType<typeof createLogger>) => log.error({ err: new Error(secret) }, "x"),
  ],
  ["a bare error", (log: ReturnType<typeof createLogger>) => log.error(new Error(secret))],
  [
    "an error's cause",
    (log: ReturnType<typeof createLogger>) =>
      log.error({ err: new Error("x", { cause: new Error(secret) }) }, "x"),
  ],
  [
    "an error's own fields",
    (log: ReturnType<typeof createLogger>) =>
      log.error({ err: Object.assign(new Error("x"), { url: secret }) }, "x"),
  ],
  ["a message's arguments", (log: ReturnType<typeof createLogger>) => log.info("told %s", secret)],
])("%s leaves no secret in the log", (_, write) => {
  const written = record(write);
  expect(written).toContain('"level"');
  expect(written).not.toContain("very-secret");
});

test.each([
  ["a signed link", `https://node.example/download/file?token=${jwt}`, jwt],
  ["a bot token", `token ${botToken}`, botToken],
  ["a panel key", panelKey, panelKey],
  ["an interaction token", `/interactions/814000000000000001/${"t".repeat(40)}/callback`, "t".repeat(40)],
  ["a webhook token", `/webhooks/814000000000000001/${"w".repeat(68)}/messages`, "w".repeat(68)],
])("%s is known by its shape", (_, text, shape) => {
  expect(record((log) => log.warn({ text }, text))).not.toContain(shape);
});

test("keeps what is no secret, with its level and time", () => {
  const line = JSON.parse(record((log) => log.info({ server: "survival" }, "started"))) as Record<
    string,
    unknown
  >;
  expect(line).toMatchObject({ level: "info", server: "survival", msg: "started" });
  expect(line["time"]).toMatch(/^\d{4}-/);
});

test("a fact that refers to itself does not hang the log", () => {
  const loop: Record<string, unknown> = {};
  loop["self"] = loop;
  expect(record((log) => log.info(loop, "x"))).toContain("[deep]");
});
