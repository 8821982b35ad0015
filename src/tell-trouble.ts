/** Tells whoever runs the bot that a channel is closed to it: once when it begins, once when it is over. */
import type { Log } from "./lib/logger.ts";

export interface ChannelTrouble {
  readonly failure: "channel-gone" | "forbidden";
  readonly isOver: boolean;
}

/** Takes the channel and what it was for, as it fits a sentence: `the console of survival`. */
export type TellTrouble = (channelId: string, purpose: string, trouble: ChannelTrouble) => void;

export function createTroubleTeller(mirror: (line: string) => void, log: Log): TellTrouble {
  return (channelId, purpose, { failure, isOver }) => {
    const facts = { channel: channelId, purpose, failure };
    if (isOver) {
      log.info(facts, "a channel takes messages again");
      mirror(`🟢 ${purpose} can be shown in <#${channelId}> again; what waited follows.`);
      return;
    }
    log.warn(facts, "a channel takes no messages");
    const why =
      failure === "channel-gone"
        ? "the channel was deleted, or is of a kind that takes no messages"
        : "Roost may not write there: it needs View Channel, Send Messages, Embed Links and Attach Files, and in a thread Send Messages in Threads";
    mirror(`⚠️ ${purpose} cannot be shown in <#${channelId}>: ${why}. Roost tries again by itself.`);
  };
}
