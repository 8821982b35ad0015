/** A discord.js client whose login may fail and be tried again. Knows nothing of what it serves. */
import { Client, type ClientOptions } from "discord.js";

/**
 * discord.js destroys its client when a login fails, and a destroyed one connects again but never becomes ready. This
 * one stays whole until `over` is aborted.
 */
export class PatientClient extends Client {
  readonly #over: AbortSignal;
  #isLoggingIn = false;

  constructor(options: ClientOptions, over: AbortSignal) {
    super(options);
    this.#over = over;
  }

  override async login(token?: string): Promise<string> {
    this.#isLoggingIn = true;
    try {
      return await super.login(token);
    } finally {
      this.#isLoggingIn = false;
    }
  }

  override async destroy(): Promise<void> {
    if (this.#isLoggingIn && !this.#over.aborted) return;
    await super.destroy();
  }
}
