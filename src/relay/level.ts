/** How grave a line is, by the words that games and their libraries use. */

const looksLikeError = /\b(?:ERROR|SEVERE|FATAL|CRITICAL)\b|Exception\b|\b(?:[Ee]rror|Fatal)\s{0,3}[:\]]/;
const looksLikeWarning = /\bWARN(?:ING)?\b|\b[Ww]arn(?:ing)?\s{0,3}[:\]]/;

export type Level = "error" | "warning";

export function levelOf(text: string): Level | undefined {
  if (looksLikeError.test(text)) return "error";
  return looksLikeWarning.test(text) ? "warning" : undefined;
}

/** Stands before a line where colours cannot say it. */
export const levelMarks: Record<Level, string> = { error: "🟥 ", warning: "🟨 " };
