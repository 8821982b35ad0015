/** `/`, `/permissions` and `/account…`: what the key sees, and the account behind it. */
import { createHash, randomBytes } from "node:crypto";
import { atom } from "../../game/sim-clock.ts";
import { item, list, onlyFilters, paginate } from "../envelope.ts";
import { badRequest, display, notFound, type PanelFault } from "../errors.ts";
import { makeKey } from "../make-key.ts";
import { groups, permissionsOf } from "../permissions.ts";
import { noContent, ok, route, type Call, type Route } from "../route.ts";
import { validate } from "../rules.ts";
import type { SimServer } from "../sim-server.ts";
import type { SshKey, User } from "../world.ts";
import { accountItem, activityItem, apiKeyItem, serverItem } from "./present.ts";

const maxKeys = 25;
const filters = ["uuid", "name", "description", "external_id", "*"];

const passwordWrong = (): PanelFault =>
  display("The password provided was invalid for this account.", "InvalidPasswordProvidedException");

export const accountRoutes: Route[] = [
  route("GET /", (call) => {
    onlyFilters(call.query, filters);
    const seen = visible(call).filter((server) => matches(server, call.query));
    const { rows, meta } = paginate(seen, { query: call.query, url: call.url, perPage: 50, most: 100 });
    return ok(
      list(
        rows.map((server) => serverItem(server, { ...call, include: includes(call) })),
        meta,
      ),
    );
  }),
  route("GET /permissions", () => {
    const permissions = Object.fromEntries(
      Object.entries(groups).map(([group, { description, keys }]) => [
        group,
        { description, keys: Object.fromEntries(keys.map((key) => [key, `Allows ${group}.${key}.`])) },
      ]),
    );
    return ok(item("system_permissions", { permissions }));
  }),
  route("GET /account", ({ user }) => ok(accountItem(user))),
  route("PUT /account/email", ({ user, input, state }) => {
    validate(input, { email: "required|email|between:1,191", password: "required|string" });
    if (input["password"] !== user.password) throw passwordWrong();
    user.email = String(input["email"]);
    state.changed(undefined, "account");
    return noContent;
  }),
  route("PUT /account/password", ({ user, input }) => {
    validate(input, { current_password: "required|string", password: "required|string|min:8" });
    if (input["current_password"] !== user.password) throw passwordWrong();
    if (input["password"] !== input["password_confirmation"]) {
      validate({ password: "x" }, { password: "in:confirmed" });
    }
    user.password = String(input["password"]);
    return noContent;
  }),
  route("GET /account/two-factor", ({ user }) => {
    if (user.twoFactor) throw badRequest("Two-factor authentication is already enabled on this account.");
    const secret = randomBytes(10).toString("hex").toUpperCase();
    return ok({ data: { image_url_data: `otpauth://totp/Panel:${user.username}?secret=${secret}`, secret } });
  }),
  route("POST /account/two-factor", ({ user, input }) => {
    validate(input, { code: "required|string|size:6", password: "required|string" });
    if (input["password"] !== user.password) throw badRequest("The password provided was not valid.");
    if (input["code"] === "000000") {
      throw display("The token provided is not valid.", "TwoFactorAuthenticationTokenInvalid");
    }
    user.twoFactor = true;
    const tokens = Array.from({ length: 10 }, () => randomBytes(5).toString("hex"));
    return ok(item("recovery_tokens", { tokens }));
  }),
  route("POST /account/two-factor/disable", ({ user, input }) => {
    if (input["password"] !== user.password) throw badRequest("The password provided was not valid.");
    user.twoFactor = false;
    return noContent;
  }),
  route("GET /account/activity", ({ state, user, query, url }) => {
    onlyFilters(query, ["event"]);
    const own = state.servers.flatMap((server) =>
      server.row.activity.filter(({ userId }) => userId === user.id),
    );
    const { rows, meta } = paginate(
      own.sort((a, b) => a.at - b.at),
      { query, url, perPage: 25, most: 100 },
    );
    return ok(
      list(
        rows.map((entry) => activityItem(entry, user, "absent")),
        meta,
      ),
    );
  }),
  route("GET /account/api-keys", ({ state, user }) =>
    ok(list(keysOf(state.keys, user).map((key) => apiKeyItem(key)))),
  ),
  route("POST /account/api-keys", ({ state, user, input }) => {
    validate(input, {
      description: "required|string|max:500",
      allowed_ips: "nullable|array|max:50",
      "allowed_ips.*": "string|ip",
    });
    if (keysOf(state.keys, user).length >= maxKeys) {
      throw display("You have reached the account limit for number of API keys.");
    }
    const key = makeKey(user.id, state.clock.wall());
    key.description = String(input["description"]);
    key.allowedIps = (input["allowed_ips"] as string[] | null) ?? [];
    state.keys.push(key);
    return ok(apiKeyItem(key, { secret_token: key.secret }));
  }),
  route("DELETE /account/api-keys/:identifier", ({ state, user, params }) => {
    const index = state.keys.findIndex(
      (key) => key.identifier === params["identifier"] && key.userId === user.id && key.kind === "client",
    );
    if (index === -1) throw notFound();
    state.keys.splice(index, 1);
    return noContent;
  }),
  route("GET /account/ssh-keys", ({ user }) => ok(list(user.sshKeys.map((key) => sshItem(key))))),
  route("POST /account/ssh-keys", ({ user, input, state }) => {
    validate(input, {
      name: "required|string|max:191",
      public_key: "required|string|regex:/^ssh-(rsa|ed25519) /",
    });
    const publicKey = String(input["public_key"]);
    const key: SshKey = {
      name: String(input["name"]),
      publicKey,
      fingerprint: createHash("sha256").update(publicKey).digest("base64").replace(/=+$/, ""),
      createdAt: state.clock.wall(),
    };
    user.sshKeys.push(key);
    return ok(sshItem(key));
  }),
  route("POST /account/ssh-keys/remove", ({ user, input }) => {
    validate(input, { fingerprint: "required|string" });
    user.sshKeys = user.sshKeys.filter(({ fingerprint }) => fingerprint !== input["fingerprint"]);
    return noContent;
  }),
];

function keysOf<T extends { userId: number; kind: string }>(keys: T[], user: User): T[] {
  return keys.filter(({ userId, kind }) => userId === user.id && kind === "client");
}

function sshItem(key: SshKey): ReturnType<typeof item> {
  return item("ssh_key", {
    name: key.name,
    fingerprint: key.fingerprint,
    public_key: key.publicKey,
    created_at: atom(key.createdAt),
  });
}

/** `include=egg,subusers`. */
export function includes(call: Call): string[] {
  return (call.query.get("include") ?? "").split(",");
}

function visible({ state, user, query }: Call): SimServer[] {
  const type = query.get("type");
  const own = ({ row }: SimServer): boolean => row.ownerId === user.id;
  const reachable = (server: SimServer): boolean => own(server) || server.row.subusers.has(user.id);
  if (type === "owner") return state.servers.filter((server) => own(server));
  if (type === "admin" || type === "admin-all") {
    if (!user.admin) return [];
    return state.servers.filter((server) => type === "admin-all" || !reachable(server));
  }
  return state.servers.filter((server) => reachable(server) && permissionsOf(user, server.row));
}

function matches(server: SimServer, query: URLSearchParams): boolean {
  const { row } = server;
  const fields: Record<string, string> = {
    uuid: row.uuid,
    name: row.name,
    description: row.description,
    external_id: "",
  };
  for (const [field, value] of Object.entries(fields)) {
    const wanted = query.get(`filter[${field}]`);
    if (wanted && !wanted.split(",").some((part) => value.toLowerCase().includes(part.toLowerCase())))
      return false;
  }
  const any = query.get("filter[*]");
  if (!any) return true;
  const address = /^(\d+\.\d+\.\d+\.\d+)?(?::(\d+))?$/.exec(any);
  if (address) {
    const [, ip, port = ""] = address;
    return row.allocations.some((a) => (ip === undefined || a.ip === ip) && String(a.port).startsWith(port));
  }
  return row.uuid.startsWith(any) || server.id === any || row.name.toLowerCase().includes(any.toLowerCase());
}
