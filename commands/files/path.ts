/** Paths inside a server: how they are written, and what they lead to. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import { PanelError, type FileEntry } from "../../src/panel/panel.ts";
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

/** Folders first, then by name; nothing when there is no such folder. */
export async function entriesOf(
  server: FleetServer,
  directory: string,
): Promise<readonly FileEntry[] | undefined> {
  try {
    return await server.api.files.list(directory);
  } catch (error) {
    // What is missing, and what is no folder: panels answer both as if the node had failed.
    if (error instanceof PanelError && error.failure === "unreadable") return undefined;
    throw error;
  }
}

/** What is at a path, looked up in its folder's list, because panels answer reads of what is missing in many ways. */
export async function entryAt(server: FleetServer, path: string): Promise<FileEntry | undefined> {
  const { directory, name } = splitPath(path);
  const entries = await entriesOf(server, directory);
  return entries?.find((candidate) => candidate.name === name);
}

/** The same, asked anew where a list that is remembered does not know it: the game makes files too. */
export async function currentEntryAt(server: FleetServer, path: string): Promise<FileEntry | undefined> {
  const known = await entryAt(server, path);
  if (known) return known;
  server.forget("files");
  return await entryAt(server, path);
}

/** @throws {UserError} when there is nothing at that path, or all there is. */
export async function findEntry(server: FleetServer, path: string): Promise<FileEntry> {
  if (path === "/") throw new UserError("That is the whole server. Pick a file or a folder in it.");
  const entry = await currentEntryAt(server, path);
  if (entry) return entry;
  throw new UserError(
    `There is nothing at ${code(path)}. Look at \`/files list\`, or pick one of the suggestions.`,
  );
}

/** @throws {UserError} when there is no file at that path. */
export async function findFile(server: FleetServer, path: string): Promise<FileEntry> {
  const entry = path === "/" ? undefined : await currentEntryAt(server, path);
  if (entry?.kind === "file") return entry;
  if (entry || path === "/")
    throw new UserError(`${code(path)} is a folder. Use \`/files list\` to look into it.`);
  throw new UserError(
    `There is no file ${code(path)}. Look at \`/files list\`, or pick one of the suggestions.`,
  );
}
