/** Keeps one flooded socket from taking the process: after so many frames the rest of the program has its turn. */
import type { WebSocket } from "ws";

/** About a millisecond of work. */
const framesPerTurn = 500;

/** Call the returned function for every frame read; it pauses the socket for a turn of the event loop when needed. */
export function readFairly(socket: WebSocket): () => void {
  let frames = 0;
  let turnEnds: NodeJS.Immediate | undefined;
  const nextTurn = (): void => {
    turnEnds = undefined;
    frames = 0;
    if (socket.isPaused) socket.resume();
  };
  return () => {
    frames += 1;
    // One callback per turn, not per frame.
    turnEnds ??= setImmediate(nextTurn);
    if (frames === framesPerTurn) socket.pause();
  };
}
