/** Which lines the channel gets: `CONSOLE_INCLUDE` and `CONSOLE_EXCLUDE`. */

/** A pattern sees no more of a line than this (UTF-16 units), so that a slow one stays cheap. */
const maxTestedUnits = 2000;

/** A repeated group that itself ends in a repetition, `(a+)+`: its time doubles with every character. */
const nestedRepetition = /\((?:[^()\\]|\\.)*(?:[+*]|\{\d+,\d*\})\??\)(?:[+*]|\{\d+,)/;

const maxPatternUnits = 500;

/** Why `source` must not be used as a line filter, in a sentence's second half; `undefined` when it may. */
export function problemWithPattern(source: string): string | undefined {
  if (source.length > maxPatternUnits) return `is longer than ${maxPatternUnits} characters`;
  if (nestedRepetition.test(source)) return "repeats a repetition, like (a+)+, and could stall the bot";
  try {
    RegExp(source);
    return undefined;
  } catch (error) {
    return `is not a regular expression (${error instanceof Error ? error.message : "unreadable"})`;
  }
}

export interface LineFilter {
  /** Only lines that match any of these; empty means every line. */
  include?: readonly RegExp[];
  /** Never lines that match any of these; stronger than `include`. */
  exclude?: readonly RegExp[];
}

/** A predicate on sanitised lines. Sticky and global flags, which make a pattern remember, are taken off. */
export function createFilter({ include = [], exclude = [] }: LineFilter): (text: string) => boolean {
  const wanted = include.map(withoutMemory);
  const unwanted = exclude.map(withoutMemory);
  return (text) => {
    const tested = text.length > maxTestedUnits ? text.slice(0, maxTestedUnits) : text;
    if (unwanted.some((pattern) => pattern.test(tested))) return false;
    return wanted.length === 0 || wanted.some((pattern) => pattern.test(tested));
  };
}

function withoutMemory(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ""));
}
