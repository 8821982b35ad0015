import { afterEach, expect, test } from "vitest";
import { openHouse, until, type House } from "./house.ts";

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
