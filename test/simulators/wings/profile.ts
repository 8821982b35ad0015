/** What differs between panel generations and between hosters, as the node needs it. */

export interface Timings {
  startMs: number;
  stopMs: number;
  backupMs: number;
  restoreMs: number;
  installMs: number;
  /** How long a download from a URL (files/pull) takes. */
  pullMs: number;
}

export const realisticTimings: Timings = {
  startMs: 12_000,
  stopMs: 4_000,
  backupMs: 15_000,
  restoreMs: 20_000,
  installMs: 45_000,
  pullMs: 5_000,
};

export type Generation = "classic" | "modern";

export interface NodeOptions {
  profile: Generation;
  timings: Timings;
  /** Lines that `send logs` returns. */
  logCount: number;
  /** Virtual milliseconds that a websocket token lives. */
  tokenTtlMs: number;
  /** Whether websocket tokens carry the scope that a modern node demands. */
  scopeTokens: boolean;
  maxSockets: number;
  /** Virtual milliseconds that a modern node waits for `auth`. */
  authTimeoutMs: number;
  /** Drop console lines as the real node does: bursts, and slow readers. */
  lossy: boolean;
  uploadLimitBytes: number;
  /** The panel's patience with the node: it answers 504 after that. Virtual milliseconds. */
  panelTimeoutMs: number;
  /** Offer permessage-deflate. */
  deflate: boolean;
}

export const defaultNodeOptions: NodeOptions = {
  profile: "modern",
  timings: realisticTimings,
  logCount: 150,
  tokenTtlMs: 600_000,
  scopeTokens: true,
  maxSockets: 30,
  authTimeoutMs: 30_000,
  lossy: false,
  panelTimeoutMs: 15_000,
  uploadLimitBytes: 100 * 1024 * 1024,
  deflate: false,
};
