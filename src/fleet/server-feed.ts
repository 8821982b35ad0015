/** Turns what one console socket says into what the fleet knows and tells. */
import type { Clock } from "../lib/clock.ts";
import type { Problem } from "../wings/connection-end.ts";
import type { WingsEvent } from "../wings/protocol.ts";
import type { SessionListener } from "../wings/session.ts";
import { toLines, type ConsoleLine } from "./console-line.ts";
import { HistoryWindow } from "./history-window.ts";
import { inOwnWords } from "./in-own-words.ts";
import { LineBatch } from "./line-batch.ts";
import { LiveState, type SocketState, type StateChange } from "./live-state.ts";
import { RecentLines } from "./recent-lines.ts";
import { historyLimit, recoverGap } from "./recover-gap.ts";
import type { ServerEvent } from "./server-event.ts";

export interface FeedOptions {
  clock: Clock;
  signal: AbortSignal;
  emit: (event: ServerEvent) => void;
  /** Every new line as it comes, before it is gathered. Must not throw. */
  onLine: (line: ConsoleLine) => void;
  /** Who asked for a stop that is under way. */
  stopExpectedBy: () => string | undefined;
}

/** When events stopped coming, and what the server was then. */
interface Interruption {
  at: number;
  wasOffline: boolean;
}

export class ServerFeed implements SessionListener {
  readonly live: LiveState;
  readonly recent = new RecentLines();
  readonly #options: FeedOptions;
  readonly #batch: LineBatch;
  #window: HistoryWindow | undefined;
  #interruption: Interruption | undefined;
  #isAuthorised = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.live = new LiveState(options.clock);
    this.#batch = new LineBatch(options.clock, (lines) => {
      options.emit({ type: "lines", lines });
    });
  }

  readonly phase = (phase: "dialling" | "down"): void => {
    if (phase === "dialling") {
      this.#socket("connecting");
      return;
    }
    this.#interrupted();
    this.#isAuthorised = false;
    this.#window = undefined;
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
    this.#isAuthorised = true;
    if (!isBehind) return;
    this.live.doubt();
    this.#batch.flush();
    const window = new HistoryWindow(this.#options.clock);
    this.#window = window;
    void this.#catchUp(window);
  };

  readonly event = (event: WingsEvent): void => {
    switch (event.type) {
      case "line":
        this.#lines(event.text);
        break;
      case "status":
        this.#changed(this.live.status(event.state));
        break;
      case "stats":
        this.#changed(this.live.stats(event.stats));
        this.#options.emit({ type: "stats", stats: event.stats, at: this.#options.clock.now() });
        break;
      case "jwt-error":
      case "token-expired":
        // The socket is open, but nothing comes through it until a new token is taken.
        this.#interrupted();
        this.#socket("connecting");
        break;
      default:
        for (const told of inOwnWords(event)) this.#options.emit(told);
    }
  };

  /** Tells at once what is still gathered: nothing comes after it. */
  finish(): void {
    this.#batch.flush();
  }

  #lines(output: string): void {
    for (const line of toLines(output, this.#options.clock.now())) {
      if (this.#window) this.#window.push(line);
      else this.#accept(line);
    }
  }

  #accept(line: ConsoleLine): void {
    this.recent.push(line);
    this.#options.onLine(line);
    this.#batch.push(line);
  }

  #changed(change: StateChange | undefined): void {
    if (!change) return;
    // What was printed before the change is told before it.
    this.#batch.flush();
    const { emit, clock, stopExpectedBy } = this.#options;
    const by = stopExpectedBy();
    const isStop = change.state === "stopping" || change.state === "offline";
    emit({
      type: "state",
      ...change,
      at: clock.now(),
      ...(isStop && by !== undefined && { expectedBy: by }),
    });
  }

  #interrupted(): void {
    if (this.live.now.socket !== "open") return;
    const { clock } = this.#options;
    this.#interruption ??= { at: clock.monotonic(), wasOffline: this.live.now.state === "offline" };
  }

  async #catchUp(window: HistoryWindow): Promise<void> {
    const { signal } = this.#options;
    // A server that is offline has no history.
    const lines = await window.caught(signal, () => this.live.now.state !== "offline");
    // The socket may have gone and come again in the meantime: then another window is open.
    if (this.#window !== window || signal.aborted) return;
    this.#window = undefined;
    if (this.#interruption) this.#resume(lines, this.#interruption);
    else this.#begin(lines, window.inOneGo);
  }

  /**
   * The first connection: the history is kept, but it is no news. What came after the `inOneGo` lines is, and so is more
   * than a history holds.
   */
  #begin(lines: readonly ConsoleLine[], inOneGo: number): void {
    const first = lines.slice(0, inOneGo);
    const old = new Set(first.filter((line) => line.source === "game").slice(0, historyLimit));
    for (const line of old) this.recent.push({ ...line, source: "history" });
    this.#socket("open");
    for (const line of lines) if (!old.has(line)) this.#accept(line);
  }

  #resume(lines: readonly ConsoleLine[], { at, wasOffline }: Interruption): void {
    const { clock, emit } = this.#options;
    const downMs = Math.round(clock.monotonic() - at);
    const ofGame = lines.filter((line) => line.source === "game");
    const { missed, isComplete } = recoverGap({
      seen: this.recent.gameTexts(),
      history: ofGame.map((line) => line.text),
      wasOffline,
      isOffline: this.live.now.state === "offline",
      downMs,
    });
    const recovered = ofGame.slice(ofGame.length - missed.length);
    for (const line of recovered) this.recent.push(line);
    this.#interruption = undefined;
    this.#socket("open", downMs);
    emit({ type: "resumed", missed: { recovered, complete: isComplete, downMs } });
    for (const line of lines) if (line.source === "daemon") this.#accept(line);
  }

  #socket(socket: SocketState, downMs?: number): void {
    if (this.live.now.socket === socket) return;
    this.live.socket(socket);
    this.#options.emit({ type: "socket", socket, ...(downMs !== undefined && { downMs }) });
  }
}
