/** Where something new is to stand: names that a disk takes, and folders that are meant as places to put it into. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import type { FileEntry } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { entryAt, joinPath, normalPath } from "./path.ts";

/** Of one name, in UTF-8: what Linux takes. */
const maxNameBytes = 255;

export interface Target {
  path: string;
  /** What stands there already. */
  entry: FileEntry | undefined;
}

/** The path, cleaned. @throws {UserError} when a part of it cannot or should not be a name. */
export function newPath(typed: string): string {
  const path = normalPath(typed);
  if (path === "/") throw new UserError("Type a name, such as `plugins/notes.txt`.");
  for (const name of path.slice(1).split("/")) {
    if (/\p{Cc}/u.test(name)) throw new UserError("A name cannot have line breaks or control characters.");
    if (Buffer.byteLength(name) > maxNameBytes)
      throw new UserError("That name is too long: a disk takes 255 bytes at most.");
  }
  return path;
}

/** A folder that exists, or a path that ends with `/`, is a place to put `name` into; anything else is the whole path. */
export async function targetOf(server: FleetServer, typed: string, name: string): Promise<Target> {
  const path = normalPath(typed);
  if (path !== "/" && !typed.endsWith("/")) {
    const entry = await entryAt(server, newPath(typed));
    if (entry?.kind !== "directory") return { path, entry };
  }
  const inside = newPath(joinPath(path, name));
  const entry = await entryAt(server, inside);
  if (entry?.kind === "directory") throw new UserError(`There is a folder ${code(inside)} already.`);
  return { path: inside, entry };
}

/** The last part of a name that somebody else has chosen. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const clean = last.replaceAll(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, "").trim();
  return clean === "" || clean === "." || clean === ".." ? "upload" : clean;
}
