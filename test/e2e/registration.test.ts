import { expect, test } from "vitest";
import { houseToken, openHouse, until, type House } from "./house.ts";

interface RegisteredOption {
  name: string;
  description: string;
  type: number;
  required?: boolean;
  autocomplete?: boolean;
  options?: RegisteredOption[];
}

/** Another program with the same token writes commands: of the guild, or global ones. */
async function writeElsewhere(house: House, commands: unknown[], where: "guild" | "global"): Promise<void> {
  const { discord } = house;
  const scope = where === "guild" ? `/guilds/${discord.guild.id}` : "";
  const response = await fetch(
    `${discord.apiUrl}/v10/applications/${discord.applicationId}${scope}/commands`,
    {
      method: "PUT",
      headers: { authorization: `Bot ${houseToken}`, "content-type": "application/json" },
      body: JSON.stringify(commands),
    },
  );
  expect(response.status).toBe(200);
}

const guildCommands = (house: House): Record<string, unknown>[] => house.discord.commands("Roost Guild");

test("commands are written once, and again only when Discord has something else", async () => {
  await using house = await openHouse();
  expect(house.discord.commandWrites).toBe(1);
  await house.restart();
  expect(house.discord.commandWrites).toBe(1);

  const changed = guildCommands(house).map((command) =>
    command["name"] === "status" ? { ...command, description: "Something else" } : command,
  );
  await writeElsewhere(house, changed, "guild");
  await house.restart();
  // One of the other program, one of ours.
  expect(house.discord.commandWrites).toBe(3);
  expect(guildCommands(house).find(({ name }) => name === "status")?.["description"]).toMatch(
    /^How a server is/,
  );
  await house.restart();
  expect(house.discord.commandWrites).toBe(3);
});

test("another order of the same commands is no difference", async () => {
  await using house = await openHouse();
  await writeElsewhere(house, guildCommands(house).toReversed(), "guild");
  await house.restart();
  expect(house.discord.commandWrites).toBe(2);
});

test("who may see a command follows the environment", async () => {
  await using house = await openHouse();
  const permissionOf = (name: string): unknown =>
    guildCommands(house).find((command) => command["name"] === name)?.["default_member_permissions"];
  expect([permissionOf("status"), permissionOf("cmd")]).toEqual([null, null]);
  await house.restart({ ADMIN_ROLE_IDS: "", OPERATOR_ROLE_IDS: "" });
  expect(house.discord.commandWrites).toBe(2);
  expect([permissionOf("status"), permissionOf("cmd")]).toEqual([null, "8"]);
});

test("global commands of the same names are removed, others stay", async () => {
  await using house = await openHouse();
  const global = (name: string) => ({ name, description: "Of another bot", type: 1 });
  await writeElsewhere(house, [global("status"), global("weather")], "global");
  await house.restart();
  await until(() => house.discord.commands().length === 1, "the removal");
  expect(house.discord.commands().map(({ name }) => name)).toEqual(["weather"]);
});

test("what cannot be written yet is written later", async () => {
  await using house = await openHouse({
    before: ({ discord }) => {
      // discord.js repeats a 503 three times by itself.
      discord.failNext(503, { path: "/commands", times: 4 });
    },
    unready: true,
  });
  await until(() => house.loggedWith("could not be written yet").length > 0, "the failure");
  expect(guildCommands(house)).toEqual([]);
  await house.travel(60_000);
  await house.discord.ready();
  expect(guildCommands(house).length).toBeGreaterThan(0);
});

/** Options that `expected` has and the command of that name has not; more of them are welcome. */
function missing(expected: string, usages: readonly string[]): string[] {
  const [name = "", options = ""] = expected.split(":");
  const usage = usages.find((line) => line.startsWith(`${name}:`));
  if (usage === undefined) return [expected];
  return options.split(" ").filter((option) => option !== "" && !usage.split(" ").includes(option));
}

test("names, options and suggestions are the ones that people were promised", async () => {
  await using house = await openHouse();
  const registered = guildCommands(house) as unknown as RegisteredOption[];
  const usage = ({ options = [] }: RegisteredOption): string =>
    options
      .map(({ name, required, autocomplete }) => `${name}${required ? "!" : ""}${autocomplete ? "~" : ""}`)
      .join(" ");
  const isSubcommand = ({ type }: RegisteredOption): boolean => type === 1;
  const usages = registered.flatMap((command) =>
    command.options?.some(isSubcommand)
      ? command.options.map((sub) => `${command.name} ${sub.name}: ${usage(sub)}`)
      : [`${command.name}: ${usage(command)}`],
  );
  for (const expected of [
    "status: server~",
    "servers:",
    "restart: server~ reason",
    "power: signal! server~",
    "cmd: command! server~",
    "backup list: server~",
    "backup create: name ignored lock server~",
    "backup info: backup!~ server~",
    "backup download: backup!~ server~",
    "backup restore: backup!~ truncate server~",
    "backup lock: backup!~ server~",
    "backup unlock: backup!~ server~",
    "backup delete: backup!~ server~",
    "files list: path~ server~",
    "files read: path!~ server~",
    "files download: path!~ server~",
    "help:",
  ])
    expect(missing(expected, usages)).toEqual([]);
  const every = registered.flatMap((command) => [command, ...(command.options ?? [])]);
  for (const { description } of every) expect(description).toMatch(/^[A-Z][^]*[^.]$/);
});
