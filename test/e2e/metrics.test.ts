import { afterEach, expect, test } from "vitest";
import { openHouse, pause, until, type House } from "./house.ts";

let house: House | undefined;
afterEach(async () => {
  await house?.[Symbol.asyncDispose]();
  house = undefined;
});

async function metrics(at: House): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${at.healthPort}/metrics`);
  expect(response.headers.get("content-type")).toContain("text/plain");
  return await response.text();
}

/** The value of one series; `undefined` when there is none. */
const valueOf = (text: string, series: string): number | undefined => {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
};

test("the metrics tell what goes on, in numbers that add up, and name nobody", async () => {
  house = await openHouse({
    panel: { servers: [{ name: "survival", game: "minecraft", running: true }] },
    environment: ({ discord, panel }) => ({
      CONSOLE_CHANNEL_ID: discord.guild.channel("general").id,
      CONSOLE_EXCLUDE: "secret",
      PANEL_SERVERS: `survival=${panel.server("survival").id}`,
    }),
  });
  const at = house;
  at.panel.server("survival").print("SteveTheGreat joined", "same", "same", "same", "a secret");
  await at.discord.untilMessage("general", ({ content }) => content.includes("same"));
  await (await at.person("vera").slash("/status")).reply();
  at.panel.server("survival").node.closeSockets();
  await until(() => at.loggedWith("the console socket is down").length > 0, "the drop");
  await at.travel(5000);
  await at.untilConsolesOpen();
  const text = await metrics(at);
  const channel = at.discord.guild.channel("general").id;
  const lines = (fate: string): number | undefined =>
    valueOf(text, `roost_relay_lines_total{server="survival",channel="${channel}",fate="${fate}"}`);
  expect({
    out: lines("out"),
    folded: lines("folded"),
    filtered: lines("filtered"),
    dropped: lines("dropped"),
  }).toEqual({
    out: (lines("in") ?? 0) - 1,
    folded: 2,
    filtered: 1,
    dropped: 0,
  });
  expect(valueOf(text, 'roost_socket_open{server="survival"}')).toBe(1);
  expect(valueOf(text, 'roost_socket_reconnects_total{server="survival"}')).toBe(1);
  expect(valueOf(text, "roost_socket_token_requests_total")).toBeGreaterThanOrEqual(1);
  expect(valueOf(text, 'roost_panel_requests_total{route="GET /",outcome="2xx"}')).toBe(1);
  expect(valueOf(text, 'roost_panel_budget_requests{what="left"}')).toBeGreaterThan(0);
  expect(valueOf(text, 'roost_interaction_seconds_count{command="status"}')).toBe(1);
  expect(valueOf(text, "roost_interaction_acknowledge_seconds_count")).toBe(1);
  expect(valueOf(text, 'roost_discord_responses_total{status="200"}')).toBeGreaterThan(0);
  expect(valueOf(text, 'roost_event_loop_delay_seconds{quantile="0.99"}')).toBeGreaterThan(0);
  expect(text).not.toMatch(/SteveTheGreat|vera|ptlc_|secret/i);
});

/** One server that streams into #general, and an audit log. */
async function open(): Promise<House> {
  house = await openHouse({
    panel: { servers: [{ name: "survival", game: "minecraft", running: true }] },
    environment: ({ discord, panel }) => ({
      CONSOLE_CHANNEL_ID: discord.guild.channel("general").id,
      AUDIT_CHANNEL_ID: discord.guild.channel("audit").id,
      PANEL_SERVERS: `survival=${panel.server("survival").id}`,
    }),
  });
  return house;
}

/** How much a series grew while something happened; waits until it did. */
async function growth(at: House, series: string, happens: () => Promise<unknown> | void): Promise<number> {
  const before = valueOf(await metrics(at), series) ?? 0;
  await happens();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const now = valueOf(await metrics(at), series) ?? 0;
    if (now !== before) return now - before;
    await pause();
  }
  return 0;
}

const ask = async (at: House, path: string, options = {}): Promise<void> =>
  void (await (await at.person("adam").slash(path, options)).reply());

test("each number moves when what it counts happens", async () => {
  const at = await open();
  const channel = at.discord.guild.channel("general").id;
  const renewed = 'roost_socket_token_renewals_total{server="survival"}';
  expect(await growth(at, renewed, () => at.travel(570_000, 10_000))).toBe(1);
  expect(
    await growth(at, renewed, () => {
      at.panel.wings.expireTokens();
    }),
  ).toBe(1);
  expect(
    await growth(at, 'roost_discord_responses_total{status="429"}', async () => {
      at.discord.rateLimitNext(20, { path: `/channels/${channel}/messages` });
      at.panel.server("survival").print("one line");
      await at.travel(3000);
    }),
  ).toBe(1);
  expect(
    await growth(
      at,
      'roost_panel_requests_total{route="GET /servers/:server/backups",outcome="500"}',
      async () => {
        at.panel.failNext(500, { path: "/backups", times: 1 });
        await ask(at, "/backup list");
      },
    ),
  ).toBe(1);
  expect(valueOf(await metrics(at), "roost_panel_retries_total")).toBeGreaterThan(0);
  expect(await growth(at, "roost_panel_cache_hits_total", () => ask(at, "/backup list"))).toBeGreaterThan(0);
  expect(
    await growth(at, 'roost_panel_budget_requests{what="left"}', async () => {
      await at.travel(10_000);
      await ask(at, "/files list");
    }),
  ).toBeLessThan(0);
  expect(
    await growth(at, 'roost_interaction_seconds_count{command="files list"}', () => ask(at, "/files list")),
  ).toBe(1);
});

test("what waits for Discord is seen to wait, how much and how long, and then no more", async () => {
  const at = await open();
  const channel = at.discord.guild.channel("general").id;
  const waiting = async (name: string): Promise<number | undefined> =>
    valueOf(await metrics(at), `roost_relay_${name}{server="survival",channel="${channel}"}`);
  await at.travel(3000);
  at.discord.guild.channel("general").deny("SendMessages", "ViewChannel");
  at.panel.server("survival").print("first", "second", "third");
  for (let step = 0; step < 50 && (await waiting("closed_out")) !== 1; step += 1)
    await at.travel(1000).then(() => pause());
  await at.travel(10_000);
  expect(await waiting("pending_lines")).toBe(3);
  expect(await waiting("pending_bytes")).toBeGreaterThan(10);
  expect(await waiting("oldest_seconds")).toBeGreaterThanOrEqual(10);
  expect(await waiting("closed_out")).toBe(1);
  at.discord.guild.channel("general").allow("SendMessages", "ViewChannel");
  for (let step = 0; step < 60 && (await waiting("pending_lines")) !== 0; step += 1)
    await at.travel(60_000, 5000).then(() => pause());
  expect([
    await waiting("pending_lines"),
    await waiting("oldest_seconds"),
    await waiting("closed_out"),
  ]).toEqual([0, 0, 0]);
});

test("the audit log's mirror is seen to wait as well", async () => {
  const at = await open();
  const { id } = at.discord.guild.channel("audit");
  const waiting = async (name: string): Promise<number | undefined> =>
    valueOf(await metrics(at), `roost_relay_${name}{server="(audit log)",channel="${id}"}`);
  expect(await waiting("pending_bytes")).toBe(0);
  at.discord.guild.channel("audit").deny("SendMessages", "ViewChannel");
  await ask(at, "/cmd", { command: "list" });
  for (let step = 0; step < 50 && (await waiting("closed_out")) !== 1; step += 1)
    await at.travel(1000).then(() => pause());
  await at.travel(5000);
  expect(await waiting("pending_bytes")).toBeGreaterThan(0);
  expect(await waiting("oldest_seconds")).toBeGreaterThanOrEqual(5);
});

test("nobody makes more series than there are commands, servers and routes", async () => {
  const at = await open();
  const names = async (): Promise<Set<string>> =>
    new Set(
      (await metrics(at))
        .split("\n")
        .flatMap((line) => (line.startsWith("#") ? [] : [line.slice(0, line.lastIndexOf(" "))])),
    );
  const attempt = async (word: string): Promise<void> => {
    await ask(at, "/status", { server: word });
    await ask(at, "/files read", { path: `/${word}.txt` });
    await ask(at, "/backup info", { backup: word });
    await ask(at, "/cmd", { command: `say ${word}` });
  };
  await attempt("aleph");
  const before = await names();
  for (const word of ["beth", "gimel"]) await attempt(word);
  const after = await names();
  expect([...after].filter((name) => !before.has(name))).toEqual([]);
  expect([...after].join("\n")).not.toMatch(/aleph|beth|gimel/);
});
