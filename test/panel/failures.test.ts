/** Every way a panel says no, and the name it gets. */
import { inspect } from "node:util";
import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Panel } from "../../src/panel/panel.ts";
import { PanelError } from "../../src/panel/panel-error.ts";
import { apiKey, backup, errorBody, fakePanel, makePanel, rateHeaders, runUntil, uuid } from "./fixtures.ts";
import type { ManualClock } from "../manual-clock.ts";

const of = (panel: Panel) => panel.server(uuid);
const details = (panel: Panel) => of(panel).details();
const resources = (panel: Panel) => of(panel).resources();
const power = (panel: Panel) => of(panel).power("start");
const command = (panel: Panel) => of(panel).command("list");
const contents = (panel: Panel) => of(panel).files.contents("/a");
const write = (panel: Panel) => of(panel).files.write("/a", "x");
const createBackup = (panel: Panel) => of(panel).backups.create();
const websocket = (panel: Panel) => of(panel).websocket();

const requestId = "0b5f7c0e-1111-4222-8333-444455556666";
const node4xx = `An error occurred on the remote host: No space left.. (request id: ${requestId})`;
const node5xx = `There was an error while communicating with the machine. (code: 500) (request_id: ${requestId})`;
const daemon = "DaemonConnectionException";
const html = "<html><body>Bad Gateway</body></html>";
const htmlHeaders = { "Content-Type": "text/html; charset=utf-8" };

interface Case {
  readonly name: string;
  readonly call: (panel: Panel) => Promise<unknown>;
  readonly status: number;
  readonly body?: object | string;
  readonly headers?: Record<string, string>;
  readonly fault: Partial<PanelError>;
}

const validation = errorBody(422, "ValidationException", "The selected signal is invalid.", {
  meta: { source_field: "signal", rule: "in" },
});
const debugMode = errorBody(403, "AccessDeniedHttpException", "This action is unauthorized.", {
  source: { line: 1, file: "/app/x.php" },
  meta: { trace: [`key ${apiKey}`], previous: [] },
});
const backupThrottle = errorBody(429, "TooManyRequestsHttpException", "Only 2 backups may be generated.");
const tooMany = errorBody(429, "ThrottleRequestsException", "Too Many Attempts.");

const cases: readonly Case[] = [
  {
    name: "a revoked key",
    call: details,
    status: 401,
    body: errorBody(401, "AuthenticationException"),
    fault: { failure: "unauthorized", code: "AuthenticationException" },
  },
  {
    name: "two-factor demanded",
    call: details,
    status: 400,
    body: errorBody(400, "TwoFactorAuthRequiredException"),
    fault: { failure: "two-factor-required" },
  },
  {
    name: "a missing permission",
    call: power,
    status: 403,
    body: errorBody(403, "AccessDeniedHttpException"),
    fault: { failure: "forbidden", detail: undefined },
  },
  {
    name: "debug mode's traces",
    call: power,
    status: 403,
    body: debugMode,
    fault: { failure: "forbidden", detail: undefined },
  },
  {
    name: "an unknown server",
    call: details,
    status: 404,
    body: errorBody(404, "NotFoundHttpException"),
    fault: { failure: "not-found" },
  },
  {
    name: "a wrong verb",
    call: power,
    status: 405,
    body: errorBody(405, "MethodNotAllowedHttpException"),
    fault: { failure: "unexpected" },
  },
  {
    name: "a suspended server",
    call: resources,
    status: 409,
    body: errorBody(409, "ServerStateConflictException", "This server\nis currently   suspended."),
    fault: { failure: "conflict", detail: "This server is currently suspended." },
  },
  {
    name: "a field that is not accepted",
    call: power,
    status: 422,
    body: validation,
    fault: { failure: "invalid", field: "signal", rule: "in", detail: "The selected signal is invalid." },
  },
  {
    name: "a business rule",
    call: createBackup,
    status: 400,
    body: errorBody(400, "TooManyBackupsException", "Cannot create a new backup."),
    fault: { failure: "refused", detail: "Cannot create a new backup.", outcomeUnknown: false },
  },
  {
    name: "a feature that is off",
    call: (panel) => of(panel).databases.create({ name: "abc", remote: "%" }),
    status: 500,
    body: errorBody(500, "DatabaseClientFeatureNotEnabledException"),
    fault: { failure: "refused", outcomeUnknown: false },
  },
  {
    name: "a file beyond the editor's limit",
    call: contents,
    status: 400,
    body: errorBody(400, "FileSizeTooLargeException"),
    fault: { failure: "too-large" },
  },
  {
    name: "a body beyond the proxy's limit",
    call: write,
    status: 413,
    body: html,
    headers: htmlHeaders,
    fault: { failure: "too-large" },
  },
  {
    name: "a command to a stopped server",
    call: command,
    status: 502,
    body: errorBody(502, "HttpException"),
    fault: { failure: "offline", outcomeUnknown: false },
  },
  {
    name: "a command whose container is gone",
    call: command,
    status: 500,
    body: errorBody(500, daemon, node5xx),
    fault: { failure: "node-failed", reference: requestId, detail: undefined },
  },
  {
    name: "a node that is down",
    call: power,
    status: 504,
    body: errorBody(504, daemon),
    fault: { failure: "node-unreachable", outcomeUnknown: true },
  },
  {
    name: "resources of a node that is down",
    call: resources,
    status: 504,
    body: errorBody(504, daemon),
    fault: { failure: "node-unreachable", outcomeUnknown: false },
  },
  {
    name: "a node's answer that broke off",
    call: power,
    status: 502,
    body: errorBody(502, daemon),
    fault: { failure: "node-failed", outcomeUnknown: true },
  },
  {
    name: "a node that refuses",
    call: write,
    status: 400,
    body: errorBody(400, daemon, node4xx),
    fault: {
      failure: "refused",
      reference: requestId,
      detail: "An error occurred on the remote host: No space left.",
    },
  },
  {
    name: "a denied file",
    call: write,
    status: 403,
    body: errorBody(403, daemon, "Denied."),
    fault: { failure: "refused", detail: "Denied." },
  },
  {
    name: "a node that has another token",
    call: power,
    status: 403,
    body: errorBody(403, daemon),
    fault: { failure: "node-failed" },
  },
  {
    name: "a node that does not know the panel",
    call: power,
    status: 401,
    body: errorBody(401, daemon),
    fault: { failure: "node-failed" },
  },
  {
    name: "a node that does not know the server",
    call: power,
    status: 404,
    body: errorBody(404, daemon),
    fault: { failure: "node-failed" },
  },
  {
    name: "a node that is busy",
    call: (panel) => of(panel).settings.reinstall(),
    status: 409,
    body: errorBody(409, daemon, "Another power action."),
    fault: { failure: "refused", detail: "Another power action." },
  },
  {
    name: "a missing file, older nodes",
    call: contents,
    status: 404,
    body: errorBody(404, daemon),
    fault: { failure: "unreadable" },
  },
  {
    name: "a missing file, newer nodes",
    call: contents,
    status: 500,
    body: errorBody(500, daemon, node5xx),
    fault: { failure: "unreadable", reference: requestId },
  },
  {
    name: "a missing file on Pelican",
    call: contents,
    status: 500,
    body: errorBody(500, "FileNotFoundException"),
    fault: { failure: "unreadable" },
  },
  {
    name: "a missing directory on Pelican",
    call: (panel) => of(panel).files.list("/x"),
    status: 500,
    body: errorBody(500, "RequestException"),
    fault: { failure: "unreadable" },
  },
  {
    name: "a node that is down on Pelican",
    call: power,
    status: 500,
    body: errorBody(500, "ConnectionException"),
    fault: { failure: "node-unreachable", outcomeUnknown: true },
  },
  {
    name: "an unhandled error",
    call: power,
    status: 500,
    body: errorBody(500, "QueryException"),
    fault: { failure: "unavailable", outcomeUnknown: false },
  },
  {
    name: "maintenance",
    call: power,
    status: 503,
    body: errorBody(503, "HttpException"),
    headers: { "Retry-After": "30" },
    fault: { failure: "unavailable", retryAfterMs: 30_000 },
  },
  {
    name: "a gateway's page",
    call: power,
    status: 502,
    body: html,
    headers: htmlHeaders,
    fault: { failure: "unavailable", outcomeUnknown: true },
  },
  {
    name: "a gateway's page without a type",
    call: power,
    status: 520,
    body: html,
    headers: { "Content-Type": "" },
    fault: { failure: "unavailable", outcomeUnknown: true },
  },
  {
    name: "a redirect to the login",
    call: power,
    status: 302,
    body: html,
    headers: { ...htmlHeaders, Location: "https://panel.example.com/auth/login" },
    fault: { failure: "not-api", outcomeUnknown: false },
  },
  {
    name: "a redirect without a body",
    call: details,
    status: 302,
    headers: { Location: "/auth/login" },
    fault: { failure: "not-api" },
  },
  {
    name: "another site's 404 page",
    call: details,
    status: 404,
    body: html,
    headers: htmlHeaders,
    fault: { failure: "not-api" },
  },
  {
    name: "a challenge",
    call: details,
    status: 403,
    body: html,
    headers: htmlHeaders,
    fault: { failure: "not-api" },
  },
  {
    name: "a login page instead of an answer",
    call: details,
    status: 200,
    body: html,
    headers: htmlHeaders,
    fault: { failure: "not-api", outcomeUnknown: false },
  },
  {
    name: "a page instead of a write's answer",
    call: createBackup,
    status: 200,
    body: html,
    headers: htmlHeaders,
    fault: { failure: "not-api", outcomeUnknown: true },
  },
  { name: "an empty 401", call: details, status: 401, body: "", fault: { failure: "unauthorized" } },
  { name: "an empty 404", call: details, status: 404, body: "", fault: { failure: "not-found" } },
  {
    name: "an error cut in half",
    call: details,
    status: 409,
    body: '{"errors":[{"code":"Serv',
    fault: { failure: "conflict", code: undefined },
  },
  { name: "an empty success", call: details, status: 200, body: "", fault: { failure: "unexpected" } },
  {
    name: "a success cut in half",
    call: createBackup,
    status: 200,
    body: '{"object":"backup","attributes":{"uu',
    fault: { failure: "unexpected", outcomeUnknown: true },
  },
  {
    name: "a success of another shape",
    call: details,
    status: 200,
    body: { object: "server", attributes: [] },
    fault: { failure: "unexpected" },
  },
  {
    name: "the account's limit",
    call: power,
    status: 429,
    body: tooMany,
    headers: { ...rateHeaders(256, 0), "Retry-After": "12", "X-RateLimit-Reset": "1" },
    fault: { failure: "rate-limited", retryAfterMs: 12_000, local: false },
  },
  {
    name: "a limit told by its end",
    call: power,
    status: 429,
    body: tooMany,
    headers: { ...rateHeaders(256, 0), "X-RateLimit-Reset": String(Date.UTC(2026, 0, 5, 10, 0, 40) / 1000) },
    fault: { failure: "rate-limited", retryAfterMs: 40_000 },
  },
  {
    name: "a limit told by the panel's own clock",
    call: power,
    status: 429,
    body: tooMany,
    headers: {
      ...rateHeaders(256, 0),
      Date: "Mon, 05 Jan 2026 12:00:00 GMT",
      "X-RateLimit-Reset": String(Date.UTC(2026, 0, 5, 12, 0, 20) / 1000),
    },
    fault: { failure: "rate-limited", retryAfterMs: 20_000 },
  },
  {
    name: "a proxy's limit",
    call: power,
    status: 429,
    body: html,
    headers: htmlHeaders,
    fault: { failure: "rate-limited", retryAfterMs: 15_000 },
  },
  {
    name: "a proxy's limit of a whole day",
    call: power,
    status: 429,
    body: html,
    headers: { ...htmlHeaders, "Retry-After": "86400" },
    fault: { failure: "rate-limited", retryAfterMs: 120_000 },
  },
  {
    name: "a maintenance of a whole day",
    call: power,
    status: 503,
    body: html,
    headers: { ...htmlHeaders, "Retry-After": "86400" },
    fault: { failure: "unavailable", retryAfterMs: 120_000 },
  },
  {
    name: "a route's own limit",
    call: websocket,
    status: 429,
    body: tooMany,
    headers: { ...rateHeaders(5, 0), "Retry-After": "40" },
    fault: { failure: "throttled", retryAfterMs: 40_000 },
  },
  {
    name: "the backup throttle",
    call: createBackup,
    status: 429,
    body: backupThrottle,
    headers: { ...rateHeaders(256, 250), "Retry-After": "599" },
    fault: { failure: "throttled", retryAfterMs: 599_000 },
  },
  {
    name: "a lock that is in the way",
    call: (panel) => of(panel).backups.delete(backup.uuid),
    status: 400,
    body: errorBody(400, "BackupLockedException", "Locked."),
    fault: { failure: "refused", detail: "Locked." },
  },
];

beforeAll(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
});
afterAll(() => {
  nock.enableNetConnect();
});

/** What `work` fails with; time runs on meanwhile, so that retries come to their end. */
async function failureOf(work: Promise<unknown>, clock: ManualClock): Promise<PanelError> {
  const over = work.then(
    () => undefined,
    (error: unknown) => error,
  );
  const failed = await runUntil(over, clock);
  expect(failed).toBeInstanceOf(PanelError);
  return failed as PanelError;
}

describe("failures", () => {
  it.each(cases)("names $name $fault.failure", async ({ call, status, body, headers, fault }) => {
    const { panel, clock } = makePanel();
    fakePanel()
      .persist()
      .intercept(/.*/, "GET")
      .query(true)
      .reply(status, body ?? "", headers)
      .intercept(/.*/, "POST")
      .query(true)
      .reply(status, body ?? "", headers)
      .intercept(/.*/, "DELETE")
      .reply(status, body ?? "", headers);
    const error = await failureOf(call(panel), clock);
    expect(error).toMatchObject({ status, ...fault });
    expect(error.message).toBe(`${error.route}: ${error.failure} (HTTP ${status})`);
  });

  it.each([
    ["ECONNREFUSED", "unreachable", false],
    ["ENOTFOUND", "unreachable", false],
    ["CERT_HAS_EXPIRED", "unreachable", false],
    ["ECONNRESET", "unreachable", true],
    ["UND_ERR_SOCKET", "unreachable", true],
    ["UND_ERR_CONNECT_TIMEOUT", "timeout", false],
    ["UND_ERR_HEADERS_TIMEOUT", "timeout", true],
  ])("names %s of a write %s", async (code, failure, outcomeUnknown) => {
    const { panel, clock } = makePanel();
    fakePanel()
      .post(/.*/)
      .replyWithError(Object.assign(new Error("broke"), { code }));
    const error = await failureOf(power(panel), clock);
    expect(error).toMatchObject({ failure, outcomeUnknown, status: undefined, cause: { code } });
  });

  it("holds no key, no address and no body, wherever one looks", async () => {
    const { panel, clock } = makePanel();
    const secret = "signed-token-value";
    const broken = Object.assign(new Error(`connect to https://n.example/?token=${secret} failed`), {
      code: "ECONNRESET",
      headers: { authorization: `Bearer ${apiKey}` },
      body: secret,
    });
    fakePanel().post(/.*/).replyWithError(broken);
    fakePanel()
      .get(/.*/)
      .query(true)
      .times(4)
      .reply(500, { errors: [{ code: secret, detail: apiKey }] });
    for (const work of [power(panel), details(panel)]) {
      const error = await failureOf(work, clock);
      const all = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + error.stack;
      expect(all).not.toContain(apiKey);
      if (error.route.startsWith("POST")) expect(all).not.toContain(secret);
    }
  });
});
