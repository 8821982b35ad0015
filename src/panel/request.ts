/** A request as the route methods state it, and how it becomes a path and a body. */
import type { z } from "zod";
import type { Answer } from "./answer.ts";
import type { RouteKey } from "./routes.ts";
import { parseJson } from "./wire/json.ts";

export interface CallOptions {
  /** Gives up this call; a request that others wait for goes on. */
  readonly signal?: AbortSignal;
}

export interface ReadOptions extends CallOptions {
  /** Asks the panel whatever is remembered, and takes no older value for an answer; what is remembered stays. */
  readonly fresh?: boolean;
}

type QueryValue = string | number | boolean | undefined;

export interface Request<T> {
  readonly route: RouteKey;
  /** For the `:names` of the route. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** Undefined values are left out. */
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON; undefined fields are left out. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Sent as it is, as plain text. */
  readonly raw?: Uint8Array | string;
  readonly read: ReadAnswer<T>;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
  readonly fresh?: boolean | undefined;
}

/** A success's body → the value. @throws {ZodError} when it is not what was promised. */
export type ReadAnswer<T> = (answer: Answer) => T;

export function json<T>(schema: z.ZodType<T>): ReadAnswer<T> {
  return (answer) => schema.parse(parseJson(answer.body));
}

/** For answers that hold nothing: 204, or 202 with `[]`. */
export const nothing: ReadAnswer<void> = () => undefined;

export const bytes: ReadAnswer<Uint8Array> = (answer) => answer.body;

/** What ids may look like: anything else could lead to another route. */
const idShape = /^[\w-]{1,64}$/;

/**
 * The path of a request, relative to `/api/client`, with its query; undefined when an id cannot be one.
 * Query values are encoded once; `files/download` decodes twice, so its caller encodes once more.
 */
export function toPath({
  route,
  params = {},
  query = {},
}: Pick<Request<unknown>, "route" | "params" | "query">) {
  const template = route.slice(route.indexOf(" ") + 1);
  const names = [...template.matchAll(/:(\w+)/g)].map(([, name]) => name ?? "");
  if (!names.every((name) => idShape.test(String(params[name] ?? "")))) return undefined;
  const path = template.replace(/:(\w+)/g, (_, name: string) => String(params[name]));
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encode(name)}=${encode(String(value))}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

/** Percent-encoding that takes any string: halves of surrogate pairs become U+FFFD. */
export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

export function toBody({ json, raw }: Pick<Request<unknown>, "json" | "raw">): {
  body?: Uint8Array | string;
  contentType?: string;
} {
  if (raw !== undefined) return { body: raw, contentType: "text/plain; charset=utf-8" };
  return json === undefined ? {} : { body: JSON.stringify(json), contentType: "application/json" };
}
