/** A change to a text file that somebody wants: what it would do, put as a question. */
import type { Version } from "./version.ts";
import { changeInWords, changeOf, type Change } from "../../src/files/diff.ts";
import { fingerprintOf } from "../../src/files/fingerprint.ts";
import { problemIn } from "../../src/files/syntax.ts";
import { textOf } from "../../src/files/text-file.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { cut } from "../../src/lib/text.ts";
import type { Block } from "../../src/reply.ts";
import { splitPath } from "./path.ts";

export interface Proposal {
  path: string;
  /** Nothing when the file does not exist now. */
  before: Version | undefined;
  after: Uint8Array;
  fingerprint: string;
  change: Change;
  /** What does not parse, hostile text. */
  problem: string | undefined;
}

/** A diff is worth a longer look. */
export const patienceMs = 10 * 60_000;
const maxProblem = 300;

export async function proposalOf(
  path: string,
  before: Version | undefined,
  after: Uint8Array,
): Promise<Proposal> {
  const { name } = splitPath(path);
  const text = textOf(after) ?? "";
  return {
    path,
    before,
    after,
    fingerprint: fingerprintOf(after),
    change: changeOf(name, before?.text ?? "", text),
    problem: await problemIn(name, text),
  };
}

/** `` `/a.yml`: 2 lines added. `` and a warning where it does not parse. */
export function proposalText({ path, change, problem }: Proposal): string {
  const words = `${code(path)}: ${changeInWords(change)}.`;
  const whole =
    change.patch === undefined ? " Nearly everything differs, so there is no list of changes." : "";
  const warning =
    problem === undefined ? "" : `\n⚠️ This would not be valid ${plain(cut(problem, maxProblem))}.`;
  return words + whole + warning;
}

export function diffBlock({ path, change: { patch } }: Proposal): Block | undefined {
  return patch === undefined
    ? undefined
    : { text: patch, language: "diff", fileName: `${splitPath(path).name}.diff` };
}

/** For the record: what changed where that is one harmless setting, otherwise how much; a file may hold any secret. */
export function proposalOutcome({ change }: Proposal): string {
  const { short } = change;
  return short !== undefined && isHarmless(short) ? code(short) : changeInWords(change);
}

/** Settings of game servers that are no secret, whatever they are. */
const harmless: ReadonlySet<string> = new Set([
  "difficulty",
  "gamemode",
  "hardcore",
  "max-players",
  "pvp",
  "simulation-distance",
  "spawn-protection",
  "view-distance",
  "white-list",
]);

/** `pvp=true → pvp=false`: the same setting on both sides, and a plain word for its value. */
function isHarmless(short: string): boolean {
  const [, setting = ""] = /^([\w-]+)(=|: )[\w-]{1,16} → \1\2[\w-]{1,16}$/.exec(short) ?? [];
  return harmless.has(setting);
}
