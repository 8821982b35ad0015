/** The tokens that the panel signs and the node checks: HS256 JWTs, the denylist, and what was used up. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { SimClock } from "../game/sim-clock.ts";

export interface Claims {
  server_uuid: string;
  user_uuid: string;
  /** Unix seconds, real time. */
  iat: number;
  exp: number;
  unique_id: string;
  scope?: string;
  permissions?: string[];
  file_path?: string;
  backup_uuid?: string;
  [claim: string]: unknown;
}

/** Why a token is not valid; the words of Wings. */
export type TokenFault = "exp claim is invalid" | "created too far in past (denylist)";

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const oneTimeMemoryMs = 60 * 60_000;

export interface Grant {
  serverUuid: string;
  userUuid: string;
  ttlMs: number;
  scope?: string | undefined;
  extra?: Record<string, unknown>;
}

export class TokenStore {
  /** The node refuses tokens older than its own start. Unix seconds. */
  bootedAt: number;
  readonly #clock: SimClock;
  readonly #secret = randomBytes(32);
  /** jti → unix second of the revocation. */
  readonly #revoked = new Map<string, number>();
  readonly #used = new Map<string, number>();
  readonly #strict: boolean;
  readonly issuer: { panelUrl: string; nodeUrl: string } = { panelUrl: "", nodeUrl: "" };

  /** `strict`: a token must be issued in a later second than the revocation, not in the same one. */
  constructor(clock: SimClock, strict: boolean) {
    this.#clock = clock;
    this.#strict = strict;
    this.bootedAt = clock.unix();
  }

  sign({ serverUuid, userUuid, ttlMs, scope, extra = {} }: Grant): string {
    const iat = this.#clock.unix();
    const claims: Claims = {
      iss: this.issuer.panelUrl,
      aud: [this.issuer.nodeUrl],
      jti: tokenFamily(userUuid, serverUuid),
      iat,
      nbf: iat - 300,
      exp: iat + this.#clock.realSeconds(ttlMs),
      server_uuid: serverUuid,
      user_uuid: userUuid,
      unique_id: randomBytes(8).toString("hex"),
      ...(scope === undefined ? {} : { scope }),
      ...extra,
    };
    const body = `${encode({ typ: "JWT", alg: "HS256" })}.${encode(claims)}`;
    return `${body}.${this.#signature(body).toString("base64url")}`;
  }

  /** The claims when the signature is right, whatever their age; else nothing. */
  read(token: string): Claims | undefined {
    const [head = "", payload = "", signature = "", ...more] = token.split(".");
    const given = Buffer.from(signature, "base64url");
    const wanted = this.#signature(`${head}.${payload}`);
    if (more.length > 0 || given.length !== wanted.length || !timingSafeEqual(given, wanted))
      return undefined;
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
  }

  fault(claims: Claims): TokenFault | undefined {
    if (this.#clock.wall() >= claims.exp * 1000) return "exp claim is invalid";
    const revokedAt = this.#revoked.get(tokenFamily(claims.user_uuid, claims.server_uuid));
    const tooOld =
      revokedAt !== undefined && (this.#strict ? claims.iat <= revokedAt : claims.iat < revokedAt);
    return tooOld || claims.iat < this.bootedAt ? "created too far in past (denylist)" : undefined;
  }

  /** Virtual milliseconds until the token expires. */
  remainingMs(claims: Claims): number {
    return (claims.exp * 1000 - this.#clock.wall()) * this.#clock.timeScale;
  }

  /** Refuses what was issued to this user for this server until now. */
  deny(userUuid: string, serverUuid: string): void {
    this.#revoked.set(tokenFamily(userUuid, serverUuid), this.#clock.unix());
  }

  /** Uses a one-time token up; false when it was used before. */
  consume(claims: Claims): boolean {
    const now = this.#clock.now();
    const usedAt = this.#used.get(claims.unique_id);
    this.#used.set(claims.unique_id, now);
    return usedAt === undefined || now - usedAt > oneTimeMemoryMs;
  }

  /** The node's memory is gone: what was used may be used again, what was issued before may not. */
  reboot(): void {
    this.#used.clear();
    this.#revoked.clear();
    this.bootedAt = this.#clock.unix() + (this.#strict ? 1 : 0);
  }

  #signature(body: string): Buffer {
    return createHmac("sha256", this.#secret).update(body).digest();
  }
}

/** `jti`: the same for every token of one user and server. */
export function tokenFamily(userUuid: string, serverUuid: string): string {
  return createHash("md5")
    .update(userUuid + serverUuid)
    .digest("hex");
}
