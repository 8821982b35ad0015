/** The option that says which file or folder is meant, suggested level by level from lists that are known already. */
import type { Choice, CompletionContext, StringOption } from "../../src/command.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import { entriesOf, joinPath, normalPath, splitPath } from "./path.ts";

export const fileOption = {
  type: "string",
  name: "path",
  description: "Which file, such as server.properties",
  required: true,
  complete: (context: CompletionContext) => completePath(context),
} as const satisfies StringOption;

export const anyOption = {
  ...fileOption,
  description: "Which file or folder",
} as const satisfies StringOption;

export const folderOption = {
  type: "string",
  name: "path",
  description: "Which folder; the top one if you leave it out",
  complete: (context: CompletionContext) => completePath(context, "directory"),
} as const satisfies StringOption;

/** Folders end with `/`, so that choosing one leads on into it. */
export async function completePath(
  { typed, server }: CompletionContext,
  only?: "directory",
): Promise<Choice[]> {
  if (!server) return [];
  const end = typed.lastIndexOf("/") + 1;
  const directory = normalPath(typed.slice(0, end));
  const wanted = typed.slice(end).toLowerCase();
  // The folder above is known from the keystroke before; a folder that is not in it need not be asked for.
  const above = directory === "/" ? undefined : splitPath(directory);
  const parent = above && (await entriesOf(server, above.directory));
  if (above && !parent?.some(({ name, kind }) => name === above.name && kind === "directory")) return [];
  const matching = ((await entriesOf(server, directory)) ?? [])
    .filter(({ kind }) => only === undefined || kind === only)
    .map((entry) => ({ entry, at: entry.name.toLowerCase().indexOf(wanted) }))
    .filter(({ at }) => at !== -1);
  return [...matching.filter(({ at }) => at === 0), ...matching.filter(({ at }) => at > 0)].map(
    ({ entry: { name, kind, size } }) => {
      const path = joinPath(directory, name);
      return kind === "directory"
        ? { name: `📁 ${path}/`, value: `${path}/` }
        : { name: `📄 ${path} · ${bytesInWords(size)}`, value: path };
    },
  );
}
