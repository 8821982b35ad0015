/** Which of a channel's messages are drawn: a window that moves with the reader, so that thousands cost as much as a hundred. */

export interface View {
  /** Drawn are the messages from `start` up to, not including, `end`. */
  start: number;
  end: number;
  /** Is the reader at the newest message, so that the window goes along with new ones? */
  isAtEnd: boolean;
}

export const windowSize = 100;
const step = 50;

export function viewOfEnd(count: number): View {
  return { start: Math.max(0, count - windowSize), end: count, isAtEnd: true };
}

/** Messages came or went at the end. */
export function afterChange(view: View, count: number): View {
  if (view.isAtEnd) return viewOfEnd(count);
  const start = Math.min(view.start, Math.max(0, count - windowSize));
  return { ...view, start, end: Math.min(count, Math.max(view.end, start + windowSize)) };
}

/** `count` older messages were put before all others. */
export function afterOlder({ start, end, isAtEnd }: View, count: number): View {
  return { start: start + count, end: end + count, isAtEnd };
}

export function towardsStart({ start }: View, count: number): View {
  const from = Math.max(0, start - step);
  const end = Math.min(count, from + windowSize + step);
  return { start: from, end, isAtEnd: false };
}

export function towardsEnd({ end }: View, count: number): View {
  const to = Math.min(count, end + step);
  return { start: Math.max(0, to - windowSize - step), end: to, isAtEnd: false };
}
