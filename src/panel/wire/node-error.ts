/** The node's own error format: `{ error, request_id? }`. */
import { z } from "zod";
import { maybeText, parseJson } from "./json.ts";
import { oneLine } from "./error-body.ts";

const wire = z.object({ error: maybeText, request_id: maybeText });

/** What the node says of an error, one line; nothing when it is not its format. */
export function readNodeError(body: Uint8Array): {
  detail: string | undefined;
  reference: string | undefined;
} {
  const { data } = wire.safeParse(parseJson(body));
  return {
    detail: data?.error === undefined ? undefined : oneLine(data.error),
    reference: /^[\da-f-]{36}$/i.exec(data?.request_id ?? "")?.[0],
  };
}
