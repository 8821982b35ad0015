/** The entry: environment → createApp → start; stops on SIGINT and SIGTERM. */
import packageJson from "../package.json" with { type: "json" };

const neededNode = 24;
const stopWithinMs = 4800;
/** The longest that a timer can wait. */
const foreverMs = 2 ** 31 - 1;

if (Number.parseInt(process.versions.node, 10) < neededNode) {
  process.stderr.write(
    `Roost needs Node.js ${neededNode} or newer, and this is ${process.versions.node}. Use "npm start", or the Docker image.\n`,
  );
  process.exit(1);
}

const { ConfigError, configExitCode } = await import("./config-error.ts");
const { readEnvironment } = await import("./config.ts");
const { useOneUndici } = await import("./discord/one-undici.ts");
useOneUndici();
const { createApp, readConfig } = await import("./app.ts");
const { systemClock } = await import("./lib/clock.ts");
const { createLogger, logDestination } = await import("./lib/logger.ts");

try {
  await main();
} catch (error) {
  if (error instanceof ConfigError) leave(error.message, configExitCode);
  leave("Roost could not start. The log above says what went wrong.", 1);
}

async function main(): Promise<void> {
  const config = readConfig(readEnvironment());
  const log = createLogger({
    level: config.log.level,
    secrets: [config.discord.token, config.panel.apiKey],
    destination: await logDestination(config.log.format ?? (process.stdout.isTTY ? "pretty" : "json")),
  });
  // A fault nobody foresaw must not take the console, the alerts and everybody's commands with it.
  process.on("uncaughtException", (error) => {
    log.error({ err: error }, "an error was not caught anywhere");
  });
  const app = createApp(config, { clock: systemClock, log, version: packageJson.version });
  // While nothing answers, only timers run, and none of them keeps a process alive.
  setInterval(() => undefined, foreverMs);
  const stop = async (code: number): Promise<void> => {
    // If stopping hangs, the five seconds that a container gets are over before its patience is.
    setTimeout(() => process.exit(code), stopWithinMs);
    await app.stop();
    process.exit(code);
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => {
      log.info({ signal: name }, "stopping");
      void stop(0);
    });
  }
  log.info({ version: packageJson.version, node: process.versions.node }, "starting");
  const ended = app.ended.then((sentence) => ({ sentence }));
  const started = app.start().catch((error: unknown) => {
    if (!(error instanceof ConfigError)) log.fatal({ err: error }, "could not start");
    throw error;
  });
  const early = await Promise.race([ended, started]);
  if (!early) log.info({}, "ready");
  const { sentence } = await ended;
  process.stderr.write(`\n${sentence}\n`);
  await stop(configExitCode);
}

function leave(message: string, code: number): never {
  process.stderr.write(`\n${message}\n`);
  process.exit(code);
}
