/** Puts the relays together: consoles and the audit log, each into its channel. Part of the composition root. */
import { join } from "node:path";
import type { Config, ConsoleSettings } from "./config.ts";
import { createChannelSink } from "./discord/channel-sink.ts";
import { createKeptThreads } from "./discord/kept-threads.ts";
import { ThreadSink, type ThreadSinkOptions } from "./discord/thread-sink.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/logger.ts";
import { plain } from "./lib/markdown.ts";
import { ConsoleRelays } from "./relay/console-relays.ts";
import { createKeptStreams } from "./relay/kept-streams.ts";
import { createRedactor } from "./relay/redactor.ts";
import { createRelay, type Relay } from "./relay/relay.ts";
import { Spools } from "./relay/spool.ts";
import type { SmallState } from "./store/small-state.ts";
import type { TellTrouble } from "./tell-trouble.ts";

const diskIsFull =
  "⚠️ Console lines that wait for Discord cannot be written to `DATA_DIR`: is the disk full? The oldest are dropped meanwhile, and the channel says how many.";
const diskIsWell = "🟢 Console lines that wait for Discord can be written to `DATA_DIR` again.";

const noThreads = (server: string, channelId: string): string =>
  `⚠️ The console of **${plain(server)}** cannot go into a thread of <#${channelId}>: Roost may need **Create Public Threads** and **Send Messages in Threads** there, the thread may be locked, or there are too many already. Its lines stand in the channel itself.`;

interface RelayParts {
  rest: ThreadSinkOptions["rest"];
  clock: Clock;
  log: Log;
}

interface ConsoleParts {
  /** One gate for all consoles. */
  acquire: () => Promise<void>;
  fleet: Fleet;
  state: SmallState;
  tellTrouble: TellTrouble;
  /** Takes one line for the audit channel. */
  tell: (line: string) => void;
}

export function openConsoles(
  { console: settings, dataDir }: Config,
  parts: RelayParts & ConsoleParts,
): ConsoleRelays {
  const { fleet, rest, state, acquire, clock, log, tellTrouble, tell } = parts;
  const redact = createRedactor(settings.redaction);
  return new ConsoleRelays({
    fleet,
    channels: settings.channels,
    kept: createKeptStreams(state),
    spools: new Spools({
      folder: join(dataDir, "spool"),
      log,
      onDisk: ({ isOver }) => {
        tell(isOver ? diskIsWell : diskIsFull);
      },
    }),
    openSink: (channelId, server) => {
      const { threads: keeps } = settingsOf(settings, channelId);
      if (keeps === 0) return createChannelSink({ rest, channelId });
      return new ThreadSink({
        rest,
        channelId,
        server: server.name,
        keeps,
        kept: createKeptThreads(state, server.uuid, channelId),
        clock,
        log,
        onRefused: () => {
          tell(noThreads(server.name, channelId));
        },
      });
    },
    relayOptions: { acquire, clock, log },
    preparationFor: (channelId) => {
      const { style, level, include, exclude } = settingsOf(settings, channelId);
      return {
        style,
        level,
        include: include ? [include] : [],
        exclude: exclude ? [exclude] : [],
        redact,
      };
    },
    onTrouble: (channelId, server, trouble) => {
      tellTrouble(channelId, `The console of **${plain(server)}**`, trouble);
    },
    log,
  });
}

function settingsOf({ everywhere, byChannel }: Config["console"], channelId: string): ConsoleSettings {
  return { ...everywhere, ...byChannel.get(channelId) };
}

/** `undefined` without `AUDIT_CHANNEL_ID`. It passes no gate: what people did is not to wait behind consoles. */
export function openAuditChannel(
  { auditChannelId: channelId }: Config,
  { rest, clock, log }: RelayParts,
): Relay | undefined {
  if (channelId === undefined) return undefined;
  return createRelay({
    sink: createChannelSink({ rest, channelId }),
    style: "plain",
    // It is made of our own words, and what was typed is hidden in them already.
    redact: (text) => text,
    clock,
    log,
    name: "audit",
    // Where else could it be told?
    onTrouble: ({ failure, isOver }) => {
      if (isOver) log.info({ channel: channelId }, "the audit channel takes messages again");
      else log.warn({ channel: channelId, failure }, "the audit channel takes no messages");
    },
  });
}
