/** The world that a simulator starts with: two servers, a handful of people, and plausible things on every page. */
import { createHash, randomUUID } from "node:crypto";
import type { GameKind } from "../game/game.ts";
import { minecraft } from "../game/minecraft.ts";
import { rust } from "../game/rust.ts";
import { valheim } from "../game/valheim.ts";
import type { Backup, Schedule, ServerRow, User, Variable } from "./world.ts";

export type GameName = "minecraft" | "valheim" | "rust";

export interface ServerSpec {
  name: string;
  game?: GameName;
  running?: boolean;
  uuid?: string;
  limits?: Partial<ServerRow["limits"]>;
  featureLimits?: Partial<ServerRow["featureLimits"]>;
}

export const defaultServers: ServerSpec[] = [
  { name: "survival", game: "minecraft", running: true },
  { name: "valheim", game: "valheim", running: false },
];

export const kinds: Record<GameName, GameKind> = { minecraft, valheim, rust };

/** The same uuid for the same name, in the form of a version 4 one. */
export function uuidFor(name: string): string {
  const hex = createHash("sha1").update(name).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The key's user first; then another owner, a subuser, and a root admin. */
export function defaultUsers(now: number): User[] {
  return ["olivia", "marek", "sanne", "root"].map((name, index) => ({
    id: index + 1,
    uuid: uuidFor(`user ${name}`),
    username: name,
    email: `${name}@example.com`,
    firstName: name,
    lastName: "Example",
    admin: name === "root",
    password: `correct ${name} battery`,
    twoFactor: false,
    twoFactorDemanded: false,
    createdAt: now - 90 * 86_400_000,
    sshKeys: [],
  }));
}

function variable(env: string, value: string, rules: string, more: Partial<Variable> = {}): Variable {
  const name = env.toLowerCase().replaceAll("_", " ");
  return {
    name,
    description: `The ${name}.`,
    env,
    defaultValue: value,
    value: null,
    viewable: true,
    editable: true,
    rules,
    ...more,
  };
}

const variables: Record<GameName, Variable[]> = {
  minecraft: [
    variable("SERVER_JARFILE", "server.jar", String.raw`required|string|regex:/^([\w\d._-]+)(\.jar)$/`),
    variable("MINECRAFT_VERSION", "latest", "nullable|string|max:20"),
    variable("BUILD_NUMBER", "latest", "required|string|max:20", { editable: false }),
    variable("DL_PATH", "", "nullable|string", { viewable: false }),
  ],
  valheim: [
    variable("SERVER_NAME", "Midgard", "required|string|max:60"),
    variable("WORLD", "Midgard", "required|alpha_dash|max:20"),
    variable("PASSWORD", "", "nullable|string|between:5,20"),
  ],
  rust: [
    variable("HOSTNAME", "Roost's island", "required|string|max:60"),
    variable("WORLD_SIZE", "3000", "required|integer|min:1000"),
    variable("MAX_PLAYERS", "40", "required|integer"),
    variable("RCON_PASS", "", "nullable|string|max:64", { viewable: false }),
  ],
};

export interface RowInput {
  id: number;
  spec: ServerSpec;
  /** Real and virtual milliseconds. */
  wall: number;
  now: number;
}

export function makeRow({ id, spec, wall, now }: RowInput): ServerRow {
  const game = spec.game ?? "minecraft";
  const kind = kinds[game];
  return {
    id,
    uuid: spec.uuid ?? uuidFor(spec.name),
    name: spec.name,
    description: "",
    ownerId: 1,
    status: null,
    transferring: false,
    subusers: new Map([
      [
        3,
        { permissions: ["websocket.connect", "control.console", "file.read"], createdAt: wall - 40_000_000 },
      ],
    ]),
    limits: { memory: 4096, swap: 0, disk: 20_480, io: 500, cpu: 200, threads: null, ...spec.limits },
    featureLimits: { databases: 2, allocations: 3, backups: 3, ...spec.featureLimits },
    allocations: [
      { id: id * 100, ip: "203.0.113.5", alias: "play.example.net", port: 25_565 + id, notes: null },
      { id: id * 100 + 1, ip: "203.0.113.5", alias: null, port: 26_565 + id, notes: "query" },
    ],
    primaryAllocation: id * 100,
    variables: variables[game].map((entry) => ({ ...entry })),
    images: { [`${kind.egg} current`]: kind.image, [`${kind.egg} legacy`]: `${kind.image}-legacy` },
    image: kind.image,
    invocation: kind.invocation,
    egg: {
      uuid: uuidFor(`egg ${kind.egg}`),
      name: kind.egg,
      features: kind.features,
      denylist: ["*.denied"],
    },
    backups: [oldBackup(wall, now)],
    schedules: [nightly(id, wall)],
    databases: [
      {
        id: `hash${id}Ab9z`,
        name: `s${id}_luckperms`,
        username: `u${id}_k3Jd92LmQz`,
        remote: "%",
        password: createHash("sha1").update(randomUUID()).digest("hex").slice(0, 24),
      },
    ],
    activity: [],
  };
}

function oldBackup(wall: number, now: number): Backup {
  return {
    uuid: randomUUID(),
    successful: true,
    locked: false,
    name: "Before the update",
    ignored: [],
    checksum: null,
    bytes: 0,
    createdAt: wall - 86_400_000,
    completedAt: wall - 86_380_000,
    madeAt: now - 86_400_000,
    deleted: false,
  };
}

function nightly(id: number, wall: number): Schedule {
  const at = wall - 30 * 86_400_000;
  const task = { queued: false, continueOnFailure: true, createdAt: at, updatedAt: at };
  return {
    id,
    name: "Nightly restart",
    cron: { minute: "0", hour: "4", dayOfMonth: "*", month: "*", dayOfWeek: "*" },
    active: true,
    processing: false,
    onlyWhenOnline: true,
    lastRunAt: null,
    createdAt: at,
    updatedAt: at,
    tasks: [
      {
        id: id * 10,
        sequence: 1,
        action: "command",
        payload: "say Restarting soon",
        offsetSeconds: 0,
        ...task,
      },
      { id: id * 10 + 1, sequence: 2, action: "power", payload: "restart", offsetSeconds: 60, ...task },
    ],
  };
}
