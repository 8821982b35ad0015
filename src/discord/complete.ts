/** Suggestions while somebody types. Checked like a command, because names of servers and files are worth hiding too. */
import type { AutocompleteInteraction } from "discord.js";
import type { Choice, StringOption } from "../command.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetServer } from "../fleet/server.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { oneLine } from "../lib/markdown.ts";
import { cut } from "../lib/text.ts";
import { accessRefusal, guildRefusal, type AuthoriseParts } from "./authorise.ts";
import { limits } from "./limits.ts";
import { slashPath } from "./look-up.ts";
import { standingOf } from "./standing.ts";

export interface CompleteParts extends AuthoriseParts {
  fleet: Fleet;
  clock: Clock;
  log: Log;
}

/** Suggestions later than this would miss Discord's deadline; an empty list is kinder than an error. */
const patienceMs = 2000;

export async function complete(interaction: AutocompleteInteraction, parts: CompleteParts): Promise<void> {
  const choices = await suggestionsFor(interaction, parts);
  await interaction.respond(
    choices.map(({ name, value }) => ({ name: cut(oneLine(name) || value, limits.choiceText), value })),
  );
}

async function suggestionsFor(
  interaction: AutocompleteInteraction,
  parts: CompleteParts,
): Promise<readonly Choice[]> {
  const entry = parts.catalogue.find(slashPath(interaction));
  if (!entry || guildRefusal(interaction, parts) !== undefined) return [];
  const focused = interaction.options.getFocused(true);
  const values = Object.fromEntries(
    entry.command.data.options.map(({ name }) => [name, interaction.options.get(name)?.value]),
  );
  if (accessRefusal(standingOf(interaction), { entry, values }, parts) !== undefined) return [];
  const option = entry.command.data.options.find(({ name }) => name === focused.name);
  if (option?.type !== "string" || !option.complete) return [];
  return within(parts, suggest(option.complete, focused.value, values, parts));
}

async function suggest(
  suggestions: NonNullable<StringOption["complete"]>,
  typed: string,
  values: Readonly<Record<string, unknown>>,
  { fleet, clock, log }: CompleteParts,
): Promise<readonly Choice[]> {
  try {
    const choices = await suggestions({
      typed,
      options: values,
      fleet,
      clock,
      server: serverOf(fleet, values["server"]),
    });
    // A value that is too long cannot be chosen: it would be refused, and all the others with it.
    return choices
      .filter(({ name, value }) => name.length > 0 && value.length <= limits.choiceText)
      .slice(0, limits.choices);
  } catch (error) {
    log.debug({ err: error }, "no suggestions could be made");
    return [];
  }
}

function serverOf(fleet: Fleet, wanted: unknown): FleetServer | undefined {
  try {
    return fleet.find(typeof wanted === "string" && wanted.length > 0 ? wanted : undefined);
  } catch {
    // Half-typed names of servers are nobody's error: there is just nothing to suggest yet.
    return undefined;
  }
}

async function within(
  { clock }: CompleteParts,
  suggested: Promise<readonly Choice[]>,
): Promise<readonly Choice[]> {
  const enough = new AbortController();
  const none = clock.sleep(patienceMs, enough.signal).then(() => []);
  const choices = await Promise.race([suggested, none]);
  enough.abort();
  return choices;
}
