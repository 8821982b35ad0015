/** Slash commands as a person types them: the list to choose from, and what may stand in an option. Pure. */

/** An option as registered with Discord. */
export interface SlashOption {
  name: string;
  description: string;
  type: number;
  required?: boolean;
  autocomplete?: boolean;
  choices?: { name: string; value: string | number }[];
  options?: SlashOption[];
  min_value?: number;
  max_value?: number;
  min_length?: number;
  max_length?: number;
}

/** Something that can be sent: a command, or one of its subcommands. */
export interface SlashEntry {
  /** `/backup create` */
  path: string;
  description: string;
  options: SlashOption[];
}

export type OptionKind =
  "text" | "integer" | "number" | "boolean" | "user" | "channel" | "role" | "mentionable" | "file";

const kinds: Record<number, OptionKind> = {
  3: "text",
  4: "integer",
  5: "boolean",
  6: "user",
  7: "channel",
  8: "role",
  9: "mentionable",
  10: "number",
  11: "file",
};
const SUBCOMMAND_GROUP = 2;

export function kindOf({ type }: SlashOption): OptionKind {
  return kinds[type] ?? "text";
}

/** Every command and subcommand, in the order of registration. */
export function toEntries(commands: readonly SlashOption[], above = "/"): SlashEntry[] {
  return commands.flatMap(({ name, description, options = [] }) => {
    const path = `${above}${name}`;
    const nested = options.filter(({ type }) => type <= SUBCOMMAND_GROUP);
    return nested.length > 0 ? toEntries(nested, `${path} `) : [{ path, description, options }];
  });
}

/** What fits the text typed so far: beginnings first, then names that hold it, then descriptions. */
export function findEntries(entries: readonly SlashEntry[], typed: string): SlashEntry[] {
  const wanted = typed.toLowerCase().replace(/^\//, "").trimStart();
  const rank = ({ path, description }: SlashEntry): number => {
    const name = path.slice(1).toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (name.split(" ").some((word) => word.startsWith(wanted))) return 1;
    if (name.includes(wanted)) return 2;
    return description.toLowerCase().includes(wanted) && wanted.length > 2 ? 3 : 4;
  };
  return entries
    .map((entry) => ({ entry, at: rank(entry) }))
    .filter(({ at }) => at < 4)
    .toSorted((a, b) => a.at - b.at)
    .map(({ entry }) => entry);
}

/** The value of what stands in an option's field, or what is wrong with it. Entities and files are checked elsewhere. */
export function readOption(
  option: SlashOption,
  typed: string,
): { value: string | number | boolean } | { problem: string } {
  const choice = option.choices?.find(({ name, value }) => name === typed || String(value) === typed);
  if (option.choices && option.choices.length > 0) {
    return choice ? { value: choice.value } : { problem: "Choose one of the list." };
  }
  switch (kindOf(option)) {
    case "boolean":
      if (/^(true|false)$/i.test(typed)) return { value: typed.toLowerCase() === "true" };
      return { problem: "True or False." };
    case "integer":
    case "number":
      return readNumber(option, typed);
    case "text":
      return readText(option, typed);
    default:
      return { value: typed };
  }
}

function readNumber(option: SlashOption, typed: string): ReturnType<typeof readOption> {
  const { min_value: least = -(2 ** 53), max_value: most = 2 ** 53 } = option;
  const value = Number(typed);
  const isWhole = kindOf(option) === "integer";
  if (typed.trim() === "" || Number.isNaN(value) || (isWhole && !Number.isInteger(value))) {
    return { problem: isWhole ? "A whole number." : "A number." };
  }
  if (value < least) return { problem: `At least ${least}.` };
  return value > most ? { problem: `At most ${most}.` } : { value };
}

function readText(
  { min_length: least = 1, max_length: most = 6000 }: SlashOption,
  typed: string,
): ReturnType<typeof readOption> {
  const length = Array.from(typed).length;
  if (length < least) return { problem: least === 1 ? "Write something." : `At least ${least} characters.` };
  return length > most ? { problem: `At most ${most} characters.` } : { value: typed };
}
