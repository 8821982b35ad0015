/** A server's console on the node: cuts long lines, keeps the container's log, drops bursts when asked to. */
import type { SimClock } from "../game/sim-clock.ts";

export const maxLineBytes = 65_536;
const burstLines = 2_000;
const burstWindowMs = 100;
/** How much of the container's log is kept; `send logs` reads the end of it. */
const keptLines = 1_000;

/** Wraps a line of the daemon as Wings does: yellow and bold name, then the text. */
export function daemonLine(text: string): string {
  return `\u001B[33m\u001B[1m[Pterodactyl Daemon]:\u001B[39m ${text}\u001B[0m`;
}

/** Cuts at `maxLineBytes` bytes, even inside a character; what is not UTF-8 becomes U+FFFD, as in Go's JSON. */
export function toConsoleLines(text: string | Buffer): string[] {
  if (typeof text === "string" && text.length * 3 <= maxLineBytes) return [text.toWellFormed()];
  const bytes = Buffer.from(text as string);
  const pieces: string[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += maxLineBytes) {
    pieces.push(bytes.subarray(at, at + maxLineBytes).toString("utf8"));
  }
  return pieces;
}

/** Told what the container prints, and how many of its last lines somebody is shown again. */
export interface ConsoleWitness {
  printed(lines: readonly string[]): void;
  replayed(lines: number): void;
  cleared(): void;
}

export class NodeConsole {
  witness: ConsoleWitness | undefined;
  /** Drop more than 2,000 lines in 100 ms, as the real node does. */
  lossy: boolean;
  dropped = 0;
  readonly #clock: SimClock;
  readonly #emit: (lines: string[]) => void;
  #log: string[] = [];
  #windowStart = 0;
  #inWindow = 0;
  #warned = false;

  constructor(clock: SimClock, lossy: boolean, emit: (lines: string[]) => void) {
    this.#clock = clock;
    this.lossy = lossy;
    this.#emit = emit;
  }

  /** Lines of the container: they enter the log and reach the sockets. */
  print(texts: (string | Buffer)[]): void {
    const lines = texts.flatMap((text) => toConsoleLines(text));
    this.witness?.printed(lines);
    for (const line of lines.slice(-keptLines)) this.#log.push(line);
    if (this.#log.length > keptLines * 2) this.#log = this.#log.slice(-keptLines);
    const passed = this.lossy ? this.#throttle(lines) : lines;
    if (passed.length > 0) this.#emit(passed);
  }

  /** A line of the daemon: live only. */
  daemon(text: string): void {
    this.#emit([daemonLine(text)]);
  }

  /** The container's last lines, oldest first. */
  history(count: number): string[] {
    const lines = count > 0 ? this.#log.slice(-count) : [];
    this.witness?.replayed(lines.length);
    return lines;
  }

  /** A new container starts with an empty log. */
  clear(): void {
    this.#log = [];
    this.witness?.cleared();
  }

  #throttle(lines: string[]): string[] {
    const now = this.#clock.wall();
    if (now - this.#windowStart >= burstWindowMs) {
      this.#windowStart = now;
      this.#inWindow = 0;
      this.#warned = false;
    }
    const passed = lines.slice(0, Math.max(0, burstLines - this.#inWindow));
    this.#inWindow += lines.length;
    this.dropped += lines.length - passed.length;
    if (passed.length < lines.length && !this.#warned) {
      this.#warned = true;
      passed.push(daemonLine("Server is outputting console data too quickly -- throttling..."));
    }
    return passed;
  }
}
