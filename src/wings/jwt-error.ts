/** The texts with which Wings turns a token away, and what each asks for (panel-contract 9.6). */

/**
 * `expired` and `denied` want a new token (a denied one was issued before Wings started or before a permission
 * changed); `missing` wants the token sent; `fatal` is not mended by another token of the same kind.
 */
export type JwtErrorKind = "expired" | "denied" | "missing" | "fatal";

const texts: readonly (readonly [part: string, kind: JwtErrorKind])[] = [
  ["exp claim is invalid", "expired"],
  ["created too far in past", "denied"],
  ["no jwt present", "missing"],
  ["missing connect permission", "fatal"],
  ["server uuid mismatch", "fatal"],
];

/**
 * Takes the bare text (`jwt: …`) and the one with an id before it (`Error Event [<uuid>]: jwt: …`).
 * A text not listed counts as `denied`: a new token is worth one try.
 */
export function toJwtErrorKind(text: string): JwtErrorKind {
  return texts.find(([part]) => text.includes(part))?.[1] ?? "denied";
}
