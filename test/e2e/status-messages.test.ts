import { afterEach, expect, test } from "vitest";
import { ROOST_GUILD } from "../simulators/discord/guild-plan.ts";
import { fieldsOf, openHouse, pause, quickTimings, until, type House } from "./house.ts";

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
