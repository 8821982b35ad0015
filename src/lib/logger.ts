/** Structured logs (pino) that hold no secrets: removed by key, by value and by shape. */
import { pino, type DestinationStream, type Logger } from "pino";

/** What a part needs of a logger: facts first, then a fixed sentence. */
export type Log = Pick<Logger, "debug" | "info" | "warn" | "error" | "fatal">;

export interface LoggerOptions {
  level: string;
  /** Values that must never be printed, wherever they stand. */
  secrets: readonly string[];
  destination?: DestinationStream;
}

const secretKeys = /token|secret|password|authorization|api.?key|cookie|signed.?url/i;

/** Shapes of secrets: bot tokens, panel keys, JWTs and signed links, interaction and webhook tokens in paths. */
const secretShapes = [
  /[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/g,
  /\b(?:ptl[ac]|p(?:acc|app))_\w{8,}/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /(?<=\/(?:webhooks|interactions)\/\d+\/)[\w-]{20,}/g,
  /(?<=[?&]token=)[^&\s"]+/g,
];

export const removed = "[removed]";

/** `text` without the given values and without anything that looks like a secret. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length > 0) clean = clean.replaceAll(secret, removed);
  for (const shape of secretShapes) clean = clean.replace(shape, removed);
  return clean;
}

const maxDepth = 6;

/** A copy of anything that may be logged, cleaned at every depth; errors become plain objects with their cause. */
export function cleaned(value: unknown, secrets: readonly string[], depth = 0): unknown {
  if (typeof value === "string") return withoutSecrets(value, secrets);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth >= maxDepth) return "[deep]";
  if (value instanceof Error) return cleanedError(value, secrets, depth);
  if (value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, secrets, depth + 1));
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    copy[key] =
      secretKeys.test(key) && typeof item === "string" ? removed : cleaned(item, secrets, depth + 1);
  }
  return copy;
}

/** Only what an error says of itself: libraries hang requests, headers and bodies on their errors. */
function cleanedError(error: Error, secrets: readonly string[], depth: number): unknown {
  const { code, status, failure } = error as { code?: unknown; status?: unknown; failure?: unknown };
  return {
    type: error.name,
    message: withoutSecrets(error.message, secrets),
    ...(code === undefined ? {} : { code: cleaned(code, secrets, depth + 1) }),
    ...(status === undefined ? {} : { status }),
    ...(failure === undefined ? {} : { failure }),
    stack: withoutSecrets(error.stack ?? "", secrets),
    ...(error.cause === undefined ? {} : { cause: cleaned(error.cause, secrets, depth + 1) }),
  };
}

/** A logger that writes JSON lines; `secrets` never leave it. */
export function createLogger({ level, secrets, destination }: LoggerOptions): Logger {
  const clean = (value: unknown): unknown => cleaned(value, secrets);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (facts) => clean(facts) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, method) {
          const [first, ...rest] = args;
          // pino turns a bare error into `{ err, msg }` by itself, past `formatters.log`: clean it here.
          const facts: unknown = first instanceof Error ? { err: first } : first;
          method.apply(this, [clean(facts), ...rest.map(clean)] as Parameters<typeof method>);
        },
      },
      serializers: { err: (error: unknown) => error },
    },
    destination ?? jsonLines(),
  );
}

/** Standard output, as JSON lines for machines or as coloured lines for people; only those need the code that colours. */
export async function logDestination(format: "json" | "pretty"): Promise<DestinationStream> {
  if (format === "json") return jsonLines();
  const { PinoPretty } = await import("pino-pretty");
  return PinoPretty({ sync: true, ignore: "pid,hostname" });
}

/** Synchronous: the last lines before an exit are the ones that matter. */
function jsonLines(): DestinationStream {
  return pino.destination({ dest: 1, sync: true });
}

/** Logs nothing: for tests and for parts that are used on their own. */
export const silentLog: Log = pino({ level: "silent" });
