/** Our commands as Discord's application commands, and whether what Discord has says the same. Pure. */
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type RESTPutAPIApplicationGuildCommandsJSONBody,
} from "discord.js";
import type { Command, CommandGroup, Option } from "../command.ts";
import { requirementOf, type AccessRules } from "./access.ts";

export type CommandsPayload = RESTPutAPIApplicationGuildCommandsJSONBody;

export function toPayload(
  commands: readonly (Command | CommandGroup)[],
  rules: AccessRules,
): CommandsPayload {
  const shown = commands.filter((parent) => "subcommands" in parent || !parent.hidden);
  return shown.map((parent) => ({
    type: ApplicationCommandType.ChatInput,
    name: "subcommands" in parent ? parent.name : parent.data.name,
    description: "subcommands" in parent ? parent.description : parent.data.description,
    options: "subcommands" in parent ? parent.subcommands.map(toSubcommand) : toOptions(parent.data.options),
    default_member_permissions: memberPermissions(parent, rules),
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  }));
}

function toSubcommand({ data: { name, description, options } }: Command): APIApplicationCommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, name, description, options: toOptions(options) };
}

const toOptions = (options: readonly Option[]): APIApplicationCommandBasicOption[] =>
  options.filter(({ hidden }) => !hidden).map(toOption);

function toOption(option: Option): APIApplicationCommandBasicOption {
  const { name, description, required = false } = option;
  const base = { name, description, required };
  switch (option.type) {
    case "string": {
      const { choices, complete, minLength, maxLength } = option;
      const sizes = {
        ...(minLength && { min_length: minLength }),
        ...(maxLength && { max_length: maxLength }),
      };
      const string = { ...base, type: ApplicationCommandOptionType.String, ...sizes } as const;
      return choices
        ? { ...string, choices: [...choices] }
        : { ...string, ...(complete && { autocomplete: true }) };
    }
    case "integer": {
      const { min, max } = option;
      const range = {
        ...(min !== undefined && { min_value: min }),
        ...(max !== undefined && { max_value: max }),
      };
      return { ...base, type: ApplicationCommandOptionType.Integer, ...range };
    }
    case "boolean":
      return { ...base, type: ApplicationCommandOptionType.Boolean };
    case "attachment":
      return { ...base, type: ApplicationCommandOptionType.Attachment };
    case "user":
      return { ...base, type: ApplicationCommandOptionType.User };
  }
}

/**
 * Who sees a command, as a second line behind the dispatcher's own check. Discord knows permissions, not our roles: only
 * where nobody but members with Administrator may use it can it be hidden from everyone else.
 */
function memberPermissions(parent: Command | CommandGroup, rules: AccessRules): string | null {
  const [command] = "subcommands" in parent ? parent.subcommands : [parent];
  if (!command) return null;
  const { baseTier } = requirementOf(parent, command, {});
  const { adminRoleIds, operatorRoleIds, commandRoleIds } = rules;
  const path = "subcommands" in parent ? parent.name : parent.data.name;
  const hasRoles =
    adminRoleIds.length > 0 ||
    (baseTier === "operator" && operatorRoleIds.length > 0) ||
    [...commandRoleIds.keys()].some((named) => named === path || named.startsWith(`${path} `));
  return baseTier === "viewer" || hasRoles ? null : PermissionFlagsBits.Administrator.toString();
}

/** Whether Discord's own record of the commands says what `wanted` says. Fields that only Discord fills in do not count. */
export function saysTheSame(wanted: CommandsPayload, registered: unknown): boolean {
  if (!Array.isArray(registered)) return false;
  return canonical(wanted) === canonical(registered);
}

const compared = [
  "type",
  "name",
  "description",
  "default_member_permissions",
  "contexts",
  "integration_types",
  "required",
  "autocomplete",
  "min_length",
  "max_length",
  "min_value",
  "max_value",
  "value",
];

/** Text that is equal for equal commands: known fields in one order, and what is left out equal to its default. */
function canonical(commands: readonly unknown[]): string {
  return JSON.stringify(
    commands.map(simplified).sort((a, b) => (String(a["name"]) < String(b["name"]) ? -1 : 1)),
  );
}

function simplified(raw: unknown): Record<string, unknown> {
  const source = raw as Record<string, unknown>;
  const simple: Record<string, unknown> = {};
  for (const key of compared) {
    const value = source[key] ?? undefined;
    if (value !== undefined && value !== false) simple[key] = value;
  }
  for (const key of ["options", "choices"]) {
    const items = source[key];
    // The order of options is what people see, so it counts; the order of commands does not.
    if (Array.isArray(items) && items.length > 0) simple[key] = items.map(simplified);
  }
  return simple;
}
