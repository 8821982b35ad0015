/** Makes a guild's slash commands what they should be, and writes only when they are not. */
import { Routes, type REST } from "discord.js";
import type { Log } from "../lib/logger.ts";
import { saysTheSame, type CommandsPayload } from "./payload.ts";

export interface RegistrationParts {
  rest: REST;
  appId: string;
  log: Log;
}

/** Guild commands change at once, global ones may take an hour to show. @throws what discord.js throws. */
export async function registerCommands(
  guildId: string,
  wanted: CommandsPayload,
  { rest, appId, log }: RegistrationParts,
): Promise<void> {
  const route = Routes.applicationGuildCommands(appId, guildId);
  const registered = await rest.get(route);
  if (saysTheSame(wanted, registered)) {
    log.debug({ guild: guildId }, "the slash commands are up to date");
    return;
  }
  await rest.put(route, { body: wanted });
  log.info({ guild: guildId, commands: wanted.length }, "the slash commands were written");
}

/**
 * Removes global commands that go by our commands' names: the same application may have run another bot before, and
 * people would see each of them twice.
 */
export async function removeNamesakes(
  wanted: CommandsPayload,
  { rest, appId, log }: RegistrationParts,
): Promise<void> {
  const names = new Set(wanted.map(({ name }) => name));
  const registered = await rest.get(Routes.applicationCommands(appId));
  if (!Array.isArray(registered)) return;
  for (const { id, name } of registered as { id: string; name: string }[]) {
    if (!names.has(name)) continue;
    await rest.delete(Routes.applicationCommand(appId, id));
    log.info({ command: name }, "a global command of the same name was removed");
  }
}
