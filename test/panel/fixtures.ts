/** A panel's answers as they come over the wire, with invented values. */
import nock from "nock";
import { createPanel, type Panel, type PanelOptions } from "../../src/panel/panel.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { ManualClock } from "../manual-clock.ts";

export const origin = "https://panel.example.com";
export const apiKey = `ptlc_${"k".repeat(43)}`;
export const uuid = "1f3c9a77-52d4-4c0e-9a51-6f2b8d0e7a10";

/** A client with a clock moved by hand and jitter at its least. */
export function makePanel(options: Partial<PanelOptions> = {}): { panel: Panel; clock: ManualClock } {
  const clock = new ManualClock();
  const panel = createPanel({
    url: origin,
    apiKey,
    clock,
    log: silentLog,
    random: () => 0,
    version: "1.2.3",
    ...options,
  });
  return { panel, clock };
}

/** Lets time run until `work` is over. */
export async function runUntil<T>(work: Promise<T>, clock: ManualClock): Promise<T> {
  const state = { isOver: false };
  void work.finally(() => {
    state.isOver = true;
  });
  while (!state.isOver) await clock.advance(100);
  return work;
}

/** The panel as nock plays it. */
export function fakePanel(): nock.Scope {
  return nock(`${origin}/api/client`);
}

export const rateHeaders = (limit: number, remaining: number): Record<string, string> => ({
  "X-RateLimit-Limit": String(limit),
  "X-RateLimit-Remaining": String(remaining),
});

export const item = (attributes: unknown, more: object = {}) => ({ object: "x", attributes, ...more });

export const list = (all: readonly unknown[], more: object = {}) => ({
  object: "list",
  data: all.map((attributes) => item(attributes)),
  ...more,
});

export const pagination = (current: number, total: number) => ({
  meta: {
    pagination: {
      total: total * 2,
      count: 2,
      per_page: 2,
      current_page: current,
      total_pages: total,
      links: [],
    },
  },
});

export const errorBody = (status: number, code: string, detail = "No.", more: object = {}) => ({
  errors: [{ code, status: String(status), detail, ...more }],
});

export const allocation = {
  id: 7,
  ip: "203.0.113.5",
  ip_alias: "play.example.net",
  port: 25_565,
  notes: null,
  is_default: true,
};

export const variable = {
  name: "Version",
  description: "Which one",
  env_variable: "VERSION",
  default_value: "latest",
  server_value: null,
  is_editable: true,
  rules: "required|string",
};

export const server = {
  server_owner: true,
  identifier: "1f3c9a77",
  internal_id: 42,
  uuid,
  name: "Survival",
  node: "node-eu-1",
  is_node_under_maintenance: false,
  sftp_details: { ip: "node-eu-1.example.net", port: 2022 },
  description: "",
  limits: { memory: 4096, swap: 0, disk: 20_480, io: 500, cpu: 200, threads: null, oom_disabled: true },
  invocation: "java -jar server.jar",
  docker_image: "registry.example/java:21",
  egg_features: ["eula", "java_version"],
  feature_limits: { databases: 2, allocations: 1, backups: 3 },
  status: null,
  is_suspended: false,
  is_installing: false,
  is_transferring: false,
  relationships: {
    allocations: list([allocation]),
    variables: { object: "null_resource", attributes: null },
  },
};

export const stats = {
  current_state: "running",
  is_suspended: false,
  resources: {
    memory_bytes: 1_610_612_736,
    cpu_absolute: 37.125,
    disk_bytes: 734_003_200,
    network_rx_bytes: 1024,
    network_tx_bytes: 2048,
    uptime: 615_000,
  },
};

export const backup = {
  uuid: "9a3c7a11-0000-4c0e-9a51-6f2b8d0e7a10",
  is_successful: true,
  is_locked: false,
  name: "Before the update",
  ignored_files: ["*.log"],
  checksum: "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709",
  bytes: 104_857_600,
  created_at: "2026-01-05T10:00:00+00:00",
  completed_at: "2026-01-05T10:03:12+00:00",
};

export const file = {
  name: "server.properties",
  mode: "-rw-r--r--",
  mode_bits: "644",
  size: 1024,
  is_file: true,
  is_symlink: false,
  mimetype: "text/plain",
  created_at: "2026-01-05T10:00:00+01:00",
  modified_at: "2026-01-05T10:00:00+01:00",
};

export const task = {
  id: 3,
  sequence_id: 1,
  action: "command",
  payload: "say hi",
  time_offset: 0,
  is_queued: false,
  continue_on_failure: false,
  created_at: "2026-01-05T10:00:00+00:00",
  updated_at: "2026-01-05T10:00:00+00:00",
};

export const schedule = {
  id: 5,
  name: "Nightly",
  cron: { day_of_week: "*", day_of_month: "*", month: "*", hour: "4", minute: "0" },
  is_active: true,
  is_processing: false,
  only_when_online: false,
  last_run_at: null,
  next_run_at: "2026-01-06T04:00:00+00:00",
  created_at: "2026-01-05T10:00:00+00:00",
  updated_at: "2026-01-05T10:00:00+00:00",
  relationships: { tasks: list([{ ...task, id: 4, sequence_id: 2 }, task]) },
};

export const database = {
  id: "bEY4yAD5",
  host: { address: "10.0.0.1", port: 3306 },
  name: "s42_game",
  username: "u42_abcdefghij",
  connections_from: "%",
  max_connections: null,
  relationships: { password: item({ password: "x".repeat(24) }) },
};

export const subuser = {
  uuid: "22222222-52d4-4c0e-9a51-6f2b8d0e7a10",
  username: "friend",
  email: "friend@example.com",
  image: "https://gravatar.example/1",
  "2fa_enabled": true,
  created_at: "2026-01-05T10:00:00+00:00",
  permissions: ["control.console", "websocket.connect"],
};

export const activityEntry = {
  id: "a".repeat(40),
  batch: null,
  event: "server:power.start",
  is_api: true,
  ip: "203.0.113.9",
  description: null,
  properties: {},
  has_additional_metadata: false,
  timestamp: "2026-01-05T10:00:00+00:00",
  relationships: { actor: item({ uuid: "u-1", username: "admin" }) },
};

export const apiKeyEntry = {
  identifier: `ptlc_${"i".repeat(11)}`,
  description: "bot",
  allowed_ips: [],
  last_used_at: null,
  created_at: "2026-01-05T10:00:00+00:00",
};

export const sshKey = {
  name: "laptop",
  fingerprint: "SHA256:f",
  public_key: "ssh-ed25519 AAAA",
  created_at: "2026-01-05T10:00:00+00:00",
};
