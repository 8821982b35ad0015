import { expect, test } from "vitest";
import { openHouse } from "./house.ts";

test("/status shows how the server is, without asking the panel", async () => {
  await using house = await openHouse();
  const { discord, panel } = house;
  const use = await discord.person("vera", { in: "general" }).slash("/status");
  const reply = await use.reply();
  expect(reply.embeds[0]).toMatchObject({ title: "survival", color: 0x57_f2_87 });
  expect(panel.count("GET", "/servers/:server/resources")).toBe(0);
  expect(discord.problems).toEqual([]);
});
