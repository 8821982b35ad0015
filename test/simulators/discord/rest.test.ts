/** What REST takes and refuses, asked without a library. */
import { ChannelType, MessageType } from "discord-api-types/v10";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, TOKEN } from "./client.ts";
import { DiscordSimulator } from "./discord-simulator.ts";
import type { Raw } from "./raw.ts";

let discord: DiscordSimulator;
let general: string;

beforeEach(async () => {
  // Without the schemas, which would refuse some bodies before the simulator's own checks see them.
  discord = await DiscordSimulator.start({
    token: TOKEN,
    timeScale: 1_000,
    keepDeadlines: true,
    openApiPath: "",
  });
  general = `/channels/${discord.guild.channel("general").id}`;
});

afterEach(() => discord.stop());

async function json(answer: Promise<Response>): Promise<Raw> {
  return (await (await answer).json()) as Raw;
}

const send = (body: unknown): Promise<Response> => call(discord, "POST", `${general}/messages`, body);
const row = (...components: Raw[]): Raw => ({ type: 1, components });
const button = (more: Raw = {}): Raw => ({ type: 2, style: 1, label: "x", custom_id: "x", ...more });
const text = (content: string): Raw => ({ type: 10, content });
const CV2 = 1 << 15;

describe("authority", () => {
  it("refuses a wrong token", async () => {
    const answer = await call(discord, "GET", "/users/@me", undefined, { Authorization: "Bot wrong" });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ message: "401: Unauthorized", code: 0 });
  });

  it("refuses everything after the token was revoked", async () => {
    discord.revokeToken();
    expect((await call(discord, "GET", "/users/@me")).status).toBe(401);
  });

  it("answers 404 on a route it does not know, and remembers it", async () => {
    const answer = await call(discord, "GET", "/nonsense");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 0 });
    expect(discord.problems).toEqual(["unknown route GET /nonsense"]);
  });
});

describe("messages", () => {
  it.each<[string, Raw, number]>([
    ["nothing at all", {}, 50_006],
    ["only spaces", { content: "  \n" }, 50_006],
    ["content above 2000", { content: "x".repeat(2_001) }, 50_035],
    ["an embed title above 256", { embeds: [{ title: "x".repeat(257) }] }, 50_035],
    ["an embed description above 4096", { embeds: [{ description: "x".repeat(4_097) }] }, 50_035],
    [
      "embeds above 6000 in all",
      { embeds: [4_000, 2_001].map((n) => ({ description: "x".repeat(n) })) },
      50_035,
    ],
    [
      "26 fields",
      { embeds: [{ fields: Array.from({ length: 26 }, () => ({ name: "a", value: "b" })) }] },
      50_035,
    ],
    ["an empty field value", { embeds: [{ fields: [{ name: "a", value: "" }] }] }, 50_035],
    ["11 embeds", { embeds: Array.from({ length: 11 }, () => ({ title: "x" })) }, 50_035],
    [
      "6 rows",
      { components: Array.from({ length: 6 }, (_, i) => row(button({ custom_id: `${i}` }))) },
      50_035,
    ],
    [
      "6 buttons in a row",
      { components: [row(...[1, 2, 3, 4, 5, 6].map((i) => button({ custom_id: `${i}` })))] },
      50_035,
    ],
    ["one custom_id twice", { components: [row(button(), button())] }, 50_035],
    ["a custom_id above 100", { components: [row(button({ custom_id: "x".repeat(101) }))] }, 50_035],
    ["a label above 80", { components: [row(button({ label: "x".repeat(81) }))] }, 50_035],
    ["a select without options", { components: [row({ type: 3, custom_id: "s", options: [] })] }, 50_035],
    ["a text display without the flag", { components: [text("x")] }, 50_035],
    ["components v2 with content", { flags: CV2, content: "x", components: [text("x")] }, 50_035],
    [
      "components v2 above 4000 characters",
      { flags: CV2, components: [2_001, 2_000].map((n) => text("x".repeat(n))) },
      50_035,
    ],
    ["41 components", { flags: CV2, components: Array.from({ length: 41 }, () => text("x")) }, 50_035],
    [
      "an attachment that is not there",
      { flags: CV2, components: [{ type: 13, file: { url: "attachment://a.txt" } }] },
      50_035,
    ],
    ["the ephemeral flag", { content: "x", flags: 64 }, 50_035],
    [
      "parse and a list of users",
      { content: "x", allowed_mentions: { parse: ["users"], users: ["1".repeat(18)] } },
      50_035,
    ],
    ["a nonce above 25", { content: "x", nonce: "x".repeat(26) }, 50_035],
  ])("refuses %s", async (_what, body, code) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code });
    expect(discord.messages("general")).toEqual([]);
    expect(discord.problems).toHaveLength(code === 50_035 ? 1 : 0);
  });

  it.each<[string, Raw]>([
    ["2000 characters outside the basic plane", { content: "🐓".repeat(2_000) }],
    [
      "40 components with 4000 characters",
      { flags: CV2, components: Array.from({ length: 40 }, () => text("x".repeat(100))) },
    ],
    ["embeds of 6000 in all", { embeds: [4_000, 2_000].map((n) => ({ description: "x".repeat(n) })) }],
    [
      "a section with a button",
      { flags: CV2, components: [{ type: 9, components: [text("x")], accessory: button() }] },
    ],
  ])("takes %s", async (_what, body) => {
    expect((await send(body)).status).toBe(200);
    expect(discord.problems).toEqual([]);
  });

  it("tells where in the body the fault lies", async () => {
    const body = await json(send({ embeds: [{ title: "ok" }, { title: "x".repeat(257) }] }));
    expect(body).toMatchObject({
      message: "Invalid Form Body",
      errors: { embeds: { 1: { title: { _errors: [{ code: "BASE_TYPE_MAX_LENGTH" }] } } } },
    });
  });

  it("keeps every state of an edited message", async () => {
    const { id } = await json(send({ content: "one" }));
    await call(discord, "PATCH", `${general}/messages/${id as string}`, { content: "two" });
    const [message] = discord.messages("general");
    expect(message).toMatchObject({ content: "two", edits: [{ content: "one" }] });
    expect(message?.editedAt).toBeGreaterThanOrEqual(message?.createdAt ?? Infinity);
  });

  it("does not take the components flag off again", async () => {
    const { id } = await json(send({ flags: CV2, components: [text("x")] }));
    const answer = await call(discord, "PATCH", `${general}/messages/${id as string}`, { flags: 0 });
    expect(await answer.json()).toMatchObject({ code: 50_035 });
  });

  it("gives the first message again for a repeated nonce", async () => {
    const body = { content: "x", nonce: "n", enforce_nonce: true };
    const [first, second] = [await json(send(body)), await json(send(body))];
    expect(second["id"]).toBe(first["id"]);
    expect(discord.messages("general")).toHaveLength(1);
  });

  it("lists newest first, before, after and around an id", async () => {
    const ids: string[] = [];
    for (const content of ["1", "2", "3", "4", "5"])
      ids.push((await discord.person("oscar").say("general", content)).id);
    discord.setPrivilegedIntents(["MessageContent"]);
    const list = async (query: string): Promise<string> => {
      const messages = (await (await call(discord, "GET", `${general}/messages?${query}`)).json()) as Raw[];
      return messages.map(({ content }) => content).join("");
    };
    expect(await list("limit=2")).toBe("54");
    expect(await list(`before=${ids[2]}&limit=1`)).toBe("2");
    expect(await list(`after=${ids[2]}`)).toBe("54");
    expect(await list(`around=${ids[2]}&limit=3`)).toBe("432");
  });

  it("cannot be edited when somebody else wrote them", async () => {
    const { id } = await discord.person("oscar").say("general", "mine");
    const answer = await call(discord, "PATCH", `${general}/messages/${id}`, { content: "yours" });
    expect(await answer.json()).toMatchObject({ code: 50_005 });
  });
});

describe("pings", () => {
  it.each([
    ["a mention", "<@oscar>", undefined, { users: 1 }],
    ["a mention with parse []", "<@oscar>", { parse: [] }, {}],
    ["a mention in a code block", "```\n<@oscar> @everyone\n```", undefined, {}],
    ["everyone", "@everyone", undefined, { everyone: true }],
    ["a role in the list", "<@&Admin>", { parse: [], roles: ["Admin"] }, { roles: 1 }],
    ["a role not in the list", "<@&Admin>", { parse: ["users"] }, {}],
  ])(
    "counts %s",
    async (_what, content, allowed, expected: { users?: number; roles?: number; everyone?: boolean }) => {
      const { id: oscar } = discord.person("oscar");
      const { id: admin } = discord.guild.role("Admin");
      const named = content.replace("oscar", oscar).replace("Admin", admin);
      const list = allowed && "roles" in allowed ? { ...allowed, roles: [admin] } : allowed;
      await send({ content: named, ...(list && { allowed_mentions: list }) });
      const { users, roles, everyone } = discord.messages("general")[0]!.pings;
      expect({ users: users.length, roles: roles.length, everyone }).toEqual({
        users: 0,
        roles: 0,
        everyone: false,
        ...expected,
      });
    },
  );
});

describe("an edit", () => {
  it("pings nobody, but names whom it names", async () => {
    const { id: oscar } = discord.person("oscar");
    const { id } = await json(send({ content: "x" }));
    const edited = await json(
      call(discord, "PATCH", `${general}/messages/${id as string}`, { content: `<@${oscar}>` }),
    );
    expect(edited).toMatchObject({ mentions: [{ username: "oscar" }] });
    expect(discord.messages("general")[0]?.pings.users).toEqual([]);
  });
});

describe("files", () => {
  async function upload(payload: Raw, ...files: [name: string, data: string | Buffer][]): Promise<Response> {
    const form = new FormData();
    form.set("payload_json", JSON.stringify(payload));
    files.forEach(([name, data], index) => {
      form.set(
        `files[${index}]`,
        new Blob([new Uint8Array(Buffer.from(data as string))], { type: "text/plain" }),
        name,
      );
    });
    const headers = { Authorization: `Bot ${TOKEN}` };
    return fetch(`${discord.apiUrl}/v10${general}/messages`, { method: "POST", headers, body: form });
  }

  it("are kept and can be fetched", async () => {
    const { attachments } = await json(upload({ content: "log" }, ["console.log", "line\n"]));
    const [file] = attachments as { id: string; url: string; size: number }[];
    expect(file).toMatchObject({ filename: "console.log", size: 5 });
    expect(discord.attachment(file!.id)?.toString()).toBe("line\n");
    expect(await (await fetch(file!.url)).text()).toBe("line\n");
  });

  it("are refused above 10 MiB, and above 25 MiB in all", async () => {
    const big = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await json(upload({}, ["a", big]))).toMatchObject({ code: 50_045 });
    const answer = await upload({}, ["a", big], ["b", big], ["c", big]);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 40_005 });
  });

  it("stay or go with an edit as its list says", async () => {
    const { id } = await json(upload({ content: "x" }, ["a.txt", "a"], ["b.txt", "b"]));
    const [first] = discord.messages("general")[0]!.attachments;
    const path = `${general}/messages/${id as string}`;
    await call(discord, "PATCH", path, { attachments: [{ id: first!.id }] });
    expect(discord.messages("general")[0]!.attachments.map(({ filename }) => filename)).toEqual(["a.txt"]);
  });
});

describe("channels", () => {
  it("answer by what the bot may do in them", async () => {
    const console_ = discord.guild.channel("console");
    const post = (): Promise<Raw> =>
      json(call(discord, "POST", `/channels/${console_.id}/messages`, { content: "x" }));
    console_.deny("SendMessages");
    expect(await post()).toMatchObject({ code: 50_013 });
    console_.hide();
    expect(await post()).toMatchObject({ code: 50_001 });
    discord.guild.deleteChannel("console");
    expect(await post()).toMatchObject({ code: 10_003 });
  });

  it("hold threads that can be archived and locked", async () => {
    const start = { name: "session", type: ChannelType.PublicThread, auto_archive_duration: 1_440 };
    const { id } = await json(call(discord, "POST", `${general}/threads`, start));
    const path = `/channels/${id as string}`;
    expect((await call(discord, "POST", `${path}/messages`, { content: "in it" })).status).toBe(200);
    expect(discord.messages("session").map(({ content }) => content)).toEqual(["in it"]);
    expect((await call(discord, "PATCH", path, { archived: true })).status).toBe(200);
    discord.guild.channel("session").thread!.locked = true;
    expect(await json(call(discord, "POST", `${path}/messages`, { content: "late" }))).toMatchObject({
      code: 50_083,
    });
  });

  it("say that a thread was started, and open an archived one for whoever writes in it unless it is locked", async () => {
    const start = { name: "session", type: ChannelType.PublicThread };
    const { id } = await json(call(discord, "POST", `${general}/threads`, start));
    const [note] = discord.messages("general");
    expect(note).toMatchObject({ type: MessageType.ThreadCreated, content: "session", threadId: id });
    const path = `${general}/messages/${note!.id}`;
    expect(await json(call(discord, "GET", path))).toMatchObject({ message_reference: { channel_id: id } });
    const close = (body: Raw): Promise<Response> =>
      call(discord, "PATCH", `/channels/${id as string}`, { archived: true, ...body });
    const vera = discord.person("vera");
    await close({});
    await vera.say("session", "one more thing");
    expect(discord.guild.channel("session").thread?.archived).toBe(false);
    await close({});
    discord.guild.channel("session").thread!.locked = true;
    await expect(vera.say("session", "too late")).rejects.toThrow("This thread is locked.");
  });

  it("start a thread from a message once", async () => {
    const { id } = await json(send({ content: "x" }));
    const path = `${general}/messages/${id as string}/threads`;
    expect(await json(call(discord, "POST", path, { name: "t" }))).toMatchObject({
      id,
      type: ChannelType.PublicThread,
    });
    expect(await json(call(discord, "POST", path, { name: "t" }))).toMatchObject({ code: 160_004 });
  });

  it("pin messages only with the permission", async () => {
    const { id } = await json(send({ content: "x" }));
    const pin = (): Promise<Response> => call(discord, "PUT", `${general}/messages/pins/${id as string}`);
    expect((await pin()).status).toBe(403);
    discord.guild.channel("general").allow("PinMessages");
    expect((await pin()).status).toBe(204);
    expect(await json(call(discord, "GET", `${general}/messages/pins`))).toMatchObject({
      items: [{ message: { id } }],
    });
  });

  it("block what AutoMod blocks", async () => {
    discord.autoMod(/forbidden/u);
    expect(await json(send({ content: "a forbidden word" }))).toMatchObject({ code: 200_000 });
  });
});

describe("Discord's own schema", () => {
  it("is checked when its document is at hand", async () => {
    const checking = await DiscordSimulator.start({ token: TOKEN });
    const path = `/channels/${checking.guild.channel("general").id}/messages`;
    const answer = await call(checking, "POST", path, { content: "x", tts: "loudly" });
    expect(answer.status).toBe(checking.checksSchemas ? 400 : 200);
    if (checking.checksSchemas) expect(checking.problems[0]).toMatch(/tts: must be boolean/u);
    await checking.stop();
  });

  it("is off without it", async () => {
    expect(discord.checksSchemas).toBe(false);
    expect((await send({ content: "x", tts: "loudly" })).status).toBe(200);
  });
});
