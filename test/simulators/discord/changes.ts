/** Everything a person could see happen, as a stream; and waiting on it without polling. */
import type { SeenMessage } from "./seen-message.ts";

export type Change =
  | { type: "message"; what: "created" | "edited" | "deleted"; message: SeenMessage }
  | { type: "interaction"; what: "sent" | "acknowledged" | "expired"; id: string }
  | { type: "commands"; guildId: string | undefined }
  | { type: "channel"; what: "created" | "updated" | "deleted"; channelId: string }
  | { type: "member"; guildId: string; userId: string }
  | { type: "typing"; channelId: string }
  | { type: "gateway"; what: "identified" | "resumed" | "closed" }
  | { type: "presence"; status: string; activity: string | undefined }
  | { type: "problem"; text: string };

export type ChangeListener = (change: Change) => void;

export interface Wait {
  timeoutMs: number;
  /** Said when time is up: what was waited for and what was seen instead. */
  onTimeout: () => string;
}

export class Changes {
  readonly #listeners = new Set<ChangeListener>();

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Calls `listener` on every change until the returned function is called. */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Resolves with the first defined value of `check`, asked now and after each change. The deadline is in real time.
   * Rejects with what `check` throws, or with the text of `onTimeout`.
   */
  until<T>(check: () => T | undefined, { timeoutMs, onTimeout }: Wait): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = (): void => {
        try {
          const value = check();
          if (value !== undefined) settle(() => resolve(value));
        } catch (error) {
          settle(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      };
      const timer = setTimeout(() => settle(() => reject(new Error(onTimeout()))), timeoutMs);
      const stop = this.listen(attempt);
      const settle = (how: () => void): void => {
        clearTimeout(timer);
        stop();
        how();
      };
      attempt();
    });
  }
}
