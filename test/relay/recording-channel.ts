/** A channel that only a test sees: keeps its messages, refuses on demand, and notes what a real one would mind. */
import {
  SinkError,
  type ConsoleSink,
  type MessageRef,
  type SinkFailure,
  type SinkMessage,
} from "../../src/relay/sink.ts";
import { gunzipSync } from "node:zlib";
import type { SessionMark } from "../../src/relay/entry.ts";
import type { Clock } from "../../src/lib/clock.ts";

export interface Recorded {
  id: string;
  text: string;
  files?: { name: string; data: string }[];
  /** Which run of the server it belongs to, where the channel has a place for each. */
  session?: number;
}

export type Refusal = SinkFailure | "answer-lost" | "odd";

const aboutContent: ReadonlySet<Refusal> = new Set<Refusal>(["rejected", "blocked", "message-gone"]);

/** As the real one has to, it looks further back than the host's clock says. */
const clocksDifferMs = 60_000;

export class RecordingChannel implements ConsoleSink {
  messages: Recorded[] = [];
  /** Monotonic times of all requests. */
  readonly requests: { verb: "post" | "edit"; at: number }[] = [];
  mostInFlight = 0;
  latencyMs = 0;
  /** May messages be posted here, but no files? */
  takesFiles = true;
  readonly #clock: Clock;
  readonly #refusals: { failure: Refusal; retryAfterMs?: number }[] = [];
  readonly #nonces = new Map<string, string>();
  readonly #postedAt = new Map<string, number>();
  #inFlight = 0;
  #ids = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The next `times` requests end like this. */
  refuse(failure: Refusal, times = 1, retryAfterMs?: number): void {
    for (let i = 0; i < times; i += 1) {
      this.#refusals.push(retryAfterMs === undefined ? { failure } : { failure, retryAfterMs });
    }
  }

  /** As Discord does after some minutes. */
  forgetNonces(): void {
    this.#nonces.clear();
  }

  async find({ text, file }: SinkMessage, since: number, after?: string): Promise<MessageRef | undefined> {
    if (this.latencyMs > 0) await this.#clock.sleep(this.latencyMs);
    const found = this.messages.findLast(
      (message) =>
        message.text === text &&
        (message.files !== undefined) === (file !== undefined) &&
        (after === undefined
          ? (this.#postedAt.get(message.id) ?? 0) >= since - clocksDifferMs
          : Number(message.id) > Number(after)),
    );
    return found && refOf(found);
  }

  /** Forget all planned refusals. */
  mend(): void {
    this.#refusals.length = 0;
  }

  post({ text, file }: SinkMessage, nonce: string): Promise<MessageRef> {
    return this.#request("post", this.#nonces.has(nonce), () => {
      if (file && !this.takesFiles) throw new SinkError("post", "forbidden");
      const known = this.#nonces.get(nonce);
      if (known !== undefined) return refOf(this.messages.find(({ id }) => id === known));
      this.#ids += 1;
      const id = String(this.#ids);
      this.#nonces.set(nonce, id);
      this.#postedAt.set(id, this.#clock.now());
      this.messages.push({
        id,
        text,
        ...(file && { files: [opened(file)] }),
        ...this.placed(),
      });
      return refOf(this.messages.at(-1));
    });
  }

  edit(ref: MessageRef, { text, file }: SinkMessage): Promise<MessageRef> {
    const isRepeat = this.messages.some((message) => message.id === ref.id && message.text === text);
    return this.#request("edit", isRepeat, () => {
      const message = this.messages.find(({ id }) => id === ref.id);
      if (!message) throw new SinkError("edit", "message-gone");
      if (file && !this.takesFiles) throw new SinkError("edit", "forbidden");
      message.text = text;
      const kept = message.files?.slice(0, ref.fileIds?.length ?? 0);
      if (file) message.files = [...(kept ?? []), opened(file)];
      return refOf(message);
    });
  }

  /** What a posted message says of its place. */
  protected placed(): Partial<Recorded> {
    return {};
  }

  /** Every console line in the channel, in reading order, attachments included. */
  get lines(): string[] {
    return this.messages.flatMap(linesOf);
  }

  /** What was taken once, and only its answer lost, is not refused for what it is when it comes again. */
  async #request<T>(verb: "post" | "edit", isRepeat: boolean, act: () => T): Promise<T> {
    this.requests.push({ verb, at: this.#clock.monotonic() });
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    try {
      if (this.latencyMs > 0) await this.#clock.sleep(this.latencyMs);
      const planned = this.#refusals.shift();
      const refusal = isRepeat && planned && aboutContent.has(planned.failure) ? undefined : planned;
      if (refusal?.failure === "answer-lost") {
        act();
        throw new SinkError(verb, "unavailable");
      }
      if (refusal?.failure === "odd") throw new TypeError("odd");
      if (refusal) throw new SinkError(verb, refusal.failure, refusal);
      return act();
    } finally {
      this.#inFlight -= 1;
    }
  }
}

/** The console lines of a message, attachments included. */
export function linesOf({ text, files }: Recorded): string[] {
  if (files) return files.flatMap(({ data }) => data.trimEnd().split("\n"));
  // How a file ends that the channel does not take.
  if (/^(?:-# .*\n)?📄/u.test(text)) return [];
  return text.split("\n").filter((row) => !row.startsWith("```"));
}

/** A channel with a place for each run of the server. */
export class SessionChannel extends RecordingChannel {
  session = 0;

  turn(mark: SessionMark): boolean {
    if (mark.what === "begin") this.session += 1;
    return mark.what === "begin";
  }

  protected override placed(): Partial<Recorded> {
    return { session: this.session };
  }

  override edit(ref: MessageRef, message: SinkMessage): Promise<MessageRef> {
    const known = this.messages.find(({ id }) => id === ref.id);
    if (known && known.session !== this.session) throw new Error("an edit in the place of another run");
    return super.edit(ref, message);
  }
}

/** As somebody reads it who opens the file. */
function opened({ name, data }: NonNullable<SinkMessage["file"]>): { name: string; data: string } {
  return { name, data: (name.endsWith(".gz") ? gunzipSync(data) : data).toString() };
}

function refOf(message: Recorded | undefined): MessageRef {
  if (!message) throw new Error("no such message");
  const { id, files } = message;
  return { id, ...(files && { fileIds: files.map((_, index) => `${id}-${index}`) }) };
}
