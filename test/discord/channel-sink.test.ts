import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { DiscordAPIError, HTTPError, RateLimitError, REST } from "discord.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createChannelSink, toSinkFailure } from "../../src/discord/channel-sink.ts";
import { SinkError, type ConsoleSink } from "../../src/relay/sink.ts";

interface Seen {
  method: string;
  path: string;
  body: Record<string, unknown>;
  files: { name: string; type: string; text: string }[];
}

const channelId = "1".repeat(18);
const messageId = "2".repeat(18);
let server: Server;
let sink: ConsoleSink;
let seen: Seen[];
let answer: { status: number; body: unknown };

async function parsed(type: string, bytes: Buffer): Promise<Pick<Seen, "body" | "files">> {
  if (bytes.length === 0) return { body: {}, files: [] };
  if (type.startsWith("application/json")) return { body: JSON.parse(bytes.toString()), files: [] };
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  const files: Seen["files"] = [];
  for (const value of form.values()) {
    if (value instanceof File) files.push({ name: value.name, type: value.type, text: await value.text() });
  }
  return { body: JSON.parse(form.get("payload_json") as string), files };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    void buffer(request)
      .then((bytes) => parsed(request.headers["content-type"] ?? "", bytes))
      .then((content) => {
        seen.push({ method: request.method ?? "", path: request.url ?? "", ...content });
        response.writeHead(answer.status, { "content-type": "application/json" });
        response.end(JSON.stringify(answer.body));
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const rest = new REST({ version: "10", api: `http://127.0.0.1:${port}`, retries: 0 }).setToken("x");
  sink = createChannelSink({ rest, channelId });
});
afterAll(
  () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
);
beforeEach(() => {
  seen = [];
  answer = { status: 200, body: { id: messageId } };
});

describe("a post that may be there", () => {
  const posted = Date.UTC(2026, 0, 5);
  const message = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    id: messageId,
    author: { id: "3", bot: true },
    content: "```\nhello\n```",
    timestamp: new Date(posted).toISOString(),
    attachments: [],
    ...changes,
  });

  it("is looked for among the newest messages", async () => {
    answer = { status: 200, body: [message({ id: "9", content: "another" }), message()] };
    expect(await sink.find?.({ text: "```\nhello\n```" }, posted)).toEqual({ id: messageId });
    expect(seen).toMatchObject([{ method: "GET", path: `/v10/channels/${channelId}/messages?limit=50` }]);
  });

  it.each([
    ["somebody else's", { author: { id: "4" } }],
    ["an older one", { timestamp: new Date(posted - 120_000).toISOString() }],
    ["one with a file", { attachments: [{ id: "5" }] }],
  ])("is not %s", async (_, changes) => {
    answer = { status: 200, body: [message(changes)] };
    expect(await sink.find?.({ text: "```\nhello\n```" }, posted)).toBeUndefined();
  });

  it("is not the one that was delivered before it", async () => {
    answer = { status: 200, body: [message()] };
    const text = "```\nhello\n```";
    expect(await sink.find?.({ text }, posted, messageId)).toBeUndefined();
    // Whatever the host's clock says.
    for (const since of [posted, posted + 3_600_000])
      expect(await sink.find?.({ text }, since, "1".repeat(18))).toEqual({ id: messageId });
  });

  it("counts as not there where nobody may look", async () => {
    answer = { status: 403, body: { code: 50_013, message: "Missing Permissions" } };
    expect(await sink.find?.({ text: "x" }, posted)).toBeUndefined();
  });

  it("with a file is known with it", async () => {
    answer = { status: 200, body: [message(), message({ id: "6", attachments: [{ id: "5" }] })] };
    const file = { name: "a.log", data: Buffer.from("hello") };
    expect(await sink.find?.({ text: "```\nhello\n```", file }, posted)).toEqual({ id: "6", fileIds: ["5"] });
  });

  it("is looked for later when Discord is away", async () => {
    answer = { status: 503, body: {} };
    await expect(sink.find?.({ text: "x" }, posted)).rejects.toMatchObject({ failure: "unavailable" });
  });
});

describe("a channel as a sink", () => {
  it("posts quietly, mentions nobody, and names each message for a repeat", async () => {
    expect(await sink.post({ text: "```\n@everyone\n```" }, "abc-1")).toEqual({ id: messageId });
    expect(seen).toEqual([
      {
        method: "POST",
        path: `/v10/channels/${channelId}/messages`,
        body: {
          content: "```\n@everyone\n```",
          allowed_mentions: { parse: [] },
          flags: 4 + 4096,
          nonce: "abc-1",
          enforce_nonce: true,
        },
        files: [],
      },
    ]);
  });

  it("adds a file to those that a message has, and remembers them all", async () => {
    answer.body = { id: messageId, attachments: [{ id: "31" }, { id: "32" }] };
    const file = { name: "console.log.gz", data: Buffer.from("x") };
    const ref = await sink.edit({ id: messageId, fileIds: ["31"] }, { text: "two files", file });
    expect(ref).toEqual({ id: messageId, fileIds: ["31", "32"] });
    expect(seen).toEqual([
      {
        method: "PATCH",
        path: `/v10/channels/${channelId}/messages/${messageId}`,
        body: {
          content: "two files",
          allowed_mentions: { parse: [] },
          attachments: [{ id: "31" }, { id: "0" }],
        },
        files: [{ name: "console.log.gz", type: "application/gzip", text: "x" }],
      },
    ]);
  });

  it("edits without mentions, and leaves the flags as they are", async () => {
    await sink.edit({ id: messageId }, { text: "new" });
    expect(seen).toEqual([
      {
        method: "PATCH",
        path: `/v10/channels/${channelId}/messages/${messageId}`,
        body: { content: "new", allowed_mentions: { parse: [] } },
        files: [],
      },
    ]);
  });

  it("attaches a file as text", async () => {
    await sink.post({ text: "log", file: { name: "console-x.log", data: Buffer.from("größe\n") } }, "abc-2");
    expect(seen[0]?.files).toEqual([
      { name: "console-x.log", type: "text/plain; charset=utf-8", text: "größe\n" },
    ]);
    expect(seen[0]?.body).toMatchObject({ content: "log", allowed_mentions: { parse: [] }, nonce: "abc-2" });
  });

  it("throws a named failure that holds neither text nor address", async () => {
    answer = { status: 404, body: { code: 10_003, message: "Unknown Channel" } };
    const error: unknown = await sink
      .post({ text: "private words" }, "abc-3")
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SinkError);
    expect(error).toMatchObject({ failure: "channel-gone" });
    expect(String(error)).toBe("SinkError: post channel message (HTTP 404, code 10003): channel-gone");
    expect(JSON.stringify(error)).not.toContain("private");
  });

  it("takes an answer without an id as not arrived", async () => {
    answer = { status: 200, body: {} };
    await expect(sink.post({ text: "x" }, "abc-4")).rejects.toMatchObject({ failure: "unavailable" });
  });

  it("takes a server that is not there as unavailable", async () => {
    const rest = new REST({ version: "10", api: "http://127.0.0.1:1", retries: 0 }).setToken("x");
    const away = createChannelSink({ rest, channelId });
    await expect(away.post({ text: "x" }, "abc-5")).rejects.toMatchObject({ failure: "unavailable" });
  });
});

describe("what Discord's errors mean", () => {
  const api = (status: number, code: number): DiscordAPIError =>
    new DiscordAPIError({ code, message: "m" }, code, status, "POST", "u", {
      body: undefined,
      files: undefined,
    });

  it.each([
    [404, 10_008, "edit", "message-gone"],
    [400, 30_046, "edit", "message-gone"],
    [400, 50_083, "edit", "message-gone"],
    [400, 50_083, "post", "forbidden"],
    [403, 50_005, "edit", "message-gone"],
    [404, 10_003, "post", "channel-gone"],
    [404, 0, "post", "channel-gone"],
    [403, 50_001, "post", "forbidden"],
    [403, 50_013, "edit", "forbidden"],
    [403, 0, "post", "forbidden"],
    [401, 0, "post", "forbidden"],
    [400, 50_035, "post", "rejected"],
    [413, 40_005, "post", "rejected"],
    [400, 50_045, "post", "rejected"],
    [400, 0, "post", "rejected"],
    [400, 200_000, "post", "blocked"],
    [429, 20_028, "post", "rate-limited"],
    [500, 0, "post", "unavailable"],
  ] as const)("HTTP %i with code %i on %s: %s", (status, code, verb, failure) => {
    expect(toSinkFailure(api(status, code), verb)).toBe(failure);
  });

  it("waits as long as a rate limit says", async () => {
    const limit = new RateLimitError({
      timeToReset: 5000,
      limit: 5,
      method: "POST",
      hash: "h",
      url: "u",
      route: "/channels/:id/messages",
      majorParameter: channelId,
      global: false,
      retryAfter: 5000,
      sublimitTimeout: 0,
      scope: "user",
    });
    const limited = createChannelSink({
      rest: { post: () => Promise.reject(limit), patch: () => Promise.reject(limit) },
      channelId,
    });
    await expect(limited.post({ text: "x" }, "n")).rejects.toMatchObject({
      failure: "rate-limited",
      retryAfterMs: 5000,
    });
  });

  it("takes gateway errors, aborts and anything unknown as unavailable", () => {
    const http = new HTTPError(503, "busy", "POST", "u", { body: undefined, files: undefined });
    const aborted = Object.assign(new Error("aborted"), { name: "AbortError" });
    expect([http, aborted, "odd"].map((error) => toSinkFailure(error, "post"))).toEqual(
      Array.from({ length: 3 }, () => "unavailable"),
    );
  });
});
