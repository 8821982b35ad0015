/** What an account says, for people: totals, and each line that is not where it should be. */
import type { Account } from "./account.ts";
import type { Soak } from "./soak.ts";

export function defectsIn({ account, tape, startedAt }: Soak): string[] {
  const at = (index: number): string => {
    const line = tape.lines[Math.min(index, tape.lines.length - 1)];
    return `${(((line?.at ?? 0) - startedAt) / 60_000).toFixed(2)} min, line ${index}`;
  };
  const text = (index: number): string => JSON.stringify(tape.lines[index]?.text ?? "");
  return [
    ...account.missing
      .filter(({ gap, held }) => gap === undefined || held > 0)
      .map(
        ({ from, to, gap, held }) =>
          `${at(from)}: ${to - from} lines missing, from ${text(from)}, ${gap === undefined ? "told nowhere" : `told, but the node still had ${held}: ${gap}`}`,
      ),
    ...account.strange.map(
      ({ told, after }) => `${at(after)}: not at its place: ${JSON.stringify(told.text)}`,
    ),
  ];
}

export function totalsOf({ printed, shown, missing, emptyGaps }: Account): string {
  const lost = missing.reduce((sum, { from, to }) => sum + to - from, 0);
  return `${printed} lines printed, ${shown} shown, ${lost} in ${missing.length} gaps, ${emptyGaps.length} gaps told for nothing`;
}
