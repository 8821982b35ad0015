/** Puts the status messages together. Part of the composition root. */
import type { Config } from "./config.ts";
import type { Bot } from "./discord/bot.ts";
import { createKeptRefs } from "./discord/kept-refs.ts";
import { NoticeBoard } from "./discord/notice-board.ts";
import { StatusMessages } from "./discord/status-messages.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/logger.ts";
import type { SmallState } from "./store/small-state.ts";
import type { TellTrouble } from "./tell-trouble.ts";

export interface StatusParts {
  fleet: Fleet;
  bot: Bot;
  state: SmallState;
  clock: Clock;
  log: Log;
  tellTrouble: TellTrouble;
}

/** Gives what ends it; `undefined` without `STATUS_CHANNEL_ID`. */
export function openStatusMessages(
  { statusChannelId: channelId }: Config,
  { fleet, bot, state, clock, log, tellTrouble }: StatusParts,
): (() => void) | undefined {
  if (channelId === undefined) return undefined;
  const notices = new NoticeBoard({
    rest: bot.rest,
    channelId,
    refs: createKeptRefs(state, "status", channelId),
    clock,
    log,
    isLasting: true,
    onTrouble: (trouble) => {
      tellTrouble(channelId, "The status of the servers", trouble);
    },
  });
  const messages = new StatusMessages({ fleet, notices, clock, log });
  return () => {
    messages.stop();
    notices.stop();
  };
}
