/** Variables whose names say what they are about: `ACCESS_<COMMAND>`, and console settings of one channel. */
import type { ConfigProblem } from "./config-error.ts";
import { discordIds, environmentShape, type EnvironmentValues } from "./config-shapes.ts";

/** Gives the text of a variable that is set. */
export type ReadText = (name: string) => string | undefined;

/** What may differ from channel to channel, by its name after `CONSOLE_`. */
export const channelSettings = ["STYLE", "LEVEL", "INCLUDE", "EXCLUDE", "THREADS"] as const;
type ChannelSetting = (typeof channelSettings)[number];

type Values = { [Name in ChannelSetting]: EnvironmentValues[`CONSOLE_${Name}`] };

/** Only what is set for that channel. */
export type ChannelValues = Partial<Values>;

export interface Family<Value> {
  values: ReadonlyMap<string, Value>;
  problems: readonly ConfigProblem[];
}

/** The role ids of `ACCESS_<COMMAND>`, by the command's path. */
export function parseCommandRoles(
  names: readonly string[],
  textOf: ReadText,
  commandNames: readonly string[],
): Family<readonly string[]> {
  const known = new Map(commandNames.map((name) => [toAccessVariable(name), name]));
  const values = new Map<string, readonly string[]>();
  const problems: ConfigProblem[] = [];
  for (const variable of names.filter((name) => name.startsWith("ACCESS_"))) {
    const text = textOf(variable);
    if (text === undefined) continue;
    const command = known.get(variable);
    const parsed = discordIds.safeParse(text);
    if (command === undefined) problems.push({ variable, wrong: "names no command of Roost" });
    else if (parsed.data?.length === 0)
      problems.push({ variable, wrong: "names no role: nobody could use it" });
    else if (parsed.data) values.set(command, parsed.data);
    else
      problems.push({ variable, wrong: "holds something that is not a role id: they have 17 to 20 digits" });
  }
  return { values, problems };
}

/** `backup restore` → `ACCESS_BACKUP_RESTORE`. */
export function toAccessVariable(commandName: string): string {
  return `ACCESS_${commandName.toUpperCase().replaceAll(/[ -]/g, "_")}`;
}

const ofChannel = new RegExp(`^CONSOLE_(${channelSettings.join("|")})_(.*)$`);

/** The settings of single channels (`CONSOLE_LEVEL_814000000000000007`), by channel id. */
export function parseChannelSettings(names: readonly string[], textOf: ReadText): Family<ChannelValues> {
  const values = new Map<string, ChannelValues>();
  const problems: ConfigProblem[] = [];
  for (const variable of names) {
    const [, setting, channelId = ""] = ofChannel.exec(variable) ?? [];
    const text = textOf(variable);
    if (setting === undefined || text === undefined) continue;
    if (!/^\d{17,20}$/.test(channelId)) {
      problems.push({
        variable,
        wrong: "ends with something that is no channel id: they have 17 to 20 digits",
      });
      continue;
    }
    const parsed = environmentShape.shape[`CONSOLE_${setting as ChannelSetting}`].safeParse(text);
    if (parsed.success) values.set(channelId, { ...values.get(channelId), [setting]: parsed.data });
    else problems.push(...parsed.error.issues.map(({ message }) => ({ variable, wrong: message })));
  }
  return { values, problems };
}
