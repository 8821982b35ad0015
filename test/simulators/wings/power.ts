/** The life of one game server's process: offline, starting, running, stopping; one power action at a time. */
import type { Game, GameKind } from "../game/game.ts";
import type { SimClock } from "../game/sim-clock.ts";
import type { NodeConsole } from "./console.ts";
import type { Timings } from "./profile.ts";

export type PowerState = "offline" | "starting" | "running" | "stopping";
export type Signal = "start" | "stop" | "restart" | "kill";
export const signals: readonly Signal[] = ["start", "stop", "restart", "kill"];

/** The one power error that every client sees. */
export const lockedText =
  "another power action is currently being processed for this server, please try again later";
const stopLimitMs = 10 * 60_000;
const crashWindowMs = 60_000;

export interface PowerHost {
  clock: SimClock;
  timings: Timings;
  kind: GameKind;
  console: NodeConsole;
  onState: (state: PowerState) => void;
  onError: (text: string, shownToAll: boolean) => void;
}

export class Power {
  state: PowerState = "offline";
  /** Virtual time of the container's start. */
  startedAt = 0;
  game: Game | undefined;
  /** Faults: the action is accepted and never done; the process ignores stop; no line ever says it is ready. */
  held = false;
  hangs = false;
  neverDone = false;
  /** Virtual milliseconds of the graceful stop before it is a kill. */
  stopLimitMs = stopLimitMs;
  readonly stdin: string[] = [];
  readonly #host: PowerHost;
  #locked = false;
  #lastCrashAt = -Infinity;
  #oom = false;
  #afterStop: (() => void)[] = [];

  constructor(host: PowerHost) {
    this.#host = host;
  }

  /** Starts an action; its outcome shows in the state and, if it fails, in `onError`. Never throws. */
  act(signal: Signal): void {
    if (signal === "kill") {
      this.#kill();
      return;
    }
    if (this.#locked || this.held) {
      this.#host.onError(lockedText, true);
      return;
    }
    if (signal === "start") this.#start();
    else if (signal === "stop") this.#stop(() => undefined);
    else if (this.state === "offline") this.#start();
    else {
      this.#stop(() => {
        this.#start();
      });
    }
  }

  /** Whether a reinstall must be refused. */
  get busy(): boolean {
    return this.#locked || this.held;
  }

  /** Text for stdin; every newline ends a line. The egg's stop command puts the server into `stopping`. */
  write(text: string): void {
    if (!this.game) return;
    const { stop } = this.#host.kind;
    for (const line of text.split(/\r\n|\r|\n/)) {
      this.stdin.push(line);
      if ("command" in stop && line === stop.command) {
        this.#set("stopping");
        if (this.hangs) continue;
      }
      this.game.input(line);
    }
  }

  /** The process dies by itself. */
  crash(exitCode: number, oom = false): void {
    if (!this.game) return;
    const { game } = this;
    this.game = undefined;
    this.#oom = oom;
    // What the process had still planned to print dies with it.
    game.kill();
    this.#exited(exitCode);
  }

  /** Puts a process into place that has been running for a while, without its start-up log. */
  assumeRunning(uptimeMs: number): void {
    this.#boot(true);
    this.startedAt -= uptimeMs;
  }

  /** Resolves to whether the server is offline within `limitMs`; asks it to stop, never kills. */
  stopWithin(limitMs: number): Promise<boolean> {
    if (this.state === "offline") return Promise.resolve(true);
    return new Promise((resolve) => {
      const cancel = this.#host.clock.after(limitMs, () => {
        resolve(false);
      });
      this.#afterStop.push(() => {
        cancel();
        resolve(true);
      });
      this.#askToStop();
    });
  }

  #start(): void {
    if (this.state !== "offline") {
      this.#host.onError("server is already running or in a state that does not allow a start", false);
      return;
    }
    const { console, clock, timings } = this.#host;
    this.#locked = true;
    this.#set("starting");
    console.daemon("Checking server disk space usage, this could take a few seconds...");
    console.daemon("Updating process configuration files...");
    console.daemon("Ensuring file permissions are set correctly, this could take a few seconds...");
    console.daemon("Pulling Docker container image, this could take a few minutes to complete...");
    clock.after(timings.startMs / 8, () => {
      this.#locked = false;
      if (this.state !== "starting") return;
      console.daemon("Finished pulling Docker container image");
      console.clear();
      this.#boot();
    });
  }

  #boot(instantly = false): void {
    const { clock, timings, kind } = this.#host;
    this.startedAt = clock.now();
    const game = kind.create({
      clock,
      startMs: timings.startMs,
      stopMs: timings.stopMs,
      print: (line) => {
        if (this.game === game) this.output([line]);
      },
      exit: (code) => {
        if (this.game !== game) return;
        this.game = undefined;
        this.#exited(code);
      },
    });
    this.game = game;
    if (this.state === "offline") this.#set("starting");
    game.start(instantly);
  }

  /** Lines that the process prints; the egg's pattern turns `starting` into `running`. */
  output(lines: (string | Buffer)[]): void {
    this.#host.console.print(lines);
    if (this.state !== "starting" || this.neverDone) return;
    if (lines.some((line) => this.#host.kind.done.test(line.toString()))) this.#set("running");
  }

  #stop(then: () => void): void {
    if (this.state === "offline") return;
    this.#locked = true;
    const cancel = this.#host.clock.after(this.stopLimitMs, () => {
      this.#kill();
    });
    this.#afterStop.push(() => {
      cancel();
      this.#locked = false;
      then();
    });
    this.#askToStop();
  }

  #askToStop(): void {
    const { stop } = this.#host.kind;
    this.#set("stopping");
    if (this.hangs) return;
    if ("command" in stop) this.game?.input(stop.command);
    else {
      const game = this.game;
      game?.signal();
      // Wings takes a signal for the end: the state is offline at once, the process may still say its last words.
      if (game) this.#settle();
    }
    if (!this.game) this.#settle();
  }

  #kill(): void {
    if (this.state === "offline") return;
    const { game } = this;
    this.#set("stopping");
    this.game = undefined;
    game?.kill();
    this.#settle();
  }

  #exited(code: number): void {
    if (this.state === "offline") return;
    const wanted = this.state === "stopping";
    this.#settle();
    if (!wanted) this.#crashed(code);
  }

  #settle(): void {
    this.#set("offline");
    this.hangs = false;
    for (const run of this.#afterStop.splice(0)) run();
  }

  #crashed(code: number): void {
    const { console, clock } = this.#host;
    console.daemon("---------- Detected server process in a crashed state! ----------");
    console.daemon(`Exit code: ${code}`);
    console.daemon(`Out of memory: ${this.#oom}`);
    this.#oom = false;
    const since = clock.now() - this.#lastCrashAt;
    this.#lastCrashAt = clock.now();
    if (since < crashWindowMs) {
      console.daemon("Aborting automatic restart, last crash occurred less than 60 seconds ago.");
      return;
    }
    if (!this.held) this.#start();
  }

  #set(state: PowerState): void {
    if (this.state === state) return;
    this.state = state;
    this.#host.onState(state);
  }
}
