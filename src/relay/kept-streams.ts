/** Streams in the store, read back with care: another version may have written them. */
import { z } from "zod";
import type { SmallState } from "../store/small-state.ts";
import type { KeptStreams } from "./console-relays.ts";
import type { KeptStream } from "./console-stream.ts";
import type { Entry } from "./entry.ts";
import type { Handover, KeptMessage } from "./handover.ts";

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
