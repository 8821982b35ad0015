import { afterEach, expect, test } from "vitest";
import { ROOST_GUILD } from "../simulators/discord/guild-plan.ts";
import { buttonsOf, fieldsOf, openHouse, pause, quickTimings, until, type House } from "./house.ts";

let house: House | undefined;
afterEach(async () => {
  await house?.[Symbol.asyncDispose]();
  house = undefined;
});

const messages = (at: House) => at.discord.messages("status").filter(({ deleted }) => !deleted);

async function look(at: House): Promise<void> {
  await at.travel(20_000, 1000);
  await pause(40);
}

test("each server has one message, changed in place, over a restart too", async () => {
  house = await openHouse({
    discord: { guilds: [{ ...ROOST_GUILD, channels: ["general", "status"] }] },
    panel: {
      servers: [
        { name: "survival", game: "minecraft", running: true },
        { name: "valheim", game: "valheim", running: false },
      ],
      timings: quickTimings,
    },
    environment: ({ discord }) => ({ STATUS_CHANNEL_ID: discord.guild.channel("status").id }),
  });
  const at = house;
  await look(at);
  expect(messages(at).map((message) => [message.embeds[0]?.title, fieldsOf(message)["State"]])).toEqual([
    ["survival", "🟢 Running"],
    ["valheim", "🔴 Offline"],
  ]);
  expect(messages(at).map(buttonsOf)).toEqual([
    ["Console", "Send command"],
    ["Start", "Console"],
  ]);
  at.panel.server("survival").node.power.act("stop");
  await until(() => at.panel.server("survival").state === "offline", "the stop");
  await look(at);
  await at.restart();
  await at.untilConsolesOpen();
  await look(at);
  expect(messages(at).map((message) => fieldsOf(message)["State"])).toEqual(["🔴 Offline", "🔴 Offline"]);
  const edits = messages(at)[0]?.edits.length ?? 0;
  for (let minute = 0; minute < 3; minute += 1) await look(at);
  expect(messages(at)[0]?.edits).toHaveLength(edits);
});

test("its button sends a command after hours and a restart, with the access, the rules and the record of /cmd", async () => {
  house = await openHouse({
    discord: { guilds: [{ ...ROOST_GUILD, channels: ["general", "status", "console"] }] },
    panel: { servers: [{ name: "survival", game: "minecraft", running: true }], timings: quickTimings },
    environment: ({ discord }) => ({
      STATUS_CHANNEL_ID: discord.guild.channel("status").id,
      CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
      CMD_DENY: "op",
    }),
  });
  const at = house;
  await look(at);
  await at.restart();
  await at.untilConsolesOpen();
  await at.travel(2 * 3_600_000, 60_000);
  await at.untilConsolesOpen();
  const [message] = messages(at);
  const refused = await (await at.person("oscar").click(message!, "Send command")).reply();
  expect(refused).toMatchObject({ ephemeral: true });
  expect(refused.content).toContain("You cannot use this");
  const form = await (await at.person("adam").click(message!, "Send command")).modal();
  expect(form.title).toBe("Send a console command");
  const denied = await (await at.person("adam").submit(form, { command: "op adam" })).reply();
  expect(denied.content).toContain("may not be sent from Discord");
  const again = await (await at.person("adam").click(message!, "Send command")).modal();
  const sent = await (await at.person("adam").submit(again, { command: "list" })).reply();
  expect(sent).toMatchObject({ ephemeral: true });
  expect(at.panel.server("survival").stdin).toEqual(["list"]);
  await at.discord.untilMessage("console", ({ content }) => content.includes("⌨️ **Adam** `list`"));
  expect(await at.records()).toMatchObject([
    { actor: "Oscar", decision: "refused" },
    { actor: "Adam", command: "cmd", arguments: { command: "op adam" } },
    { actor: "Adam", command: "cmd", arguments: { command: "list" }, outcome: "sent" },
  ]);
});
