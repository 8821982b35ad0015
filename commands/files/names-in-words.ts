/** The names of files and folders in a sentence, as many as it can bear. */
import { plain } from "../../src/lib/markdown.ts";
import { cut } from "../../src/lib/text.ts";
import type { FileEntry } from "../../src/panel/panel.ts";

const namesShown = 8;
const maxName = 60;

/** `**a/**, **b**, … (12)` */
export function namesInWords(entries: readonly Pick<FileEntry, "name" | "kind">[]): string {
  const names = entries
    .slice(0, namesShown)
    .map(({ name, kind }) => `**${plain(cut(name, maxName))}${kind === "directory" ? "/" : ""}**`);
  return names.join(", ") + (entries.length > namesShown ? `, … (${entries.length})` : "");
}
