/** Decides what the next request carries. */
import { maxMessageUnits } from "./sink.ts";

/** A backlog over so many messages becomes a file. */
const maxMessages = 3;

/** What a message holds when fences, notes and cut-off ends take their share. */
const messageBytes = maxMessageUnits * 0.97;

/** A file goes out at once when a flood begins, then at most this often … */
const fileEveryMs = 5000;
/** … unless a note waits, or so much has gathered: while a file is sent it is held about three times, here and in the HTTP client. */
const fileBytes = 2 * 1024 * 1024;

export interface Situation {
  pendingBytes: number;
  /** Whether anything but empty lines waits. */
  hasText: boolean;
  /** So much waits that it is already packed for a file. */
  isPacked: boolean;
  /** Whether what became of the server, or who typed what, stands among the lines: people wait for that. */
  hasNotes: boolean;
  /** Whether there is an open message that everything pending still fits into. */
  fitsOpen: boolean;
  /** Infinity when there was none. */
  sinceFileMs: number;
  /** What was sent last was a file: messages come back when what waits fits one. */
  isFlooding: boolean;
  /** The process is about to end: as few requests as possible. */
  isDraining: boolean;
}

export type Step = "nothing" | "edit" | "post" | "file";

/** Whether so much would come in messages rather than in a file. */
export function fitsMessages(bytes: number): boolean {
  return bytes <= messageBytes * maxMessages;
}

export function planStep(situation: Situation): Step {
  const { pendingBytes, hasText, isPacked, fitsOpen, isFlooding, isDraining } = situation;
  if (!hasText) return "nothing";
  if (fitsOpen) return "edit";
  const isMuch = pendingBytes > messageBytes * (isDraining || isFlooding ? 1 : maxMessages);
  if (!isPacked && !isMuch) return "post";
  return isDraining || isFileDue(situation) ? "file" : "nothing";
}

function isFileDue({ sinceFileMs, pendingBytes, hasNotes }: Situation): boolean {
  return hasNotes || sinceFileMs >= fileEveryMs || pendingBytes >= fileBytes;
}
