/** Who asks: the key, the account's two-factor duty, the addresses the key may be used from. */
import { BlockList, isIP } from "node:net";
import type { IncomingHttpHeaders } from "node:http";
import { fault, type PanelFault, unauthenticated } from "./errors.ts";
import type { ApiKey, User } from "./world.ts";

export interface Identity {
  key: ApiKey;
  user: User;
}

const identifierLength = 16;

/** @throws {PanelFault} 401 when there is no such key. */
export function identify(headers: IncomingHttpHeaders, keys: ApiKey[], users: User[]): Identity {
  const token = /^Bearer (.+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  const key = keys.find(
    ({ identifier, secret }) =>
      token.slice(0, identifierLength) === identifier && token.slice(identifierLength) === secret,
  );
  const user = key && users.find(({ id }) => id === key.userId);
  if (!key || !user) throw unauthenticated();
  return { key, user };
}

const twoFactorFree = new Set([
  "GET /account",
  "GET /account/two-factor",
  "POST /account/two-factor",
  "POST /account/two-factor/disable",
]);

/** What stands between a known key and the throttle. */
export function barrier({ key, user }: Identity, route: string, ip: string): PanelFault | undefined {
  if (user.twoFactorDemanded && !user.twoFactor && !twoFactorFree.has(route)) {
    return fault(
      400,
      "TwoFactorAuthRequiredException",
      "Two-factor authentication is required on this account in order to access this endpoint.",
    );
  }
  if (key.allowedIps.length > 0 && !within(ip, key.allowedIps)) {
    return fault(
      403,
      "AccessDeniedHttpException",
      `This IP address (${ip}) does not have permission to access the API using these credentials.`,
    );
  }
  return undefined;
}

export function wrongKeyKind({ key }: Identity): PanelFault | undefined {
  return key.kind === "client"
    ? undefined
    : fault(
        403,
        "AccessDeniedHttpException",
        "You are attempting to use an application API key on an endpoint that requires a client API key.",
      );
}

/** Addresses and CIDR ranges, v4 and v6. */
export function within(ip: string, ranges: string[]): boolean {
  const family = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    if (bits === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, Number(bits), family(address));
  }
  return list.check(ip, family(ip));
}

/** A request that looks like the panel's own browser session must carry a CSRF token, and this one does not. */
export function looksLikeBrowser(headers: IncomingHttpHeaders, panelUrl: string): boolean {
  const { host } = new URL(panelUrl);
  const names = new Set([host, "localhost", "127.0.0.1"]);
  const from = headers.origin ?? headers.referer;
  const source = from !== undefined && URL.canParse(from) ? new URL(from) : undefined;
  const session = /(^|;\s*)pterodactyl_session=/.test(headers.cookie ?? "");
  return session || (source !== undefined && (names.has(source.host) || names.has(source.hostname)));
}
