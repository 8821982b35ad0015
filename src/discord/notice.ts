/** A message that is kept up to date, and what is remembered of such messages over restarts. */
import type { APIEmbed, APIMessageTopLevelComponent, RawFile } from "discord.js";

export interface Notice {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  /** Only with the first post. */
  readonly files?: readonly RawFile[];
  /** Named in front of the content; pinged when it is posted, never when it is edited. */
  readonly roleId?: string | undefined;
  /** Nobody is called for what is over already. */
  readonly isOver?: boolean;
}

/** A notice that Discord does not have yet. */
export interface WaitingNotice {
  readonly name: string;
  readonly nonce: string;
  readonly notice: Notice;
}

/** What waits for Discord, over restarts. */
export interface KeptNotices {
  load(): readonly WaitingNotice[];
  save(waiting: readonly WaitingNotice[]): void;
}

/** Remembers which message has which name, over restarts. */
export interface KeptRefs {
  get(name: string): string | undefined;
  set(name: string, messageId: string): void;
  remove(name: string): void;
}
