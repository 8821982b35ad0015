/** The walk in the terminal: the five commands as people would use them, each reply, and the console channel. */
import { setTimeout } from "node:timers/promises";
import type { Guild } from "../simulators/discord/guild.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { asText, type NameOf } from "./as-text.ts";
import type { World } from "./world.ts";

/** Writes one line, without its newline. */
export type Print = (line: string) => void;

/** A person reads before going on; the bot, too, needs a moment at first to tell a console's past from its present. */
const readingMs = 600;
const outcomeWithinMs = 60_000;

interface Step {
  /** Said before it. */
  why: string;
  who: string;
  command: string;
  options?: Readonly<Record<string, string>>;
  /** Does the first answer promise another one? */
  thenWhat?: boolean;
}

/** Status, restart, console, backups, files; then somebody who may not. */
const steps: readonly Step[] = [
  { why: "Everybody may look.", who: "vera", command: "/status" },
  {
    why: "An operator restarts: told at once, and told again when it is really back.",
    who: "oscar",
    command: "/restart",
    options: { reason: "new plugin" },
    thenWhat: true,
  },
  { why: "An admin types into the console.", who: "adam", command: "/cmd", options: { command: "list" } },
  {
    why: "A backup before something risky.",
    who: "oscar",
    command: "/backup create",
    options: { name: "before-the-update" },
    thenWhat: true,
  },
  { why: "It is there, with its size.", who: "oscar", command: "/backup list" },
  { why: "Files, without leaving the chat.", who: "adam", command: "/files list" },
  {
    why: "And what is in one.",
    who: "adam",
    command: "/files read",
    options: { path: "/server.properties" },
  },
  { why: "Somebody without a role tries the same.", who: "nobody", command: "/restart" },
];

/** Resolves after the last step. Rejects when the bot does not answer. */
export async function walk({ discord, panel }: World, print: Print): Promise<void> {
  const nameOf = namesIn(discord.guild);
  const show = (message: SeenMessage): void => {
    printMessage(asText(message, nameOf), message.ephemeral, print);
  };
  await setTimeout(readingMs);
  for (const step of steps) {
    if (step.command === "/cmd") panel.server("survival").playerJoins("Alex");
    await take(step, discord, { print, show });
    await setTimeout(readingMs);
  }
  panel.server("survival").says("Alex", "is anybody here?");
  await discord.untilMessage("console", ({ content }) => content.includes("is anybody here?"));
  print("");
  print("#console — the server's console, as everybody sees it");
  for (const message of discord.messages("console")) show(message);
  print("");
  print("#audit — who did what");
  for (const message of discord.messages("audit")) show(message);
}

interface Paper {
  print: Print;
  show: (message: SeenMessage) => void;
}

async function take(step: Step, discord: World["discord"], { print, show }: Paper): Promise<void> {
  const { why, who, command, options = {}, thenWhat = false } = step;
  const typed = Object.entries(options).map(([name, value]) => ` ${name}: ${value}`);
  print("");
  print(`# ${why}`);
  print(`${who}> ${command}${typed.join("")}`);
  const use = await discord.person(who, { in: "general" }).slash(command, options);
  show(await use.reply());
  if (thenWhat) show(await use.next(outcomeWithinMs));
}

function printMessage(lines: readonly string[], isEphemeral: boolean, print: Print): void {
  const shown = lines.filter((line) => line.trim() !== "");
  for (const line of isEphemeral ? [...shown, "(nobody else sees this)"] : shown) print(`  │ ${line}`);
}

function namesIn(guild: Guild): NameOf {
  return (id) => {
    const role = guild.roles.find((one) => one.id === id)?.name;
    const member = guild.members.get(id)?.user;
    return `@${role ?? member?.globalName ?? member?.username ?? "unknown"}`;
  };
}
