/** Finds a connection that is dead without a word: Wings never pings, and an offline server sends nothing. */
import type { WebSocket } from "ws";
import type { Clock } from "../lib/clock.ts";

const pingEveryMs = 25_000;
const pongWithinMs = 10_000;

/** Pings until `signal` ends it, or until a ping goes unanswered: then it resolves with "silent". Never rejects. */
export async function keepAlive(
  socket: WebSocket,
  clock: Clock,
  signal: AbortSignal,
): Promise<"silent" | "ended"> {
  let lastHeard = "nothing" as "nothing" | "something";
  const heard = (): void => {
    lastHeard = "something";
  };
  // Anything that arrives shows that the other end lives; a pong may stand behind a flood of lines.
  socket.on("pong", heard).on("message", heard);
  for (;;) {
    await clock.sleep(pingEveryMs, signal);
    if (signal.aborted) return "ended";
    lastHeard = "nothing";
    socket.ping();
    await clock.sleep(pongWithinMs, signal);
    if (signal.aborted) return "ended";
    if (lastHeard === "nothing") return "silent";
  }
}
