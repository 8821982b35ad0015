/** Bytes → JSON, and what is forgiven on the way. */
import { z } from "zod";

/** The JSON of `body`, or undefined when it is none. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    // No JSON is an answer like any other: the caller says what it means.
    return undefined;
  }
}

/** Text; anything else counts as absent and becomes `""`. */
export const text = z.string().catch("");
/** Text or nothing; `null` and anything else become undefined. */
export const maybeText = z.string().optional().catch(undefined);
export const amount = z.number().catch(0);
export const maybeAmount = z.number().optional().catch(undefined);
export const flag = z.boolean().catch(false);

/** An ISO moment with offset; the epoch when the panel gives none that can be read. */
export const moment = z
  .string()
  .pipe(z.coerce.date())
  .catch(() => new Date(0));
export const maybeMoment = z.string().pipe(z.coerce.date()).optional().catch(undefined);

/** A list of text. PHP turns lists with gaps into objects, and older builds send one string for a list of one. */
const someTexts = z
  .union([
    z.array(z.unknown()),
    z.record(z.string(), z.unknown()).transform((map) => Object.values(map)),
    z.string().transform((line) => line.split("\n").filter((part) => part !== "")),
  ])
  .transform((items: unknown[]) => items.filter((item) => typeof item === "string"));
export const texts = someTexts.catch([]);
export const maybeTexts = someTexts.optional().catch(undefined);

/** A map. PHP sends an empty one as `[]`. */
export function mapOf<T>(value: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> {
  return z.record(z.string(), value).catch({});
}
