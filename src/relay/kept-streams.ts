/** Streams in the store, read back with care: another version may have written them. */
import { z } from "zod";
import type { SmallState } from "../store/small-state.ts";
import type { KeptStreams } from "./console-relays.ts";
import type { KeptStream } from "./console-stream.ts";

const shape: z.ZodType<KeptStream> = z.object({
  movedTo: z.string().exactOptional(),
  isPaused: z.boolean(),
  seen: z.array(z.string()).exactOptional(),
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
