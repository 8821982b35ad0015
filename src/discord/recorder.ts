/** Every action leaves a record: in the store before it is done, and in the audit channel for people to read. */
import type { Actor, Command } from "../command.ts";
import type { Log } from "../lib/logger.ts";
import { code, plain } from "../lib/markdown.ts";
import { cut } from "../lib/text.ts";
import type { Redactor } from "../relay/redactor.ts";
import { UserError } from "../reply.ts";
import type { AuditEntry, AuditLog } from "../store/audit.ts";

/** The server that a deed is about: itself where it is known, else what was typed for one. */
export interface DeedServer {
  name: string;
  uuid?: string;
}

export interface Deed {
  actor: Actor;
  interactionId: string;
  command: string;
  server: DeedServer | undefined;
  values: Readonly<Record<string, unknown>>;
  /** Names of values that must not be written down. */
  secrets: ReadonlySet<string>;
  /** Names of values that say nothing to people. */
  internals?: ReadonlySet<string>;
  decision: AuditEntry["decision"];
}

/** The options of a command that may hold secrets. */
export function secretsOf({ data }: Command): ReadonlySet<string> {
  return new Set(data.options.filter(({ secret }) => secret).map(({ name }) => name));
}

/** The options of a command that only its own buttons understand. */
export function internalsOf({ data }: Command): ReadonlySet<string> {
  return new Set(data.options.filter(({ internal }) => internal).map(({ name }) => name));
}

export interface Recorder {
  /** Writes the record. @throws {UserError} when it cannot be written: then nothing may be done. */
  begin(deed: Deed): number;
  /** How it went, one short sentence of markdown. Never throws. */
  finish(record: number, outcome: string): void;
}

/** Takes one line for the audit channel; must not throw and not wait. */
export type Mirror = (line: string) => void;

/** An attempt at what somebody may not do. @throws {UserError} when it cannot be written. */
export function recordRefusal(recorder: Recorder, deed: Omit<Deed, "decision">): void {
  recorder.finish(recorder.begin({ ...deed, decision: "refused" }), "refused");
}

const maxOutcome = 200;
/** Of one option's text, in the store. */
const maxValue = 1000;

export interface RecorderOptions {
  audit: AuditLog;
  mirror: Mirror;
  /** For what is typed into a console. */
  redact: Redactor;
  log: Log;
}

export function createRecorder({ audit, mirror, redact, log }: RecorderOptions): Recorder {
  return {
    begin(whole) {
      const deed = { ...whole, values: withoutSecrets(whole, redact) };
      const record = write(audit, deed, log);
      mirror(lineOf(record, deed));
      return record;
    },
    finish(record, outcome) {
      const short = cut(outcome.replaceAll(/\s+/g, " "), maxOutcome);
      mirror(`${code(`#${record}`)} → ${short}`);
      try {
        audit.finish(record, short);
      } catch (error) {
        // It has been done and was announced beforehand; only how it went is missing.
        log.error({ err: error, record }, "the outcome of an action could not be recorded");
      }
    },
  };
}

function write(
  audit: AuditLog,
  { actor, interactionId, command, server, values, decision }: Deed,
  log: Log,
): number {
  try {
    return audit.begin({
      actorId: actor.id,
      actorName: actor.name,
      guildId: actor.guildId,
      channelId: actor.channelId,
      interactionId,
      command,
      ...(server && { server: server.name }),
      ...(server?.uuid !== undefined && { serverUuid: server.uuid }),
      arguments: recordable(values),
      decision,
    });
  } catch (error) {
    log.error({ err: error, command }, "an action was refused because it could not be recorded");
    throw new UserError(
      "Nothing was done, because Roost could not write it into its log. Ask whoever runs Roost to check its disk.",
      { cause: error },
    );
  }
}

/** Options that hold what is typed into a console: passwords and addresses are hidden there as in the stream. */
const consoleText: ReadonlySet<string> = new Set(["command", "payload"]);

function withoutSecrets({ values, secrets, internals }: Deed, redact: Redactor): Deed["values"] {
  const typedValue = (name: string, value: unknown): unknown =>
    consoleText.has(name) && typeof value === "string" ? redact(value) : value;
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !internals?.has(name))
      .map(([name, value]) => [name, secrets.has(name) ? "[hidden]" : typedValue(name, value)]),
  );
}

/** A file is recorded by its name and size: its address is a way to it, and text that is long is cut. */
function recordable(values: Deed["values"]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? cut(value, maxValue) : bare(value),
    ]),
  );
}

function bare(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("name" in value)) return value;
  return { name: value.name, bytes: "bytes" in value ? value.bytes : undefined };
}

function inWords(value: unknown): string {
  return typeof value === "object" && value !== null && "name" in value ? String(value.name) : String(value);
}

function lineOf(record: number, { actor, command, server, values, decision }: Deed): string {
  const typed = Object.entries(values)
    .filter(([name]) => name !== "server")
    .map(([name, value]) => `${name}: ${inWords(value)}`);
  const use = code(cut(`/${command}${typed.length > 0 ? ` ${typed.join(" ")}` : ""}`, maxOutcome));
  const where = server === undefined ? "" : ` on **${plain(server.name)}**`;
  const refused = decision === "refused" ? " (refused)" : "";
  return `${code(`#${record}`)} **${plain(actor.name)}** (<@${actor.id}>) used ${use}${where}${refused}`;
}
