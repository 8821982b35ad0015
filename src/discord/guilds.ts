/** Which guilds this bot serves: those named in the environment, or the only one it is in. */
import type { Client, Guild } from "discord.js";
import type { Log } from "../lib/logger.ts";

export class ServedGuilds {
  readonly #named: ReadonlySet<string>;
  /** The only guild the bot was in when it started, where none is named. */
  #only: string | undefined;

  constructor(named: readonly string[]) {
    this.#named = new Set(named);
  }

  /** Deny by default: nothing is served before `settle` has looked. */
  serves(guildId: string): boolean {
    return this.#named.size > 0 ? this.#named.has(guildId) : guildId === this.#only;
  }

  /**
   * Looks where the bot is. A guild that it joins later is served only if it is named, or the first.
   * @returns a sentence when nobody can tell which guild is meant.
   */
  settle(client: Client, log: Log): string | undefined {
    const present = [...client.guilds.cache.keys()];
    for (const id of this.#named) {
      if (!present.includes(id))
        log.warn({ guild: id }, "the bot is not in this guild of DISCORD_GUILD_ID: invite it");
    }
    if (this.#named.size > 0) return undefined;
    if (present.length > 1)
      return `This bot is in ${present.length} guilds: set DISCORD_GUILD_ID to the ids of those it shall serve.`;
    this.#only = present[0];
    if (this.#only === undefined) log.warn({}, "the bot is in no guild yet: invite it");
    return undefined;
  }

  /** A guild has been joined. @returns whether it is served. */
  joined({ id }: Guild): boolean {
    if (this.#named.size === 0) this.#only ??= id;
    return this.serves(id);
  }
}
