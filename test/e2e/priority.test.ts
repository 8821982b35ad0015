import { expect, test } from "vitest";
import { ROOST_GUILD } from "../simulators/discord/guild-plan.ts";
import { openHouse, pause, quickTimings, until, type House } from "./house.ts";

const servers = ["survival", "creative"];

/** Everything goes to one channel, the worst place for it: all share Discord's limits there. */
const openWithOneChannel = (): Promise<House> =>
  openHouse({
    discord: { guilds: [{ ...ROOST_GUILD, channels: ["general", "console"] }] },
    panel: {
      servers: servers.map((name) => ({ name, game: "minecraft", running: true })),
      timings: quickTimings,
    },
    environment: ({ discord, panel }) => {
      const { id } = discord.guild.channel("console");
      return {
        PANEL_SERVERS: servers.map((name) => `${name}=${panel.server(name).id}`).join(","),
        CONSOLE_CHANNEL_ID: `survival:${id}`,
        ALERT_CHANNEL_ID: id,
        AUDIT_CHANNEL_ID: id,
        STATUS_CHANNEL_ID: id,
      };
    },
  });

/** Milliseconds in real time. */
async function took(happens: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await happens();
  return performance.now() - startedAt;
}

test("an alert, a reply and the audit log wait for no flood, even in the flood's own channel", async () => {
  await using at = await openWithOneChannel();
  const flood = at.panel.server("survival").flood(500, 8);
  await until(() => at.discord.messages("console").length > 2, "the flood");
  await pause(2000);
  const reply = await took(async () =>
    (await at.person("vera").slash("/status", { server: "creative" })).reply(),
  );
  const audit = await took(async () => {
    await at.person("adam").slash("/cmd", { command: "say hello", server: "creative" });
    await at.discord.untilMessage("console", ({ content }) =>
      content.includes("used `/cmd command: say hello`"),
    );
  });
  at.panel.server("creative").node.power.held = true;
  const alert = await took(async () => {
    at.panel.server("creative").crash(1);
    await at.discord.untilMessage("console", ({ embeds }) => embeds[0]?.title === "🔴 creative crashed");
  });
  // Discord's own limit, five in five seconds, is the most that anything may cost.
  expect(reply).toBeLessThan(1000);
  expect(audit).toBeLessThan(5500);
  expect(alert).toBeLessThan(5500);
  expect(at.discord.rateLimited).toEqual([]);
  await flood;
});
