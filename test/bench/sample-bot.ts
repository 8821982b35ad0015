/** The hoster's sample bot, out of its guide where that is at hand, else a copy of what it does; beside Roost. */
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startBot, type BotProcess } from "./bot-process.ts";
import type { World } from "./stage.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const guide = path("../../../shared/xgamingserver-api-guide.md");

/** What has to differ for the simulators: where the panel and Discord are. */
const replacements = [
  ["const PANEL = 'https://panel.xgamingserver.com';", "const PANEL = process.env.SAMPLE_PANEL;"],
  ["new REST()", "new REST({ api: process.env.SAMPLE_DISCORD_API })"],
  ["new Client({", "new Client({ rest: { api: process.env.SAMPLE_DISCORD_API },"],
] as const;

export interface SampleBot extends AsyncDisposable {
  /** Whether it is the guide's own text. */
  isOriginal: boolean;
  process: BotProcess;
  /** How often an error would have ended it. */
  readonly timesEnded: number;
}

/** Starts it in `world`, with a preload that keeps it alive. Resolves when it answers commands. */
export async function startSampleBot(world: World): Promise<SampleBot> {
  const { discord, panel, token, folder } = world;
  const original = readSample();
  const file = original === undefined ? path("sample-bot-copy.ts") : join(folder, "sample.mjs");
  if (original !== undefined) {
    writeFileSync(file, original);
    symlinkSync(path("../../node_modules"), join(folder, "node_modules"));
  }
  const bot = await startBot({
    args: ["--import", new URL("outlive.ts", import.meta.url).href, file],
    folder,
    environment: {
      DISCORD_TOKEN: token,
      DISCORD_APP_ID: discord.applicationId,
      XGS_API_KEY: panel.key,
      XGS_SERVER_ID: panel.server("survival").id,
      SAMPLE_PANEL: panel.url,
      SAMPLE_DISCORD_API: discord.apiUrl,
    },
    isReady: discord.ready(),
  });
  return {
    isOriginal: original !== undefined,
    process: bot,
    get timesEnded() {
      return bot.errors.filter((line) => line === endedMark).length;
    },
    [Symbol.asyncDispose]: () => bot[Symbol.asyncDispose](),
  };
}

/** As `outlive.ts` writes it. */
const endedMark = "would have ended here";

/** The guide's Node.js program, led to other addresses; `undefined` when there is none, or it reads differently now. */
function readSample(): string | undefined {
  if (!existsSync(guide)) return undefined;
  const block = /```javascript\n([\s\S]*?)```/.exec(readFileSync(guide, "utf8"))?.[1];
  if (block === undefined || !replacements.every(([from]) => block.includes(from))) return undefined;
  return replacements.reduce((text, [from, to]) => text.replace(from, to), block);
}
