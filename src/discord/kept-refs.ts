/** Which message of a channel shows what, kept over restarts. */
import { z } from "zod";
import type { SmallState } from "../store/small-state.ts";
import type { KeptRefs } from "./notice.ts";

const shape = z.array(z.tuple([z.string(), z.string()]));

/** Where the first versions kept them. */
const formerName = (channelId: string): string => `messages:${channelId}`;

/** Older ones are not looked for any more. */
const maxKept = 300;

/** @param purpose what the messages are for: one channel may serve several, and none may forget another's. */
export function createKeptRefs(state: SmallState, purpose: string, channelId: string): KeptRefs {
  const name = `messages:${purpose}:${channelId}`;
  const refs = new Map(shape.safeParse(state.get(name) ?? state.get(formerName(channelId))).data);
  return {
    get: (what) => refs.get(what),
    set(what, messageId) {
      refs.set(what, messageId);
      for (const oldest of [...refs.keys()].slice(0, Math.max(0, refs.size - maxKept))) refs.delete(oldest);
      state.set(name, [...refs]);
    },
    remove(what) {
      refs.delete(what);
      state.set(name, [...refs]);
    },
  };
}
