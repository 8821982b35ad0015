/** Turns what one console socket says into what the fleet knows and tells. */
import type { Clock } from "../lib/clock.ts";
import type { Problem } from "../wings/connection-end.ts";
import type { WingsEvent } from "../wings/protocol.ts";
import type { SessionListener } from "../wings/session.ts";
import { CatchUp } from "./catch-up.ts";
import { toLines, type ConsoleLine } from "./console-line.ts";
import { isLine } from "./history-window.ts";
import { inOwnWords } from "./in-own-words.ts";
import { LineBatch } from "./line-batch.ts";
import { LiveState, type SocketState, type StateChange } from "./live-state.ts";
import { RecentLines } from "./recent-lines.ts";
import type { ServerEvent } from "./server-event.ts";

export interface FeedOptions {
  clock: Clock;
  signal: AbortSignal;
  emit: (event: ServerEvent) => void;
  /** Every new line as it comes, before it is gathered. Must not throw. */
  onLine: (line: ConsoleLine) => void;
  /** Whether the first history is among these texts, for all who were here before. */
  isHistory: (texts: readonly string[]) => boolean;
  /** Who asked for a stop that is under way. */
  stopExpectedBy: () => string | undefined;
}

export class ServerFeed implements SessionListener {
  readonly live: LiveState;
  readonly recent = new RecentLines();
  readonly #options: FeedOptions;
  readonly #batch: LineBatch;
  readonly #catchUp: CatchUp;
  #isAuthorised = false;
  /** The state that a connection begins with is older than the history. */
  #awaitsFirstStatus = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.live = new LiveState(options.clock);
    this.#batch = new LineBatch(options.clock, (lines) => {
      options.emit({ type: "lines", lines });
    });
    this.#catchUp = new CatchUp({
      ...options,
      live: this.live,
      recent: this.recent,
      onBegun: (past, early) => {
        options.emit({ type: "begun", past, early });
        this.#socket("open");
      },
      onResumed: (missed) => {
        this.#socket("open", missed.downMs);
        options.emit({ type: "resumed", missed });
      },
      release: (held) => {
        for (const one of held) {
          if (isLine(one)) this.#accept(one);
          else this.#emit(one);
        }
      },
    });
  }

  readonly phase = (phase: "dialling" | "down"): void => {
    if (phase === "dialling") {
      this.#socket("connecting");
      return;
    }
    this.#catchUp.interrupted();
    this.#isAuthorised = false;
    this.#batch.flush();
    this.#socket(this.live.now.problem ? "refused" : "closed");
  };

  readonly problem = (problem: Problem | undefined): void => {
    this.live.problem(problem);
    if (problem !== undefined) this.#socket("refused");
    this.#options.emit(problem === undefined ? { type: "problem-solved" } : { type: "problem", problem });
  };

  readonly authorised = (isBehind: boolean): void => {
    if (this.#isAuthorised) this.#options.emit({ type: "renewed" });
    else this.#awaitsFirstStatus = true;
    this.#isAuthorised = true;
    if (!isBehind) return;
    this.live.doubt();
    this.#catchUp.begin();
    this.#batch.flush();
  };

  readonly historyAsked = (): void => {
    this.#catchUp.asked();
  };

  readonly event = (event: WingsEvent): void => {
    switch (event.type) {
      case "line":
        this.#lines(event.text);
        break;
      case "status":
        this.#changed(this.live.status(event.state), !this.#awaitsFirstStatus);
        this.#awaitsFirstStatus = false;
        break;
      case "stats":
        this.#changed(this.live.stats(event.stats), false);
        this.#tell({ type: "stats", stats: event.stats, at: this.#options.clock.now() });
        break;
      case "jwt-error":
      case "token-expired":
        // The socket is open, but nothing comes through it until a new token is taken.
        this.#catchUp.interrupted();
        this.#socket("connecting");
        break;
      default:
        for (const told of inOwnWords(event)) this.#tell(told);
    }
  };

  /** Tells at once what is still gathered: nothing comes after it. */
  finish(): void {
    this.#catchUp.giveUp();
    this.#batch.flush();
  }

  #lines(output: string): void {
    for (const line of toLines(output, this.#options.clock.now())) {
      if (!this.#catchUp.takesLine(line)) this.#accept(line);
    }
  }

  #accept(line: ConsoleLine): void {
    this.recent.push(line);
    this.#options.onLine(line);
    this.#batch.push(line);
  }

  /** `isLive`: it became so just now, after the lines that came before. */
  #changed(change: StateChange | undefined, isLive: boolean): void {
    if (!change) return;
    const { clock, stopExpectedBy } = this.#options;
    const by = stopExpectedBy();
    const isStop = change.state === "stopping" || change.state === "offline";
    this.#tell(
      {
        type: "state",
        ...change,
        at: clock.now(),
        ...(isStop && by !== undefined && { expectedBy: by }),
      },
      isLive,
    );
  }

  #tell(event: ServerEvent, isLive = false): void {
    if (!this.#catchUp.takesEvent(event, isLive)) this.#emit(event);
  }

  #emit(event: ServerEvent): void {
    if (event.type === "state") {
      // What was printed before a change is told before it.
      this.#batch.flush();
      if (event.state === "starting" || event.previous === "offline") this.recent.runBegins();
    }
    this.#options.emit(event);
  }

  #socket(socket: SocketState, downMs?: number): void {
    if (this.live.now.socket === socket) return;
    this.live.socket(socket);
    this.#options.emit({ type: "socket", socket, ...(downMs !== undefined && { downMs }) });
  }
}
