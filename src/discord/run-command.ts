/** Runs a command that was authorised and acknowledged: question, record, action, outcome. Never rejects. */
import { randomUUID } from "node:crypto";
import { effectOf, needsOf, type Actor, type AnyContext, type CommandContext } from "../command.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetServer } from "../fleet/server.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { PanelError } from "../panel/panel.ts";
import { UserError, type Question, type Reply } from "../reply.ts";
import type { Standing } from "./access.ts";
import type { Answerable } from "./answer.ts";
import { mayUse, type AuthoriseParts } from "./authorise.ts";
import type { Use } from "./look-up.ts";
import { internalsOf, secretsOf, type DeedServer, type Recorder } from "./recorder.ts";
import { toldFailure } from "./sentences.ts";
import { actorOf } from "./standing.ts";

export interface RunParts extends AuthoriseParts {
  fleet: Fleet;
  recorder: Recorder;
  records: CommandContext<unknown, unknown>["records"];
  files: CommandContext<unknown, unknown>["files"];
  alerts: CommandContext<unknown, unknown>["alerts"];
  consoles: CommandContext<unknown, unknown>["consoles"];
  clock: Clock;
  log: Log;
  consolePolicy: CommandContext<unknown, unknown>["consolePolicy"];
  redact: CommandContext<unknown, unknown>["redact"];
}

/** A panel that does not tell what may be done refuses it itself: not worth a longer wait. */
const learnWithinMs = 2000;

/** What to show: the command's reply, or the question that comes before it. */
export type Performed = { reply: Reply; isFailure?: true } | { question: Question; id: string };

/** One use of a command, in whichever way it came. */
export interface Asked {
  actor: Actor;
  /** Of the interaction or the message. */
  id: string;
  /** The largest file that may be attached to the answer, in bytes. */
  maxFileBytes: number;
}

export function askedBy(interaction: Answerable): Asked {
  const { id, attachmentSizeLimit: maxFileBytes } = interaction;
  return { actor: actorOf(interaction), id, maxFileBytes };
}

export async function runCommand(
  asked: Asked,
  use: Use,
  standing: Standing,
  parts: RunParts,
): Promise<Performed> {
  const { command, path } = use.entry;
  let server: FleetServer | undefined;
  try {
    const context = contextOf(asked, use, standing, parts);
    ({ server } = context);
    await checkKey(context.server, needsOf(command, use.values), parts.clock);
    const question = use.origin === "confirmed" ? undefined : await command.confirm?.(context);
    if (question) return { question, id: randomUUID() };
    if (effectOf(command, use.values) === "reads")
      return { reply: guarded(await command.run(context), path, parts, () => undefined) };
    return { reply: await runRecorded(asked, use, context, parts) };
  } catch (error) {
    learnFrom(error, server);
    return { isFailure: true, reply: told(error, path, parts) };
  }
}

/** The server that a use is about, as far as it can be told. */
export function serverMeant(use: Use, { fleet }: Pick<RunParts, "fleet">): DeedServer | undefined {
  if (!isAboutServer(use)) return undefined;
  const wanted = use.values["server"];
  try {
    return fleet.find(typeof wanted === "string" ? wanted : undefined);
  } catch {
    // No server is called so: then what was typed is all there is.
    return typeof wanted === "string" ? { name: wanted } : undefined;
  }
}

function isAboutServer({ entry: { command } }: Use): boolean {
  const option = command.data.options.find(({ name }) => name === "server");
  return option?.type === "string" && !option.narrows;
}

function contextOf(asked: Asked, use: Use, standing: Standing, parts: RunParts): AnyContext {
  const wanted = use.values["server"];
  return {
    options: use.values,
    server: isAboutServer(use)
      ? parts.fleet.find(typeof wanted === "string" ? wanted : undefined)
      : undefined,
    actor: asked.actor,
    fleet: parts.fleet,
    clock: parts.clock,
    may: (path) => mayUse(standing, path, parts),
    available: parts.catalogue.summaries().filter(({ path }) => mayUse(standing, path, parts)),
    maxFileBytes: asked.maxFileBytes,
    consolePolicy: parts.consolePolicy,
    redact: parts.redact,
    records: parts.records,
    files: parts.files,
    alerts: parts.alerts,
    consoles: parts.consoles,
  };
}

/** What the bot's own key lacks is said before the panel is asked. */
async function checkKey(
  server: FleetServer | undefined,
  needs: readonly string[],
  clock: Clock,
): Promise<void> {
  if (!server || needs.length === 0) return;
  const known = new AbortController();
  await Promise.race([server.learnPermissions(), clock.sleep(learnWithinMs, known.signal)]);
  known.abort();
  const missing = needs.find((permission) => !server.can(permission));
  if (missing === undefined) return;
  throw new UserError(
    `Roost's panel key may not do this: it lacks the permission \`${missing}\`. The server's owner can add it in the panel, under Users.`,
  );
}

/** A refusal means that what is known of the key's permissions is old. */
function learnFrom(thrown: unknown, server: FleetServer | undefined): void {
  if (!(thrown instanceof PanelError) || thrown.failure !== "forbidden") return;
  server?.refresh().catch(() => {
    // Nobody asked for it, and the next refusal tries again.
  });
}

async function runRecorded(asked: Asked, use: Use, context: AnyContext, parts: RunParts): Promise<Reply> {
  const { command, path } = use.entry;
  const record = parts.recorder.begin({
    actor: context.actor,
    interactionId: asked.id,
    command: path,
    server: context.server,
    values: use.values,
    secrets: secretsOf(command),
    internals: internalsOf(command),
    decision: "allowed",
  });
  const finish = (outcome: string): void => {
    parts.recorder.finish(record, outcome);
  };
  try {
    return guarded(await command.run(context), path, parts, finish);
  } catch (error) {
    learnFrom(error, context.server);
    const reply = told(error, path, parts);
    finish(reply.text ?? "failed");
    return reply;
  }
}

/** The same reply, whose later states cannot reject and whose last one tells how it went. */
function guarded(reply: Reply, path: string, parts: RunParts, finish: (outcome: string) => void): Reply {
  if (!reply.next) {
    finish(reply.outcome ?? "done");
    return reply;
  }
  const next = reply.next.then(
    (later) => guarded(later, path, parts, finish),
    (error: unknown) => {
      const failed = told(error, path, parts);
      finish(failed.text ?? "failed");
      return failed;
    },
  );
  return { ...reply, next };
}

function told(error: unknown, command: string, { log }: RunParts): Reply {
  const { reply, reference } = toldFailure(error);
  if (reference === undefined)
    log.info({ command, told: reply.text }, "a command was answered with a failure");
  else log.error({ err: error, command, reference }, "a command failed");
  return reply;
}
