/** The contract between `commands/` and everything else: what a command declares, what it gets, what it gives back. */
import type { FileDesk } from "./files/desk.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { FleetServer } from "./fleet/server.ts";
import type { Clock } from "./lib/clock.ts";
import type { Redactor } from "./relay/redactor.ts";
import type { Form, Question, Reply } from "./reply.ts";
import type { AuditLog } from "./store/audit.ts";

/** What a role may do; each holds the ones before it. */
export const tiers = ["viewer", "operator", "admin"] as const;
export type Tier = (typeof tiers)[number];

/** A tier, or one that depends on what was chosen for an option: `kill` needs more than `start`. */
export type Access = Tier | { option: string; tiers: Readonly<Record<string, Tier>>; otherwise: Tier };

export interface Choice {
  name: string;
  value: string;
}

export interface CompletionContext {
  /** What has been typed so far. */
  typed: string;
  /** The other options as far as they are filled in, unchecked. */
  options: Readonly<Record<string, unknown>>;
  fleet: Fleet;
  /** The server that is meant so far, if it can be told. */
  server: FleetServer | undefined;
  clock: Clock;
}

interface OptionBase {
  name: string;
  description: string;
  required?: boolean;
  /** Only buttons fill it in: people do not see it. */
  hidden?: true;
  /** Kept out of records: a password may be typed here. */
  secret?: true;
  /** Left out of records: it says nothing to people. */
  internal?: true;
}

/** One line of text. Discord lets newlines through: a command that cannot bear them refuses them. */
export interface StringOption extends OptionBase {
  type: "string";
  choices?: readonly Choice[];
  minLength?: number;
  maxLength?: number;
  /** Of `server`: leaving it out means all servers, not the default one; `context.server` is not set. */
  narrows?: true;
  /** Suggestions while typing, best first; what is typed need not be among them. */
  complete?: (context: CompletionContext) => Promise<readonly Choice[]> | readonly Choice[];
}

export interface IntegerOption extends OptionBase {
  type: "integer";
  min?: number;
  max?: number;
}

export interface BooleanOption extends OptionBase {
  type: "boolean";
}

/** A file from Discord. */
export interface Attachment {
  /** As its owner called it; hostile text. */
  name: string;
  bytes: number;
  url: string;
  contentType: string | undefined;
}

export interface AttachmentOption extends OptionBase {
  type: "attachment";
}

/** A member of the guild, by id. */
export interface UserOption extends OptionBase {
  type: "user";
}

export type Option = StringOption | IntegerOption | BooleanOption | AttachmentOption | UserOption;

interface OptionTypes {
  string: string;
  integer: number;
  boolean: boolean;
  attachment: Attachment;
  user: string;
}

type ValueOf<O extends Option> = O extends { choices: readonly { value: infer Value }[] }
  ? Value
  : OptionTypes[O["type"]];

/** The typed options of a command, derived from its data. */
export type OptionValues<Options extends readonly Option[]> = {
  readonly [O in Options[number] as O["name"]]: O extends { required: true }
    ? ValueOf<O>
    : ValueOf<O> | undefined;
};

/** Who asked, from one interaction's own payload; never kept. */
export interface Actor {
  id: string;
  /** As shown in the guild; hostile text. */
  name: string;
  guildId: string;
  channelId: string;
}

/** `/help`'s view of a command. */
export interface CommandSummary {
  /** `backup create` */
  path: string;
  description: string;
  /** `<backup> [truncate]` */
  usage: string;
}

export interface CommandContext<Values, Server> {
  options: Values;
  /** The server that `options.server` means; the default one where it is empty. */
  server: Server;
  actor: Actor;
  fleet: Fleet;
  clock: Clock;
  /** Whether the one who asked may also use this command, by path (`power`, `power kill`). */
  may: (path: string) => boolean;
  /** What the one who asked may use, in help order. */
  available: readonly CommandSummary[];
  /** The largest file that may be attached to the answer, in bytes. */
  maxFileBytes: number;
  /** `CMD_ALLOW` and `CMD_DENY`. */
  consolePolicy: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  /** Hides in a console's text what the channel hides as well. */
  redact: Redactor;
  /** What people hand over, and what files held before. */
  files: FileDesk;
  /** What has been done, and by whom. */
  records: Pick<AuditLog, "page">;
  /** Absent where no alerts are told. */
  alerts: AlertDesk | undefined;
  consoles: ConsoleDesk;
}

/** The consoles that stream into channels. */
export interface ConsoleDesk {
  /** @returns false when the server's console streams nowhere. */
  pause(server: FleetServer): boolean;
  /** @returns false when the server's console streams nowhere. */
  resume(server: FleetServer): boolean;
  /** Lets the console stream into this channel from now on. @returns the channel it went to before. */
  moveTo(server: FleetServer, channelId: string): string | undefined;
  /** Shows between the console's lines who sends what. */
  echo(server: FleetServer, by: string, command: string): void;
}

/** What people can do about alerts. */
export interface AlertDesk {
  /** Nothing new about a server (its key) or `outages` is told for `ms` milliseconds. */
  mute(about: string, ms: number): void;
}

type ServerOf<Options extends readonly Option[]> =
  Extract<Options[number], { name: "server" }> extends never
    ? undefined
    : Extract<Options[number], { name: "server" }> extends { narrows: true }
      ? undefined
      : FleetServer;
export type ContextOf<Options extends readonly Option[]> = CommandContext<
  OptionValues<Options>,
  ServerOf<Options>
>;

type Needs = string | readonly string[];

/** Everything but `reads` is recorded before it is done: no record, no action. */
export type Effect = "reads" | "reveals" | "changes";

export interface CommandDefinition<Options extends readonly Option[]> {
  data: { name: string; description: string; options: Options };
  /** What a button asks for that leaves out what the command requires; its fields are named after options. */
  form?: Form;
  /** Only buttons use it: people do not see it among the commands. */
  hidden?: true;
  /** Mandatory, so that a command without a guard does not compile. */
  access: Access;
  /** Who sees the answer: the one who asked, or the channel. A refusal for want of a role is always private. */
  visibility: "private" | "public" | ((values: OptionValues<Options>) => "private" | "public");
  effect: Effect | ((values: OptionValues<Options>) => Effect);
  /** The panel permission that the bot's own key needs for this, or several: `backup.create`. */
  needs?: Needs | ((values: OptionValues<Options>) => Needs | undefined);
  /** Asked before `run`, to be answered by the same person in time; `undefined` asks nothing. */
  confirm?: (context: ContextOf<Options>) => Promise<Question | undefined> | Question | undefined;
  run: (context: ContextOf<Options>) => Promise<Reply> | Reply;
}

/** A command with its option types erased: what the dispatcher and the registration see. */
// Method syntax makes the callbacks bivariant, so that a command of any options is a `Command`.
export interface Command {
  data: { name: string; description: string; options: readonly Option[] };
  form?: Form;
  hidden?: true;
  access: Access;
  visibility: "private" | "public" | ((values: Readonly<Record<string, unknown>>) => "private" | "public");
  effect: Effect | ((values: Readonly<Record<string, unknown>>) => Effect);
  needs?: Needs | ((values: Readonly<Record<string, unknown>>) => Needs | undefined);
  confirm?(context: AnyContext): Promise<Question | undefined> | Question | undefined;
  run(context: AnyContext): Promise<Reply> | Reply;
}

export type AnyContext = CommandContext<Readonly<Record<string, unknown>>, FleetServer | undefined>;

/** A slash command that is only the sum of its subcommands. */
export interface CommandGroup {
  name: string;
  description: string;
  subcommands: readonly Command[];
}

export function defineCommand<const Options extends readonly Option[]>(
  command: CommandDefinition<Options>,
): Command {
  return command as unknown as Command;
}

/** What a command does when used with these options. */
export function effectOf({ effect }: Command, values: Readonly<Record<string, unknown>>): Effect {
  return typeof effect === "string" ? effect : effect(values);
}

/** The key's permissions that a command takes when used with these options. */
export function needsOf(
  { needs = [] }: Command,
  values: Readonly<Record<string, unknown>>,
): readonly string[] {
  const needed = (typeof needs === "function" ? needs(values) : needs) ?? [];
  return typeof needed === "string" ? [needed] : needed;
}

export function defineGroup(group: CommandGroup): CommandGroup {
  return group;
}
