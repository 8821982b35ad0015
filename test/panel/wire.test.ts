/** What is forgiven: forms that differ between panels, and words nobody has heard of. */
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { account } from "../../src/panel/wire/account.ts";
import { backup } from "../../src/panel/wire/backup.ts";
import { database } from "../../src/panel/wire/database.ts";
import { list, page } from "../../src/panel/wire/envelope.ts";
import { fileEntry } from "../../src/panel/wire/file.ts";
import { resources } from "../../src/panel/wire/resources.ts";
import { server, serverDetails } from "../../src/panel/wire/server.ts";
import { startup } from "../../src/panel/wire/startup.ts";
import { subuser } from "../../src/panel/wire/subuser.ts";
import * as wire from "./fixtures.ts";

const map = { 0: "control.start", 3: "control.stop" };

const cases: readonly [string, z.ZodType, unknown, object][] = [
  ["a status that is new", server, { ...wire.server, status: "hibernating" }, { status: "hibernating" }],
  [
    "a server with hardly anything",
    server,
    { uuid: wire.uuid },
    { identifier: "1f3c9a77", name: "", allocations: [], featureLimits: { backups: 0 } },
  ],
  ["a null description", server, { ...wire.server, description: null }, { description: "" }],
  ["features as null", server, { ...wire.server, egg_features: null }, { eggFeatures: [] }],
  [
    "relationships as []",
    server,
    { ...wire.server, relationships: [] },
    { allocations: [], variables: undefined },
  ],
  [
    "unlimited databases",
    server,
    { ...wire.server, feature_limits: { databases: null, allocations: 0, backups: null } },
    { featureLimits: { databases: null, allocations: 0, backups: 0 } },
  ],
  [
    "permissions in a form that is new",
    serverDetails,
    wire.item(wire.server, { meta: { user_permissions: 7 } }),
    { userPermissions: undefined },
  ],
  [
    "variables and subusers when they are told",
    server,
    {
      ...wire.server,
      relationships: {
        variables: wire.list([wire.variable]),
        subusers: wire.list([wire.subuser]),
        egg: wire.item({ uuid: "e", name: "Paper" }),
      },
    },
    { variables: [{ key: "VERSION" }], subusers: [{ username: "friend" }], egg: { name: "Paper" } },
  ],
  [
    "permissions as a map",
    serverDetails,
    wire.item(wire.server, { meta: { is_server_owner: false, user_permissions: map } }),
    { userPermissions: ["control.start", "control.stop"] },
  ],
  [
    "details without meta",
    serverDetails,
    wire.item(wire.server),
    { isOwner: true, userPermissions: undefined },
  ],
  [
    "a subuser's permissions as a map",
    subuser,
    { ...wire.subuser, permissions: map },
    { permissions: ["control.start", "control.stop"] },
  ],
  ["Pelican's missing", resources, { ...wire.stats, current_state: "missing" }, { state: "unknown" }],
  ["the panel's stopped", resources, { ...wire.stats, current_state: "stopped" }, { state: "offline" }],
  [
    "a state that is an object's property",
    resources,
    { ...wire.stats, current_state: "constructor" },
    { state: "unknown" },
  ],
  ["ignored files as text", backup, { ...wire.backup, ignored_files: "a\nb" }, { ignoredFiles: ["a", "b"] }],
  ["ignored files as nothing", backup, { ...wire.backup, ignored_files: null }, { ignoredFiles: [] }],
  ["a link by its mode alone", fileEntry, { ...wire.file, mode: "Lrwxrwxrwx" }, { isSymlink: true }],
  [
    "a database with a number",
    database,
    { ...wire.database, id: 12, relationships: { password: { object: "null_resource", attributes: null } } },
    { id: "12", password: undefined },
  ],
  [
    "Pelican's account",
    account,
    { uuid: "u", username: "me", root_admin: true },
    { uuid: "u", isAdmin: true, id: undefined },
  ],
  [
    "images as []",
    startup,
    wire.list([], { meta: { docker_images: [] } }),
    { dockerImages: {}, command: "" },
  ],
  [
    "a list as a map, with an empty entry",
    list(backup),
    { data: { 0: wire.item(wire.backup), 2: { object: "null_resource", attributes: null } } },
    [{ uuid: wire.backup.uuid }],
  ],
  ["a page without pagination", page(backup), wire.list([wire.backup]), { total: 1, page: 1, pages: 1 }],
];

describe("wire shapes", () => {
  it.each(cases)("take %s", (_, schema, value, expected) => {
    expect(schema.parse(value)).toMatchObject(expected);
  });

  it.each([
    ["a server without uuid", server, { ...wire.server, uuid: undefined }],
    ["resources without usage", resources, { current_state: "running" }],
    ["a list that is none", list(backup), { data: "no" }],
  ] as const)("do not take %s", (_, schema, value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});
