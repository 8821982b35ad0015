/** Interactions on the wire: tokens, deadlines, what may answer what. No library. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, connect, TOKEN } from "./client.ts";
import { DiscordSimulator } from "./discord-simulator.ts";
import type { Raw } from "./raw.ts";
import type { Use } from "./use.ts";

type Received = Raw & { id: string; token: string };

let discord: DiscordSimulator;
let stop: () => Promise<unknown>;
let received: Received;
let wake: () => void = () => {};

async function begin(timeScale: number): Promise<void> {
  discord = await DiscordSimulator.start({ token: TOKEN, timeScale });
  const client = await connect(discord);
  client.ws.on("INTERACTION_CREATE" as never, (interaction: Received) => {
    received = interaction;
    wake();
  });
  stop = async () => {
    await client.destroy();
    await discord.stop();
  };
}

beforeEach(() => begin(1));
afterEach(() => stop());

function nextArrival(): Promise<void> {
  return new Promise((resolve) => {
    wake = resolve;
  });
}

async function arrive(raw: Raw = { data: { name: "x" } }): Promise<Use> {
  const arrived = nextArrival();
  const use = discord.sendInteraction(raw);
  await arrived;
  return use;
}

const respond = (body: Raw, query = ""): Promise<Response> =>
  call(discord, "POST", `/interactions/${received.id}/${received.token}/callback${query}`, body, {});
const hook = (method: string, path: string, body?: Raw): Promise<Response> =>
  call(discord, method, `/webhooks/${discord.applicationId}/${received.token}${path}`, body, {});

async function code(answer: Promise<Response>): Promise<unknown> {
  const response = await answer;
  return response.status === 204 || response.ok ? response.status : ((await response.json()) as Raw)["code"];
}

describe("acknowledging", () => {
  it("answers 204 without a response body, and the message with one", async () => {
    await arrive();
    expect((await respond({ type: 4, data: { content: "x" } })).status).toBe(204);
    await arrive();
    const answer = await respond({ type: 5, data: { flags: 64 } }, "?with_response=true");
    expect(await answer.json()).toMatchObject({
      interaction: { id: received.id, response_message_loading: true, response_message_ephemeral: true },
      resource: { type: 5, message: { content: "", interaction_metadata: { id: received.id } } },
    });
  });

  it("is possible once", async () => {
    await arrive();
    await respond({ type: 5 });
    expect(await code(respond({ type: 4, data: { content: "x" } }))).toBe(40_060);
  });

  it("comes too late after three seconds", async () => {
    await stop();
    await begin(100);
    const use = await arrive();
    await expect(use.acknowledged()).rejects.toThrow("did not respond in time");
    expect(await code(respond({ type: 5 }))).toBe(10_062);
    expect(await code(hook("PATCH", "/messages/@original", { content: "x" }))).toBe(10_015);
  });

  it.each([
    ["an update of no message", { data: {} }, { type: 7, data: { content: "x" } }],
    ["choices for a command", { data: {} }, { type: 8, data: { choices: [] } }],
    ["a deferral of an autocomplete", { type: 4, data: {} }, { type: 5 }],
    ["a modal on a modal", { type: 5, data: { custom_id: "m", components: [] } }, { type: 9, data: {} }],
    ["a deferral with the components flag", { data: {} }, { type: 5, data: { flags: 1 << 15 } }],
    ["six labels", { data: {} }, { type: 9, data: { title: "t", custom_id: "m", components: labels(6) } }],
  ])("refuses %s", async (_what, raw, body) => {
    await arrive(raw);
    expect(await code(respond(body))).toBe(50_035);
  });

  it("refuses a modal after a deferral", async () => {
    await arrive();
    await respond({ type: 5 });
    expect(
      await code(respond({ type: 9, data: { title: "t", custom_id: "m", components: labels(1) } })),
    ).toBe(40_060);
  });
});

function labels(count: number): Raw[] {
  return Array.from({ length: count }, (_, index) => ({
    type: 18,
    label: "x",
    component: { type: 4, style: 1, custom_id: `f${index}` },
  }));
}

describe("the token", () => {
  it("is good for edits, reads, follow-ups and deletion", async () => {
    const use = await arrive();
    await respond({ type: 5 });
    expect(await code(hook("PATCH", "/messages/%40original", { content: "x" }))).toBe(200);
    expect(await (await hook("GET", "/messages/@original")).json()).toMatchObject({ content: "x" });
    expect(await code(hook("POST", "", { content: "y", flags: 64 }))).toBe(200);
    expect(use.followUps).toMatchObject([{ content: "y", ephemeral: true }]);
    expect(await code(hook("DELETE", "/messages/@original"))).toBe(204);
    expect(discord.messages("general")).toEqual([]);
    expect(await code(hook("PATCH", "/messages/@original", { content: "z" }))).toBe(10_008);
  });

  it("is worth nothing after fifteen minutes", async () => {
    await arrive();
    await respond({ type: 5 });
    discord.expireTokens();
    expect(await code(hook("PATCH", "/messages/@original", { content: "x" }))).toBe(50_027);
  });

  it("makes the first follow-up of a deferred reply that reply", async () => {
    const use = await arrive();
    await respond({ type: 5, data: { flags: 64 } });
    await hook("POST", "", { content: "x" });
    expect(await use.reply()).toMatchObject({ content: "x", ephemeral: true });
    expect(use.followUps).toEqual([]);
  });

  it("gets five requests in two seconds", async () => {
    await arrive();
    await respond({ type: 5 });
    const edits = Array.from({ length: 6 }, (_, n) =>
      hook("PATCH", "/messages/@original", { content: `${n}` }),
    );
    const statuses = (await Promise.all(edits)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });

  it("does not appear in the request log", async () => {
    await arrive();
    await respond({ type: 5 });
    expect(JSON.stringify(discord.requests)).not.toContain(received.token);
  });
});

describe("places", () => {
  it("outside a guild have a user and no member", async () => {
    await call(discord, "PUT", `/applications/${discord.applicationId}/commands`, [
      { name: "x", description: "x" },
    ]);
    const arrived = nextArrival();
    const use = await discord.person("oscar", { dm: true }).slash("/x");
    await arrived;
    expect(received).toMatchObject({ context: 1, user: { username: "oscar" } });
    expect(received["member"]).toBeUndefined();
    await respond({ type: 4, data: { content: "here" } });
    expect(discord.messages("@oscar")).toMatchObject([{ content: "here", id: (await use.reply()).id }]);
  });
});
