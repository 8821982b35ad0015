/** New API keys: a 16-character identifier and a 32-character secret. */
import { randomInt } from "node:crypto";
import type { ApiKey } from "./world.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function random(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join("");
}

export function makeKey(userId: number, createdAt: number, kind: ApiKey["kind"] = "client"): ApiKey {
  return {
    identifier: `${kind === "client" ? "ptlc" : "ptla"}_${random(11)}`,
    secret: random(32),
    userId,
    kind,
    description: "",
    allowedIps: [],
    lastUsedAt: null,
    createdAt,
  };
}

/** The 48 characters that go into `Authorization: Bearer …`. */
export function fullKey({ identifier, secret }: ApiKey): string {
  return identifier + secret;
}
