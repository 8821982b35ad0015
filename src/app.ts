/** The composition root: everything is made here, given what it needs, started and stopped in order. */
import { commands } from "../commands/index.ts";
import { parseConfig, type Config, type Environment } from "./config.ts";
import { accessPaths } from "./discord/access.ts";
import { Bot, type Serving } from "./discord/bot.ts";
import { Catalogue } from "./discord/catalogue.ts";
import type { Hearing } from "./discord/client.ts";
import { hearingFor } from "./discord/console-wish.ts";
import { ComponentStore } from "./discord/component-store.ts";
import { createConsoleInput } from "./discord/console-input.ts";
import { createDispatcher } from "./discord/dispatcher.ts";
import { toPayload } from "./discord/payload.ts";
import { createRecorder } from "./discord/recorder.ts";
import type { RunParts } from "./discord/run-command.ts";
import { openFileDesk, type OpenFileDesk } from "./files/desk.ts";
import { createFleet, type Fleet } from "./fleet/fleet.ts";
import type { HealthServer } from "./health.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/logger.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import type { RelayReading } from "./part-metrics.ts";
import { createPanel, PanelError, type Panel } from "./panel/panel.ts";
import type { ConsoleRelays } from "./relay/console-relays.ts";
import { createGate } from "./relay/gate.ts";
import { createRedactor } from "./relay/redactor.ts";
import type { Relay } from "./relay/relay.ts";
import { createAuditLog } from "./store/audit.ts";
import type { Database } from "./store/database.ts";
import { openAlerts, type OpenAlerts } from "./open-alerts.ts";
import { openAuditChannel, openConsoles } from "./open-consoles.ts";
import { openHealth, openSmallState, openStore } from "./open-local.ts";
import { openStatusMessages } from "./open-status-messages.ts";
import { createTroubleTeller } from "./tell-trouble.ts";

/** What differs between the real world and a test. */
export interface AppSeams {
  clock: Clock;
  log: Log;
  version?: string;
}

export interface App {
  /** Resolves when commands are served. @throws {ConfigError} when the environment asks for what cannot be. */
  start(): Promise<void>;
  /** Delivers what is pending, closes everything. Resolves within five seconds; may be called at any time. */
  stop(): Promise<void>;
  /** Resolves with a sentence for whoever runs this, when it makes no sense to go on: a wrong token, a wrong key. */
  readonly ended: Promise<string>;
}

/** The bot's other requests must never wait behind console traffic (discord-contract 3.3). */
const relayRequestsPerSecond = 20;
/** Of the five seconds that stopping may take. */
const flushMs = 2500;
const auditFlushMs = 700;

/** How long each of the things that have to end may take to do so, in milliseconds. */
const graceMs = 600;

const keySentence =
  "The panel does not accept PANEL_API_KEY: make a new key (panel → Account → API Key → Create) and put it into .env.";

/** @throws {ConfigError} */
export function readConfig(environment: Environment): Config {
  return parseConfig(environment, commands.flatMap(accessPaths));
}

export function createApp(config: Config, seams: AppSeams): App {
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  const parts = createParts(config, seams, end);
  let running: Running | undefined;
  let stopped: Promise<void> | undefined;
  return {
    ended,
    async start() {
      running = await run(config, parts, seams);
      await Promise.all([startFleet(parts.fleet, end), parts.bot.start(running.serving, running.hears)]);
    },
    stop: () => (stopped ??= stop(parts, running, seams.clock)),
  };
}

/** What lives from the beginning to the end and needs nothing but the configuration. */
interface Parts {
  panel: Panel;
  fleet: Fleet;
  bot: Bot;
  /** Nobody reads them without `HTTP_PORT`. */
  metrics: Metrics | undefined;
}

function createParts(
  config: Config,
  { clock, log, version }: AppSeams,
  end: (sentence: string) => void,
): Parts {
  let asksAgain = false;
  const panel = createPanel({
    ...config.panel,
    ...(version === undefined ? {} : { version }),
    clock,
    log,
    onKeyRefused: () => {
      if (asksAgain) return;
      asksAgain = true;
      void isKeyRefused(panel).then((isRefused) => {
        asksAgain = false;
        if (isRefused) end(keySentence);
      });
    },
  });
  const { origin, servers } = config.panel;
  const fleet = createFleet({ panel, origin, servers: servers.length > 0 ? servers : "all", clock, log });
  const metrics = config.http && createMetrics();
  const bot = new Bot({
    ...config.discord,
    payload: toPayload(commands, config.access),
    clock,
    log,
    onFatal: end,
    onAnswered: (status) => metrics?.discordAnswered(status),
  });
  return { panel, fleet, bot, metrics };
}

/** One refusal may be a proxy's hiccup: asked once more, what is refused again is refused. */
async function isKeyRefused(panel: Panel): Promise<boolean> {
  try {
    await panel.background.account.details();
    return false;
  } catch (error) {
    return error instanceof PanelError && error.failure === "unauthorized";
  }
}

/** What is opened when the program starts. */
interface Running {
  serving: Serving;
  hears: Hearing;
  consoles: ConsoleRelays;
  alerts: OpenAlerts | undefined;
  closeStatus: (() => void) | undefined;
  audit: Relay | undefined;
  files: OpenFileDesk;
  database: Database;
  health: HealthServer | undefined;
}

async function run(
  config: Config,
  { panel, fleet, bot, metrics }: Parts,
  { clock, log }: AppSeams,
): Promise<Running> {
  const database = openStore(config.dataDir);
  const health = await openHealth(config.http, { bot, panel, fleet, metrics });
  if (health) log.info({ port: health.port }, "health is served");
  const acquire = createGate({ clock, perSecond: relayRequestsPerSecond });
  const audit = openAuditChannel(config, { rest: bot.rest, clock, log });
  const records = createAuditLog(database, clock);
  const tell = (line: string): void => audit?.note(line);
  const state = openSmallState(database, { tell, log });
  const tellTrouble = createTroubleTeller(tell, log);
  const consoles = openConsoles(config, {
    fleet,
    rest: bot.rest,
    state,
    acquire,
    clock,
    log,
    tellTrouble,
    tell,
  });
  metrics?.watch({
    fleet,
    panel,
    relays: () => [...consoles.stats(), ...auditReading(audit, config.auditChannelId)],
  });
  const closeStatus = openStatusMessages(config, { fleet, bot, state, clock, log, tellTrouble });
  const spoke = (channelId: string): void => {
    consoles.cut(channelId);
  };
  const alertParts = { panel, fleet, bot, records, state, clock, log, tellTrouble, tell, spoke };
  const alerts = openAlerts(config, alertParts);
  const files = openFileDesk({ database, clock, apiUrl: config.discord.apiUrl });
  const running: RunParts = {
    catalogue: new Catalogue(commands),
    rules: config.access,
    serves: (guildId) => bot.guilds.serves(guildId),
    fleet,
    recorder: createRecorder({
      audit: records,
      mirror: (line) => audit?.note(line),
      // A record is for good: what is hidden there does not depend on what the channel shows.
      redact: createRedactor({ ...config.console.redaction, isOn: true }),
      log,
    }),
    records,
    files,
    alerts: alerts?.desk,
    consoles,
    clock,
    log,
    consolePolicy: config.cmd,
    redact: createRedactor(config.console.redaction),
  };
  const serving: Serving = {
    dispatch: createDispatcher({
      ...running,
      components: new ComponentStore(clock),
      onAcknowledged: (ms) => metrics?.acknowledged(ms),
      onServed: (command, ms) => metrics?.served(command, ms),
    }),
    onMessage: createConsoleInput({
      ...running,
      mode: config.console.input,
      channels: {
        serversIn: (channelId) => consoles.serversIn(channelId),
        cut: (channelId) => {
          consoles.cut(channelId);
        },
      },
      client: () => bot.client,
      time: bot.time,
      rest: bot.rest,
    }),
  };
  return {
    serving,
    hears: hearingFor(
      config.console.input,
      config.console.channels.length > 0 || state.names("console:").length > 0,
    ),
    consoles,
    alerts,
    closeStatus,
    audit,
    files,
    database,
    health,
  };
}

/** The audit log's mirror streams into a channel like a console; no server is called so. */
function auditReading(audit: Relay | undefined, channelId = ""): RelayReading[] {
  return audit ? [{ server: "(audit log)", channelId, stats: audit.stats(), isOfNotes: true }] : [];
}

/**
 * The servers first, so that outcomes that are still watched can be told; then what has to be delivered, the audit log's
 * mirror last because those replies add to it; and only then the connection that all of it needs.
 */
async function stop(parts: Parts, running: Running | undefined, clock: Clock): Promise<void> {
  const { fleet, bot, panel, metrics } = parts;
  running?.closeStatus?.();
  await atMost(clock, fleet.stop());
  await Promise.all([running?.consoles.close(flushMs), running?.alerts?.close(flushMs), bot.finish(flushMs)]);
  await running?.audit?.flush(auditFlushMs);
  running?.audit?.stop();
  metrics?.close();
  await Promise.all([atMost(clock, bot.stop()), atMost(clock, panel.close())]);
  if (running) await close(running);
}

/** What other sides may keep waiting must not keep what is to be delivered and closed after it. */
async function atMost(clock: Clock, work: Promise<void>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, clock.sleep(graceMs, done.signal)]);
  done.abort();
}

/** What is open on this machine. */
async function close({ health, files, database }: Running): Promise<void> {
  await health?.close();
  await files.close();
  database.close();
}

async function startFleet(fleet: Fleet, end: (sentence: string) => void): Promise<void> {
  try {
    await fleet.start();
  } catch (error) {
    if (!(error instanceof PanelError)) throw error;
    end(keySentence);
  }
}
