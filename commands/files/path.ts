/** Paths inside a server: how they are written, and what they lead to. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import type { FileEntry } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";

/** `config//x/` → `/config/x`; `..` never leads out of the server's own folder. */
export function normalPath(typed: string): string {
  const parts: string[] = [];
  for (const part of typed.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** `/config/x.yml` → `/config` and `x.yml`. */
export function splitPath(path: string): { directory: string; name: string } {
  const end = path.lastIndexOf("/");
  return { directory: path.slice(0, end) || "/", name: path.slice(end + 1) };
}

export function joinPath(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}

/** Folders first, then by name; the panel promises no order. */
export function inOrder(entries: readonly FileEntry[]): FileEntry[] {
  return entries.toSorted(
    (a, b) => Number(a.kind === "file") - Number(b.kind === "file") || a.name.localeCompare(b.name),
  );
}

/**
 * Looks the path up in its folder's list, because panels answer reads of what is missing in many ways.
 * @throws {UserError} when there is nothing at that path.
 */
export async function findFile(server: FleetServer, path: string): Promise<FileEntry> {
  const { directory, name } = splitPath(path);
  const entries = await server.api.files.list(directory);
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry?.kind === "file") return entry;
  if (entry || path === "/")
    throw new UserError(`${code(path)} is a folder. Use \`/files list\` to look into it.`);
  throw new UserError(
    `There is no file ${code(path)}. Look at \`/files list\`, or pick one of the suggestions.`,
  );
}
