/** Streams in the store, read back with care: another version may have written them. */
import { z } from "zod";
import type { SmallState } from "../store/small-state.ts";
import type { Entry } from "./entry.ts";
import type { Handover, KeptMessage } from "./handover.ts";

/** What of a stream is kept over a restart. */
export interface KeptStream {
  /** Where it was moved to; absent while it is where the environment says. */
  readonly movedTo?: string;
  readonly isPaused: boolean;
  /** Fingerprints of the last lines it has dealt with, oldest first; absent before the first. */
  readonly seen?: readonly string[];
  /** What is not in the channel yet, and comes after no line of the history. */
  readonly handover?: Handover | undefined;
  /** When the server was last heard of (wall time in milliseconds), and whether it was offline then. */
  readonly heard?: { readonly at: number; readonly wasOffline: boolean };
}

/** What is kept of each stream, by its name. */
export interface KeptStreams {
  load(name: string): KeptStream | undefined;
  save(name: string, kept: KeptStream): void;
}

const entry: z.ZodType<Entry> = z.object({
  kind: z.enum(["line", "note", "mark"]),
  mark: z
    .discriminatedUnion("what", [
      z.object({ what: z.literal("begin"), at: z.number() }),
      z.object({ what: z.literal("end"), at: z.number(), by: z.string().exactOptional() }),
    ])
    .exactOptional(),
  text: z.string(),
  at: z.number(),
  count: z.number(),
  stands: z.number().exactOptional(),
  hides: z.array(z.string()).exactOptional(),
  upTo: z.number(),
});

const message: z.ZodType<KeptMessage> = z.object({
  nonce: z.string(),
  ref: z.object({ id: z.string(), fileIds: z.array(z.string()).exactOptional() }).exactOptional(),
  after: z.string().optional(),
  content: z.union([
    z.object({
      body: z.object({ text: z.string(), isInBlock: z.boolean() }),
      entries: z.array(entry),
    }),
    z.object({ text: z.string(), name: z.string(), part: z.number() }),
  ]),
});

const handover: z.ZodType<Handover> = z.object({
  underWay: message.exactOptional(),
  waiting: z.array(entry).exactOptional(),
});

const shape: z.ZodType<KeptStream> = z.object({
  movedTo: z.string().exactOptional(),
  isPaused: z.boolean(),
  seen: z.array(z.string()).exactOptional(),
  // What another version wrote is lost, and nothing else with it.
  handover: handover.optional().catch(undefined),
  heard: z.object({ at: z.number(), wasOffline: z.boolean() }).exactOptional(),
});

export function createKeptStreams(state: SmallState): KeptStreams {
  return {
    load: (name) => shape.safeParse(state.get(`console:${name}`)).data,
    save(name, kept) {
      state.set(`console:${name}`, kept);
    },
  };
}
