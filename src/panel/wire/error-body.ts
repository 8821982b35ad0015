/** The panel's error format: `{ errors: [{ code, status, detail, meta? }] }`. Debug traces in it are left behind. */
import { z } from "zod";
import { cut } from "../../lib/text.ts";
import { parseJson } from "./json.ts";

export interface ErrorBody {
  readonly code: string | undefined;
  /** One line, at most `maxDetail` long, without the node's request id. */
  readonly detail: string | undefined;
  readonly reference: string | undefined;
  readonly field: string | undefined;
  readonly rule: string | undefined;
}

const maxDetail = 300;

const wire = z.object({
  errors: z
    .array(
      z.object({
        code: z
          .string()
          .regex(/^[\w.\\-]{1,100}$/)
          .optional()
          .catch(undefined),
        detail: z.string().optional().catch(undefined),
        meta: z
          .object({
            source_field: z.string().max(100).optional().catch(undefined),
            rule: z.string().max(100).optional().catch(undefined),
          })
          .optional()
          .catch(undefined),
      }),
    )
    .min(1),
});

/** The first error of a body; undefined when it is not the panel's format (empty, cut off, somebody else's). */
export function readError(body: Uint8Array): ErrorBody | undefined {
  const parsed = wire.safeParse(parseJson(body));
  const first = parsed.data?.errors[0];
  if (!first) return undefined;
  return {
    code: first.code,
    detail: first.detail === undefined ? undefined : oneLine(first.detail),
    reference: requestId.exec(first.detail ?? "")?.[1],
    field: first.meta?.source_field,
    rule: first.meta?.rule,
  };
}

const requestId = /request[_ ]id:\s*([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})/i;
const requestIdNote = /\s*\(request[_ ]id:[^)]*\)/gi;

/** A sentence as it may be shown: one line, no control characters, no request id, no doubled full stop. */
export function oneLine(text: string): string {
  const line = text
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .replace(requestIdNote, "")
    .replace(/\.{2,}$/, ".");
  return cut(line.trim(), maxDetail);
}
