/** Runs a built image against the simulators, as the README says to run it. Usage: `docker-smoke.ts IMAGE` */
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import { PanelSimulator } from "../simulators/panel/panel-simulator.ts";

const engine = "/usr/bin/docker";
const [image = "roost"] = process.argv.slice(2);
const token = `smoke-token-${"x".repeat(40)}`;
const name = `roost-smoke-${process.pid}`;

/** Never a synchronous call: the simulators live in this process and must go on answering. */
async function docker(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(engine, words);
  return stdout.trim();
}

function check(what: string, isTrue: boolean): void {
  process.stdout.write(`  ${isTrue ? "ok" : "FAILED"}: ${what}\n`);
  if (!isTrue) process.exitCode = 1;
}

const discord = await DiscordSimulator.start({ token });
const panel = await PanelSimulator.start();
const environment = {
  DISCORD_TOKEN: token,
  DISCORD_API_URL: discord.apiUrl,
  PANEL_URL: panel.url,
  PANEL_API_KEY: panel.key,
  CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
  HTTP_PORT: "18080",
};
const settings = Object.entries(environment).flatMap(([key, value]) => ["-e", `${key}=${value}`]);
// The host's network, because the simulators listen on loopback only.
const container = spawn(
  engine,
  [
    "run",
    "--rm",
    "--name",
    name,
    "--network=host",
    "--read-only",
    "--cap-drop=ALL",
    "-v",
    `${name}:/data`,
    ...settings,
    image,
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);
let log = "";
container.stdout.on("data", (chunk: Buffer) => {
  log += chunk.toString();
});
const exited = new Promise<number | null>((resolve) => container.once("exit", resolve));

try {
  await discord.ready();
  const use = await discord.person("olivia", { in: "general" }).slash("/status");
  const { embeds } = await use.reply();
  check("/status is answered", embeds[0]?.title === "survival");
  const [, ...probe] = JSON.parse(
    await docker("inspect", image, "--format", "{{json .Config.Healthcheck.Test}}"),
  ) as string[];
  check("the image's own health check passes", (await docker("exec", name, ...probe)) === "");
  check(
    "nothing but /data can be written",
    (await docker("exec", name, "sh", "-c", "touch /app/x 2>/dev/null || echo refused")) === "refused",
  );
  const status = await docker("exec", name, "cat", "/proc/1/status");
  process.stdout.write(
    `  resting size: ${Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000)} MB\n`,
  );
  const startedAt = performance.now();
  await docker("stop", "-t", "9", name);
  const code = await exited;
  check(
    `it stops within 5 s (${Math.round(performance.now() - startedAt)} ms) with 0 (${code})`,
    code === 0 && performance.now() - startedAt < 5000,
  );
  check("no secret is in its log", log.length > 0 && !log.includes(token) && !log.includes(panel.key));
} finally {
  await docker("rm", "-f", name).catch(() => undefined);
  await docker("volume", "rm", name).catch(() => undefined);
  await discord.stop();
  await panel.stop();
}
