/** Whether this interaction's own guild and roles allow what it means; asked again for every single interaction. */
import type { Interaction } from "discord.js";
import { decideAccess, requirementOf, type AccessRules, type Standing } from "./access.ts";
import type { Catalogue, CatalogueEntry } from "./catalogue.ts";
import type { RawValues } from "./options.ts";
import { fixedSentences, missingRoleSentence } from "./sentences.ts";

export interface AuthoriseParts {
  catalogue: Catalogue;
  rules: AccessRules;
  /** Whether this bot serves the guild; nothing is known of roles in any other. */
  serves: (guildId: string) => boolean;
}

/** Why this interaction may not even be looked at, or nothing. */
export function guildRefusal(interaction: Interaction, { serves }: AuthoriseParts): string | undefined {
  if (interaction.guildId === null) return fixedSentences.noGuild;
  return serves(interaction.guildId) ? undefined : fixedSentences.wrongGuild;
}

/** Why somebody may not use a command with these options, or nothing. */
export function accessRefusal(
  standing: Standing,
  use: { entry: CatalogueEntry; values: RawValues },
  { rules }: AuthoriseParts,
): string | undefined {
  const { parent, command } = use.entry;
  const decision = decideAccess(rules, standing, requirementOf(parent, command, use.values));
  return decision.allowed ? undefined : missingRoleSentence(decision.missingRoleIds, standing.everyoneRoleId);
}

/** Whether the same person may use another command, by path. */
export function mayUse(standing: Standing, path: string, { rules, catalogue }: AuthoriseParts): boolean {
  const requirement = catalogue.requirement(path);
  return requirement !== undefined && decideAccess(rules, standing, requirement).allowed;
}
