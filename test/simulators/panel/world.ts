/** What the panel's database holds: plain rows, without behaviour. */

export interface User {
  id: number;
  uuid: string;
  username: string;
  email: string;
  firstName: string;
  lastName: string;
  admin: boolean;
  password: string;
  twoFactor: boolean;
  /** The panel demands two-factor of this account and it is not set up. */
  twoFactorDemanded: boolean;
  createdAt: number;
  sshKeys: SshKey[];
}

export interface SshKey {
  name: string;
  fingerprint: string;
  publicKey: string;
  createdAt: number;
}

export interface ApiKey {
  identifier: string;
  secret: string;
  userId: number;
  kind: "client" | "application";
  description: string;
  allowedIps: string[];
  lastUsedAt: number | null;
  createdAt: number;
}

export interface Allocation {
  id: number;
  ip: string;
  alias: string | null;
  port: number;
  notes: string | null;
}

export interface Variable {
  name: string;
  description: string;
  env: string;
  defaultValue: string;
  value: string | null;
  viewable: boolean;
  editable: boolean;
  rules: string;
}

export interface Backup {
  uuid: string;
  successful: boolean;
  locked: boolean;
  name: string;
  ignored: string[];
  checksum: string | null;
  bytes: number;
  /** Real milliseconds. */
  createdAt: number;
  completedAt: number | null;
  /** Virtual milliseconds of the creation: for the throttle. */
  madeAt: number;
  deleted: boolean;
}

export interface Task {
  id: number;
  sequence: number;
  action: string;
  payload: string;
  offsetSeconds: number;
  queued: boolean;
  continueOnFailure: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface Schedule {
  id: number;
  name: string;
  cron: { minute: string; hour: string; dayOfMonth: string; month: string; dayOfWeek: string };
  active: boolean;
  processing: boolean;
  onlyWhenOnline: boolean;
  lastRunAt: number | null;
  createdAt: number;
  updatedAt: number;
  tasks: Task[];
}

export interface Database {
  id: string;
  name: string;
  username: string;
  remote: string;
  password: string;
}

export interface Activity {
  id: string;
  event: string;
  userId: number | null;
  isApi: boolean;
  ip: string | null;
  properties: Record<string, unknown>;
  at: number;
}

export type ServerStatus =
  "installing" | "install_failed" | "reinstall_failed" | "suspended" | "restoring_backup" | null;

export interface ServerRow {
  id: number;
  uuid: string;
  name: string;
  description: string;
  ownerId: number;
  status: ServerStatus;
  transferring: boolean;
  /** User id → permissions. */
  subusers: Map<number, { permissions: string[]; createdAt: number }>;
  limits: { memory: number; swap: number; disk: number; io: number; cpu: number; threads: string | null };
  featureLimits: { databases: number | null; allocations: number | null; backups: number | null };
  allocations: Allocation[];
  primaryAllocation: number;
  variables: Variable[];
  images: Record<string, string>;
  image: string;
  invocation: string;
  egg: { uuid: string; name: string; features: string[]; denylist: string[] };
  backups: Backup[];
  schedules: Schedule[];
  databases: Database[];
  activity: Activity[];
}
