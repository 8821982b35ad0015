/** `npm run screens`: the pictures of the README, made anew by playing through the playground in a browser. */
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import {
  be,
  message,
  messageBox,
  openRig,
  quick,
  show,
  type,
  type PageOptions,
  type PageRig,
} from "./page-rig.ts";
import { openWorld, type World } from "./world.ts";

const folder = fileURLToPath(new URL("screens/", import.meta.url));

/** File name → how to come to what it shows. */
const screens: Record<string, { look: PageOptions; play: (page: Page, world: World) => Promise<void> }> = {
  "guild-dark": {
    look: { width: 1280 },
    async play(page) {
      await run(page, "/status ", "<Enter>");
      await message(page, "Adam").locator(".embed").waitFor();
      await run(page, "/cmd ", "list", "<Enter>");
      await message(page, "players online").waitFor();
      await run(page, "/restart ", "<Enter>");
      await message(page, "is running again").waitFor();
    },
  },
  "console-light": {
    look: { width: 1280, colorScheme: "light" },
    async play(page, { panel }) {
      await show(page, "console");
      const survival = panel.server("survival");
      survival.playerJoins("Steve");
      survival.says("Steve", "who took the diamonds");
      survival.node.command("tps");
      await page.getByText("TPS from last 1m").waitFor();
    },
  },
  "commands-dark": {
    look: { width: 1280 },
    async play(page) {
      await type(page, "/backup");
      await page.getByRole("option", { name: "/backup restore" }).waitFor();
    },
  },
  "edit-dark": {
    look: { width: 1280 },
    async play(page) {
      await run(page, "/files edit ", "/server.properties", "<Escape>", "<Enter>");
      await message(page, "/server.properties").getByRole("button", { name: "Edit" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  "phone-dark": {
    look: { width: 390 },
    async play(page) {
      await run(page, "/status ", "<Enter>");
      await message(page, "Adam").locator(".embed").waitFor();
      await run(page, "/files read ", "/server.properties", "<Escape>", "<Enter>");
      await message(page, "difficulty=normal").waitFor();
    },
  },
  "refused-light": {
    look: { width: 1280, colorScheme: "light" },
    async play(page) {
      await be(page, "vera");
      await messageBox(page).focus();
      await run(page, "/servers ", "<Enter>");
      await message(page, "valheim").waitFor();
      await run(page, "/restart ", "<Enter>");
      await message(page, "You cannot use this").waitFor();
    },
  },
};

await mkdir(folder, { recursive: true });
await using rig = await openRig(await openWorld({ timings: { ...quick, startMs: 1500, stopMs: 600 } }));
rig.world.panel.server("survival").playerJoins("Alex");
for (const [name, { look, play }] of Object.entries(screens)) await take(rig, name, { look, play });

async function take(rig: PageRig, name: string, { look, play }: (typeof screens)[string]): Promise<void> {
  const page = await rig.open({ as: "adam", ...look });
  await messageBox(page).focus();
  await play(page, rig.world);
  await page.screenshot({ path: `${folder}${name}.png`, animations: "disabled" });
  await page.context().close();
  console.log(`test/playground/screens/${name}.png`);
}

async function run(page: Page, ...keys: readonly string[]): Promise<void> {
  await messageBox(page).waitFor();
  await type(page, ...keys);
}
