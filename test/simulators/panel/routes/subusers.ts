/** Subusers: who else may do what on a server. */
import { createHash, randomUUID } from "node:crypto";
import { list } from "../envelope.ts";
import { display, forbidden, notFound, unauthorized } from "../errors.ts";
import { allPermissions, permissionsOf } from "../permissions.ts";
import { noContent, ok, serverRoute, type ServerCall, type ServerRoute } from "../route.ts";
import { validate } from "../rules.ts";
import type { User } from "../world.ts";
import { subuserItem } from "./present.ts";

const permissionRules = { permissions: "required|array", "permissions.*": "string" };

export const subuserRoutes: ServerRoute[] = [
  serverRoute("GET /users", "user.read", ({ server, state }) =>
    ok(
      list(
        [...server.row.subusers].flatMap(([id, { permissions, createdAt }]) => {
          const user = state.users.find((candidate) => candidate.id === id);
          return user ? [subuserItem(user, permissions, createdAt)] : [];
        }),
      ),
    ),
  ),
  serverRoute("POST /users", "user.create", (call) => {
    const { server, state, input } = call;
    validate(input, { email: "required|email|between:1,191", ...permissionRules });
    const permissions = granted(call);
    const email = String(input["email"]);
    const user = state.users.find((candidate) => candidate.email === email) ?? invite(call, email);
    if (user.id === server.row.ownerId) {
      throw display(
        "The server owner cannot be added as a subuser for this server.",
        "UserIsServerOwnerException",
      );
    }
    if (server.row.subusers.has(user.id)) {
      throw display(
        "A user with that email address is already assigned as a subuser for this server.",
        "ServerSubuserExistsException",
      );
    }
    const createdAt = state.clock.wall();
    server.row.subusers.set(user.id, { permissions, createdAt });
    server.log("server:subuser.create", call.user.id, { email, permissions });
    return ok(subuserItem(user, permissions, createdAt));
  }),
  serverRoute("GET /users/:user", "user.read", (call) => {
    const { user, entry } = find(call);
    return ok(subuserItem(user, entry.permissions, entry.createdAt));
  }),
  serverRoute("POST /users/:user", "user.update", (call) => {
    const { user, entry } = find(call);
    validate(call.input, permissionRules);
    entry.permissions = granted(call);
    call.state.wings.deny(user.uuid, call.server.uuid);
    call.server.log("server:subuser.update", call.user.id, { email: user.email });
    return ok(subuserItem(user, entry.permissions, entry.createdAt));
  }),
  serverRoute("DELETE /users/:user", "user.delete", (call) => {
    const { user } = find(call);
    call.server.row.subusers.delete(user.id);
    call.state.wings.deny(user.uuid, call.server.uuid);
    call.server.log("server:subuser.delete", call.user.id, { email: user.email });
    return noContent;
  }),
];

interface Found {
  user: User;
  entry: { permissions: string[]; createdAt: number };
}

/** Nobody may look at or change his own entry. */
function find({ server, state, params, user: caller }: ServerCall): Found {
  if (params["user"] === caller.uuid) throw unauthorized();
  const user = state.users.find(({ uuid }) => uuid === params["user"]);
  const entry = user && server.row.subusers.get(user.id);
  if (!user || !entry) throw notFound();
  return { user, entry };
}

/** Unknown ones are dropped silently; `websocket.connect` always comes along. */
function granted({ input, user, server }: ServerCall): string[] {
  const asked = input["permissions"] as string[];
  const known = allPermissions.filter((name) => asked.includes(name) || name === "websocket.connect");
  const held = permissionsOf(user, server.row) ?? [];
  if (!held.includes("*") && known.some((name) => name !== "websocket.connect" && !held.includes(name))) {
    throw forbidden("Cannot assign permissions to a subuser that your account does not actively possess.");
  }
  return known;
}

function invite({ state }: ServerCall, email: string): User {
  const name = email.split("@")[0] ?? "user";
  const user: User = {
    id: state.nextId(),
    uuid: randomUUID(),
    username: `${name}${createHash("md5").update(email).digest("hex").slice(0, 4)}`,
    email,
    firstName: "Server",
    lastName: "Subuser",
    admin: false,
    password: randomUUID(),
    twoFactor: false,
    twoFactorDemanded: false,
    createdAt: state.clock.wall(),
    sshKeys: [],
  };
  state.users.push(user);
  return user;
}
