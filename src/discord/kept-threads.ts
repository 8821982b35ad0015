/** Which runs of a server have a thread in a channel, kept over restarts and read back with care. */
import { z } from "zod";
import type { SmallState } from "../store/small-state.ts";

/** Times are wall time in milliseconds. */
export interface Session {
  startedAt: number;
  endedAt?: number;
  /** Who asked for its end; hostile text. */
  endedBy?: string;
  /** What the message that the thread hangs on is posted with, until its id is known. */
  starterNonce?: string;
  /** The message that the thread hangs on. */
  starterId?: string;
  threadId?: string;
  /** No thread could be made: its lines stand in the channel. */
  isInChannel?: boolean;
  /** When something was written last. */
  writtenAt?: number;
}

export interface Threads {
  current?: Session;
  /** Oldest first. */
  past?: readonly Session[];
}

export interface KeptThreads {
  load(): Threads | undefined;
  save(threads: Threads): void;
}

const session: z.ZodType<Session> = z.object({
  startedAt: z.number(),
  endedAt: z.number().exactOptional(),
  endedBy: z.string().exactOptional(),
  starterNonce: z.string().exactOptional(),
  starterId: z.string().exactOptional(),
  threadId: z.string().exactOptional(),
  isInChannel: z.boolean().exactOptional(),
  writtenAt: z.number().exactOptional(),
});

const shape: z.ZodType<Threads> = z.object({
  current: session.exactOptional(),
  past: z.array(session).exactOptional(),
});

/** A channel that nobody cleans up must not fill the store. */
const maxKept = 200;

export function createKeptThreads(state: SmallState, server: string, channelId: string): KeptThreads {
  const name = `threads:${server}:${channelId}`;
  return {
    load: () => shape.safeParse(state.get(name)).data,
    save({ past = [], ...threads }) {
      state.set(name, { ...threads, past: past.slice(-maxKept) });
    },
  };
}
