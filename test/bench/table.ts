/** The one table a bench ends with: what was asked, what was measured, and whether it holds. */

/** `broken`: something was lost, doubled, out of order, or refused with 429. `missed`: a time or a size over its bound. */
export type Verdict = "ok" | "missed" | "broken" | "info";

export interface Row {
  what: string;
  /** As the design says it; empty for what is only told. */
  bound: string;
  measured: string;
  /** The same measure of the hoster's sample bot, or of a naive relay, in the same run. */
  beside?: string;
  verdict: Verdict;
}

const heads = ["what", "bound", "measured", "beside", "ok?"];
const shown: Record<Verdict, string> = { ok: "yes", missed: "NO", broken: "BROKEN", info: "-" };

export function tableOf(rows: readonly Row[]): string {
  const cells = [heads, ...rows.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

function cellsOf({ what, bound, measured, beside = "", verdict }: Row): string[] {
  return [what, bound, measured, beside, shown[verdict]];
}

/** A number against its upper bound. */
export function within(value: number, bound: number): Verdict {
  return value <= bound ? "ok" : "missed";
}

/** What must be none at all. */
export function none(count: number): Verdict {
  return count === 0 ? "ok" : "broken";
}
