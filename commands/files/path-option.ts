/** The option that says which file or folder is meant, suggested level by level from lists that are known already. */
import type { Choice, CompletionContext, StringOption } from "../../src/command.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import { inOrder, joinPath, normalPath } from "./path.ts";

export const fileOption = {
  type: "string",
  name: "path",
  description: "Which file, such as server.properties",
  required: true,
  complete: (context: CompletionContext) => completePath(context),
} as const satisfies StringOption;

export const folderOption = {
  type: "string",
  name: "path",
  description: "Which folder; the top one if you leave it out",
  complete: (context: CompletionContext) => completePath(context, "directory"),
} as const satisfies StringOption;

/** Folders end with `/`, so that choosing one leads on into it. */
async function completePath({ typed, server }: CompletionContext, only?: "directory"): Promise<Choice[]> {
  if (!server) return [];
  const end = typed.lastIndexOf("/") + 1;
  const directory = normalPath(typed.slice(0, end));
  const wanted = typed.slice(end).toLowerCase();
  const entries = await server.api.files.list(directory);
  return inOrder(entries)
    .filter(({ name, kind }) => name.toLowerCase().includes(wanted) && (only === undefined || kind === only))
    .toSorted(
      (a, b) =>
        Number(b.name.toLowerCase().startsWith(wanted)) - Number(a.name.toLowerCase().startsWith(wanted)),
    )
    .map(({ name, kind, size }) => {
      const path = joinPath(directory, name);
      return kind === "directory"
        ? { name: `📁 ${path}/`, value: `${path}/` }
        : { name: `📄 ${path} · ${bytesInWords(size)}`, value: path };
    });
}
