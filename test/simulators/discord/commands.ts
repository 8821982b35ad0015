/** The registered commands of the application: global ones and those of each guild. */
import { refuse } from "./api-error.ts";
import type { Changes } from "./changes.ts";
import { checkCommand, checkCommands } from "./command-limits.ts";
import { numberOf, textOf, type Raw } from "./raw.ts";

export interface CommandsInit {
  applicationId: string;
  nextId: () => string;
  changes: Changes;
}

const GLOBAL = "";

export class Commands {
  readonly #init: CommandsInit;
  readonly #scopes = new Map<string, Raw[]>();
  /** How many requests changed or replaced commands. */
  writes = 0;
  /** How many commands came into being; 200 a day and guild are allowed. */
  created = 0;

  constructor(init: CommandsInit) {
    this.#init = init;
  }

  /** Commands of the guild, or the global ones. */
  list(guildId?: string): Raw[] {
    return this.#scopes.get(guildId ?? GLOBAL) ?? [];
  }

  /** What a person in that guild can call: the guild's own before the global ones. */
  callableIn(guildId: string | undefined): Raw[] {
    const own = guildId === undefined ? [] : this.list(guildId);
    return [...own, ...this.list()];
  }

  /** @throws {ApiError} 10063 */
  get(id: string, guildId?: string): Raw {
    const found = this.list(guildId).find((command) => command["id"] === id);
    if (!found) throw refuse("unknownCommand");
    return found;
  }

  /** Bulk overwrite. A command whose name and kind stay keeps its id. @throws {ApiError} 50035 */
  overwrite(bodies: readonly Raw[], guildId?: string): Raw[] {
    this.writes += 1;
    checkCommands(bodies);
    const fresh = bodies.map((body) => this.#build(body, guildId));
    this.#save(fresh, guildId);
    return fresh;
  }

  /** Creates, or replaces the one with that name and kind. @throws {ApiError} 50035 */
  upsert(body: Raw, guildId?: string): Raw {
    this.writes += 1;
    checkCommand(body);
    const command = this.#build(body, guildId);
    const others = this.list(guildId).filter(({ id }) => id !== command["id"]);
    checkCommands([...others, command]);
    this.#save([...others, command], guildId);
    return command;
  }

  /** @throws {ApiError} 10063 or 50035 */
  edit(id: string, change: Raw, guildId?: string): Raw {
    this.writes += 1;
    const edited = { ...this.get(id, guildId), ...change, id, version: this.#init.nextId() };
    checkCommand(edited);
    this.#save(
      this.list(guildId).map((command) => (command["id"] === id ? edited : command)),
      guildId,
    );
    return edited;
  }

  /** @throws {ApiError} 10063 */
  delete(id: string, guildId?: string): void {
    this.writes += 1;
    const gone = this.get(id, guildId);
    this.#save(
      this.list(guildId).filter((command) => command !== gone),
      guildId,
    );
  }

  #build(body: Raw, guildId: string | undefined): Raw {
    const type = numberOf(body["type"], 1);
    const known = this.list(guildId).find(
      (command) => command["name"] === body["name"] && command["type"] === type,
    );
    if (!known) this.created += 1;
    return {
      options: [],
      default_member_permissions: null,
      dm_permission: true,
      nsfw: false,
      contexts: null,
      integration_types: [0],
      ...body,
      description: textOf(body["description"]),
      type,
      id: known?.["id"] ?? this.#init.nextId(),
      application_id: this.#init.applicationId,
      version: this.#init.nextId(),
      ...(guildId !== undefined && { guild_id: guildId }),
    };
  }

  #save(commands: Raw[], guildId: string | undefined): void {
    this.#scopes.set(guildId ?? GLOBAL, commands);
    this.#init.changes.emit({ type: "commands", guildId });
  }
}
