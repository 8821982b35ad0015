/** A long text in pages of whole lines, each short enough for one message. Pure. */
import { sliceUnits } from "../../src/lib/text.ts";

/** With the path above it and the fence around it, this much text fits into a message. */
export const maxPageUnits = 1700;

/** Never empty; lines longer than a page are broken. */
export function pagesOfText(text: string): string[] {
  const pages: string[] = [];
  let page = "";
  for (const line of piecesOf(text)) {
    if (page !== "" && page.length + line.length > maxPageUnits) {
      pages.push(page);
      page = "";
    }
    page += line;
  }
  if (page !== "" || pages.length === 0) pages.push(page);
  return pages;
}

/** Lines with their ends, none longer than a page. */
function* piecesOf(text: string): Generator<string> {
  for (const [line] of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    let rest = line;
    while (rest.length > maxPageUnits) {
      const piece = sliceUnits(rest, maxPageUnits);
      yield piece;
      rest = rest.slice(piece.length);
    }
    yield rest;
  }
}
