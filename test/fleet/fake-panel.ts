/** A panel in memory: it answers what a test sets, and remembers what it was asked. */
import {
  PanelError,
  type PanelFailure,
  type Backup,
  type Panel,
  type Reading,
  type Resources,
  type Server,
  type ServerApi,
  type ServerDetails,
} from "../../src/panel/panel.ts";
import type { Clock } from "../../src/lib/clock.ts";
import { fakeToken } from "../wings/scripted-node.ts";

export const uuidOf = (number: number): string => `0000000${number}-52d4-4c0e-9a51-6f2b8d0e7a10`.slice(-36);

export function fakeServer(number: number, changes: Partial<Server> = {}): Server {
  return {
    uuid: uuidOf(number),
    identifier: uuidOf(number).slice(0, 8),
    name: `Server ${number}`,
    description: "",
    node: "node-1",
    status: null,
    isOwner: true,
    isSuspended: false,
    isInstalling: false,
    isTransferring: false,
    isNodeUnderMaintenance: false,
    sftp: { host: "127.0.0.1", port: 2022 },
    limits: { memoryMib: 0, swapMib: 0, diskMib: 0, cpuPercent: 0, ioWeight: 500 },
    featureLimits: { databases: 0, allocations: 1, backups: 3 },
    invocation: "",
    dockerImage: "",
    eggFeatures: [],
    allocations: [],
    ...changes,
  };
}

export const idle: Resources = {
  state: "offline",
  isSuspended: false,
  memoryBytes: 0,
  cpuPercent: 0,
  diskBytes: 5,
  networkRxBytes: 0,
  networkTxBytes: 0,
  uptimeMs: 0,
};

export const pendingBackup: Backup = {
  uuid: "b-1",
  name: "one",
  state: "pending",
  isLocked: false,
  bytes: 0,
  createdAt: new Date(0),
  ignoredFiles: [],
};

/** What a server's routes answer; each may be replaced by a test. */
export interface FakeAnswers {
  details: (id: string) => Promise<ServerDetails>;
  resources: () => Promise<Reading<Resources>>;
  websocket: () => Promise<{ token: string; socketUrl: string }>;
  command: (text: string) => Promise<void>;
  power: (signal: string) => Promise<void>;
  createBackup: () => Promise<Backup>;
  backupDetails: () => Promise<Backup>;
  restore: () => Promise<void>;
}

export class FakePanel {
  /** `power restart`, `websocket`, … in order, of all servers. */
  readonly asked: string[] = [];
  readonly forgotten: string[] = [];
  /** Readings of resources for which memory was no answer. */
  freshReads = 0;
  servers: Server[];
  list: () => Promise<readonly Server[]> = () => Promise.resolve(this.servers);
  answers: FakeAnswers;

  constructor(clock: Clock, socketUrl: string, servers: Server[] = [fakeServer(1)]) {
    this.servers = servers;
    this.answers = {
      details: (id) => {
        const found = this.servers.find((server) => server.uuid === id) ?? this.servers[0]!;
        return Promise.resolve({ ...found, userPermissions: ["*"] });
      },
      resources: () => Promise.resolve({ value: idle, readAt: clock.now(), stale: false }),
      websocket: () => Promise.resolve({ token: fakeToken(clock.now() + 600_000), socketUrl }),
      command: () => Promise.resolve(),
      power: () => Promise.resolve(),
      createBackup: () => Promise.resolve(pendingBackup),
      backupDetails: () => Promise.resolve(pendingBackup),
      restore: () => Promise.resolve(),
    };
  }

  count(what: string): number {
    return this.asked.filter((asked) => asked === what).length;
  }

  /** The part of the client that the fleet uses. */
  get panel(): Panel {
    const panel = {
      servers: { list: () => this.#ask("list", () => this.list()) },
      server: (id: string) => this.#api(id),
      forget: (_id: string, ...topics: string[]) => {
        this.forgotten.push(...topics);
      },
      get background(): Panel {
        return panel as unknown as Panel;
      },
    };
    return panel as unknown as Panel;
  }

  #ask<Value>(what: string, answer: () => Promise<Value>): Promise<Value> {
    this.asked.push(what);
    return answer();
  }

  #api(id: string): ServerApi {
    const api = {
      details: () => this.#ask("details", () => this.answers.details(id)),
      resources: ({ fresh = false } = {}) => {
        if (fresh) this.freshReads += 1;
        return this.#ask("resources", () => this.answers.resources());
      },
      websocket: () => this.#ask("websocket", () => this.answers.websocket()),
      command: (text: string) => this.#ask(`command ${text}`, () => this.answers.command(text)),
      power: (signal: string) => this.#ask(`power ${signal}`, () => this.answers.power(signal)),
      backups: {
        create: () => this.#ask("create backup", () => this.answers.createBackup()),
        details: () => this.#ask("backup details", () => this.answers.backupDetails()),
        restore: () => this.#ask("restore", () => this.answers.restore()),
      },
    };
    return api as unknown as ServerApi;
  }
}

export function panelError(failure: PanelFailure, status: number): PanelError {
  return new PanelError("GET /servers/:server", { failure, status });
}
