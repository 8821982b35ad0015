/**
 * Messages that are kept up to date in one channel: each has a name, is posted once and edited from then on. Only the
 * newest state of each goes out; what waits for Discord is bounded. Its requests wait behind nobody's console.
 */
import { createHash, randomUUID } from "node:crypto";
import { Routes, type REST } from "discord.js";
import { backoffMs } from "../lib/backoff.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { toSinkFailure } from "./channel-sink.ts";
import { wasLeftUncalled } from "./role-call.ts";
import type { KeptNotices, KeptRefs, Notice } from "./notice.ts";

export interface NoticeBoardOptions {
  rest: Pick<REST, "post" | "patch">;
  channelId: string;
  refs: KeptRefs;
  /** Without it, what waits when the program ends is lost. */
  kept?: KeptNotices;
  clock: Clock;
  log: Log;
  /** A message that somebody deleted is posted again: it shows what is, not what happened. */
  isLasting?: boolean;
  /** The channel is gone or closed to the bot: told once when it begins, and once when it is over. */
  onTrouble?: (trouble: { failure: "channel-gone" | "forbidden"; isOver: boolean }) => void;
  /** A new message stands in the channel. */
  onPosted?: () => void;
  /** Discord posted the message and called nobody: not everybody may mention the role, and the bot may not either. */
  onUncalled?: (roleId: string) => void;
  random?: () => number;
}

interface Waiting {
  notice: Notice;
  readonly nonce: string;
}

const away = { firstMs: 1000, maxMs: 60_000 };
/** Somebody has to mend it. */
const closed = { firstMs: 60_000, maxMs: 30 * 60_000 };
/** Characters. */
const maxNonce = 25;
/** The oldest go first: so many open alerts at once are one big outage. */
const maxWaiting = 200;

export class NoticeBoard {
  readonly #options: NoticeBoardOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #life = new AbortController();
  #isSending = false;
  /** The store holds notices of an earlier program. */
  #isKept = false;
  #inTrouble: "channel-gone" | "forbidden" | undefined;

  constructor(options: NoticeBoardOptions) {
    this.#options = options;
  }

  /** Shows this as the message of that name: posts it, or edits it where it is. */
  show(name: string, notice: Notice): void {
    const waiting = this.#waiting.get(name);
    const files = notice.files ?? waiting?.notice.files;
    const roleId = notice.roleId ?? waiting?.notice.roleId;
    const newest = { ...notice, roleId, ...(files && { files }) };
    this.#waiting.set(name, { notice: newest, nonce: waiting?.nonce ?? this.#nonceOf(name) });
    if (this.#waiting.size > maxWaiting) this.#dropOldest();
    void this.#send();
  }

  /** Shows what the program before this one could not. */
  resume(): void {
    for (const { name, nonce, notice } of this.#options.kept?.load() ?? [])
      this.#waiting.set(name, { notice, nonce });
    this.#isKept = this.#waiting.size > 0;
    void this.#send();
  }

  /** Whether the message of that name was posted once. */
  isPosted(name: string): boolean {
    return this.#options.refs.get(name) !== undefined;
  }

  /** Waits until all is shown, at most `deadlineMs`. */
  async flush(deadlineMs: number): Promise<void> {
    const { clock } = this.#options;
    const until = clock.monotonic() + deadlineMs;
    while (this.#waiting.size > 0 && clock.monotonic() < until) await clock.sleep(20);
  }

  /** What still waits is kept for the next program. */
  stop(): void {
    this.#life.abort();
    if (this.#isKept || this.#waiting.size > 0) this.#keep();
    this.#waiting.clear();
  }

  #keep(): void {
    const waiting = [...this.#waiting].map(([name, { notice, nonce }]) => ({ name, nonce, notice }));
    this.#options.kept?.save(waiting);
    this.#isKept = waiting.length > 0;
  }

  /** One request at a time, until nothing waits. Never rejects. */
  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    const { clock, random } = this.#options;
    const { signal } = this.#life;
    for (let attempt = 1; this.#waiting.size > 0 && !signal.aborted;) {
      const failure = await this.#sendFirst();
      attempt = failure === undefined ? 1 : attempt + 1;
      if (failure !== undefined) {
        await clock.sleep(backoffMs(failure === "closed" ? closed : away, attempt - 1, random), signal);
      }
    }
    this.#isSending = false;
  }

  async #sendFirst(): Promise<"away" | "closed" | undefined> {
    const [first] = this.#waiting;
    if (!first) return undefined;
    const [name, waiting] = first;
    try {
      await this.#deliver(name, waiting);
    } catch (error) {
      return this.#failed(name, waiting, error);
    }
    if (this.#waiting.get(name)?.notice === waiting.notice) this.#waiting.delete(name);
    // Not after `stop`: what was kept then is the newest.
    if (this.#isKept && !this.#life.signal.aborted) this.#keep();
    this.#endTrouble();
    return undefined;
  }

  async #deliver(name: string, { notice, nonce }: Waiting): Promise<void> {
    const { rest, channelId, refs } = this.#options;
    const { content, embeds, components, files = [], roleId, isOver } = notice;
    const known = refs.get(name);
    const called = roleId === undefined ? content : `<@&${roleId}> ${content}`.trim();
    const body = { content: called, embeds, components, allowed_mentions: { parse: [] } };
    if (known !== undefined) {
      await rest.patch(Routes.channelMessage(channelId, known), { body });
      return;
    }
    const allowed = roleId === undefined || isOver ? { parse: [] } : { parse: [], roles: [roleId] };
    const route = Routes.channelMessages(channelId);
    const message = { body: { ...body, allowed_mentions: allowed, nonce, enforce_nonce: true } };
    const posted = await rest.post(route, { ...message, files: [...files] }).catch((error: unknown) => {
      // Without Attach Files the alert is worth more than its lines.
      if (files.length === 0 || toSinkFailure(error, "post") !== "forbidden") throw error;
      return rest.post(route, message);
    });
    if (typeof posted === "object" && posted !== null && "id" in posted) refs.set(name, String(posted.id));
    this.#options.onPosted?.();
    if (roleId !== undefined && !isOver && wasLeftUncalled(posted, roleId))
      this.#options.onUncalled?.(roleId);
  }

  /** Decides what a failure means; what will never be taken is given up, so that it holds up nothing else. */
  #failed(name: string, waiting: Waiting, error: unknown): "away" | "closed" | undefined {
    const { log, refs } = this.#options;
    const isEdit = refs.get(name) !== undefined;
    const failure = toSinkFailure(error, isEdit ? "edit" : "post");
    if (failure === "rate-limited" || failure === "unavailable") return "away";
    if (failure === "channel-gone" || failure === "forbidden") {
      if (this.#inTrouble === undefined) this.#options.onTrouble?.({ failure, isOver: false });
      this.#inTrouble = failure;
      return "closed";
    }
    if (failure === "message-gone" && isEdit && this.#options.isLasting) {
      refs.remove(name);
      return undefined;
    }
    if (failure === "message-gone" && isEdit) {
      // Somebody deleted it: nobody wants to read it again.
      log.debug({ notice: name }, "a notice was deleted");
    } else log.warn({ notice: name, failure }, "a notice was not taken");
    if (this.#waiting.get(name) === waiting) this.#waiting.delete(name);
    return undefined;
  }

  /** The same after a restart, when nobody knows whether the last try arrived; what lasts may be posted anew. */
  #nonceOf(name: string): string {
    const whole = this.#options.isLasting ? randomUUID() : createHash("sha256").update(name).digest("hex");
    return whole.replaceAll("-", "").slice(0, maxNonce);
  }

  #endTrouble(): void {
    const failure = this.#inTrouble;
    this.#inTrouble = undefined;
    if (failure !== undefined) this.#options.onTrouble?.({ failure, isOver: true });
  }

  #dropOldest(): void {
    const [oldest] = this.#waiting.keys();
    if (oldest !== undefined) this.#waiting.delete(oldest);
    this.#options.log.warn({ notice: oldest }, "too many notices wait for Discord: the oldest is left out");
  }
}
