/** A house with one server, whose console and audit log have a channel each. */
import { ROOST_GUILD } from "../simulators/discord/guild-plan.ts";
import { openHouse, quickTimings, type House, type HouseOptions } from "./house.ts";

export function openConsoleHouse(options: HouseOptions = {}): Promise<House> {
  return openHouse({
    discord: { guilds: [{ ...ROOST_GUILD, channels: ["general", "console", "audit"] }] },
    panel: { servers: [{ name: "survival", game: "minecraft", running: true }], timings: quickTimings },
    ...options,
    environment: (world) => ({
      CONSOLE_CHANNEL_ID: world.discord.guild.channel("console").id,
      AUDIT_CHANNEL_ID: world.discord.guild.channel("audit").id,
      ...options.environment?.(world),
    }),
  });
}
