/** Sends console commands to one server, one at a time, and gathers what the console says after each. */
import type { ConsoleLine } from "./console-line.ts";
import { Wake } from "./wake.ts";
import type { WatchedServer } from "./watched-server.ts";

export interface CommandOutput {
  /** What followed, oldest first, other players' lines among it; `undefined`: sent, but the console is not visible. */
  lines: string[] | undefined;
  /** More followed than is kept. */
  truncated: boolean;
}

/** After the last line. */
const quietMs = 700;
/** After the command was taken, whatever comes. */
const maxMs = 3_000;
const maxLines = 500;

export class CommandDesk {
  readonly #server: WatchedServer;
  #last: Promise<unknown> = Promise.resolve();

  constructor(server: WatchedServer) {
    this.#server = server;
  }

  /**
   * Later calls wait for earlier ones: two outputs at once could not be told apart.
   * @throws {PanelError} "offline" when the server is not running; nothing is sent again.
   */
  run(command: string): Promise<CommandOutput> {
    const previous = this.#last;
    const output = (async () => {
      await previous;
      return await this.#run(command);
    })();
    // The next one waits for this one's end, whatever it is; the failure itself goes to this one's caller.
    this.#last = output.catch(() => undefined);
    return output;
  }

  async #run(command: string): Promise<CommandOutput> {
    const { api, live, onLine, clock } = this.#server;
    if (live().socket !== "open") {
      await api.command(command);
      return { lines: undefined, truncated: false };
    }
    const lines: ConsoleLine[] = [];
    const wake = new Wake();
    let lastAt = clock.monotonic();
    // From before it is sent: the console may be quicker than the panel's answer.
    const stop = onLine((line) => {
      if (lines.length <= maxLines) lines.push(line);
      lastAt = clock.monotonic();
      wake.wake();
    });
    try {
      await api.command(command);
      const end = clock.monotonic() + maxMs;
      // Until the first line, all the time there is: some games think before they speak.
      await this.#until(() => {
        if (lines.length > maxLines) return clock.monotonic();
        return lines.length > 0 ? Math.min(end, lastAt + quietMs) : end;
      }, wake);
    } finally {
      stop();
    }
    return {
      lines: lines.slice(0, maxLines).map((line) => line.text),
      truncated: lines.length > maxLines,
    };
  }

  /** Waits until `due`, asked again whenever woken. */
  async #until(due: () => number, wake: Wake): Promise<void> {
    const { clock, signal } = this.#server;
    for (;;) {
      const leftMs = due() - clock.monotonic();
      if (signal.aborted || leftMs <= 0) return;
      await wake.wait(clock, leftMs, signal);
    }
  }
}
