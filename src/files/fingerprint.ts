/** Whether two contents are the same, without keeping either. */
import { createHash } from "node:crypto";

/** The same for the same bytes, and for no others that anybody will meet: 43 letters. */
export function fingerprintOf(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("base64url");
}
