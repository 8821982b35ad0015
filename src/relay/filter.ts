/** Which lines the channel gets: `CONSOLE_INCLUDE` and `CONSOLE_EXCLUDE`. */
import { createContext, Script } from "node:vm";

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
    const isTooSlow = stalls(new RegExp(source, "i"), trialsFor(source));
    return isTooSlow ? "takes too long on some lines, and could stall the bot" : undefined;
  } catch (error) {
    return `is not a regular expression (${error instanceof Error ? error.message : "unreadable"})`;
  }
}

/** Much longer than any sound pattern takes for a line of the tested length. */
const trialMs = 250;
const maxTrialTexts = 40;

/** Lines that slow patterns choke on: one thing over and over that the pattern takes, and an end that it does not. */
function trialsFor(source: string): string[] {
  const words = source.match(/\w+/g) ?? [];
  const seeds = new Set([
    "a",
    "0",
    " ",
    "_",
    ".",
    "a ",
    "a0",
    ...words.flatMap((word) => [word, word.slice(0, 1)]),
  ]);
  const fill = (seed: string): string => seed.repeat(Math.ceil(maxTestedUnits / seed.length));
  return [...seeds].slice(0, maxTrialTexts).map((seed) => `${fill(seed).slice(0, maxTestedUnits - 1)}\u0000`);
}

/** Tries a pattern where it can be interrupted. */
function stalls(pattern: RegExp, texts: readonly string[]): boolean {
  const trial = new Script("texts.some((text) => pattern.test(text) && false)");
  try {
    trial.runInContext(createContext({ pattern, texts }), { timeout: trialMs });
    return false;
  } catch {
    // The only thing that can go wrong in there is that it takes too long.
    return true;
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
