/** One thing that is wrong: told once, kept up to date, and told when it is over. */

interface AlertBase {
  /** One message for each. */
  readonly id: string;
  /** Whom `mute` silences: a server's key, or `outages`. */
  readonly about: string;
  /** Wall time in milliseconds: when it began. */
  readonly since: number;
  /** Wall time in milliseconds: when it was over. */
  readonly endedAt?: number;
  /**
   * It ended without getting well: Roost watches the server, or any of the node's, no longer, and nobody knows how it is;
   * or somebody had stopped it in the panel, which told so only later.
   */
  readonly closedAs?: "left" | "stopped";
}

/** How people know a server: hostile text. */
export interface AlertServer {
  readonly key: string;
  readonly name: string;
}

export interface CrashAlert extends AlertBase {
  readonly kind: "crash";
  readonly server: AlertServer;
  /** Crashes of one loop. */
  readonly count: number;
  /** Wall time: when the server went down last. */
  readonly downAt: number;
  readonly exitCode?: number;
  readonly isOutOfMemory: boolean;
  readonly isGivenUp: boolean;
  /** The node stopped it for its full disk. */
  readonly isDiskFull?: true;
  /** False: it went offline while its console could not be seen. */
  readonly isSeen: boolean;
  /** Who used which command last, markdown. */
  readonly lastDeed?: string;
}

export interface OutageAlert extends AlertBase {
  readonly kind: "outage";
  /** Left out for the panel itself; hostile text. */
  readonly node?: string;
  /** Servers that nobody can see meanwhile. */
  readonly servers: readonly AlertServer[];
  /** How often it went away without staying back. */
  readonly count: number;
}

export interface StuckAlert extends AlertBase {
  readonly kind: "stuck";
  readonly server: AlertServer;
  readonly state: "starting" | "stopping";
}

export interface FullAlert extends AlertBase {
  readonly kind: "full";
  readonly server: AlertServer;
  readonly what: "disk" | "memory";
  readonly percent: number;
}

export type Alert = CrashAlert | OutageAlert | StuckAlert | FullAlert;

/** Where alerts are shown. Must not throw and not wait. */
export interface AlertBoard {
  /** Shows a new alert, with the console's last lines where there are any. Only crashes and outages call somebody. */
  raise(alert: Alert, lines: readonly string[]): void;
  /** Changes what was raised, or raises what was not shown yet. */
  update(alert: Alert): void;
  /** A short message of its own: it is over, and somebody may be waiting for that. One for each alert, however often. */
  announceEnd(alert: Alert): void;
}
