/** One version of a text file on a server: its bytes, its text, and how to tell it from another. */
import { fingerprintOf } from "../../src/files/fingerprint.ts";
import { textOf } from "../../src/files/text-file.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import { PanelError, type FileEntry } from "../../src/panel/panel.ts";
import { UserError, type Button } from "../../src/reply.ts";
import { maxContentsBytes } from "./deliver.ts";
import { entryAt, findFile } from "./path.ts";

export interface Version {
  path: string;
  entry: FileEntry;
  data: Uint8Array;
  text: string;
  fingerprint: string;
}

/** The file as it is now. @throws {UserError} when there is none, or none that can be edited as text. */
export async function readVersion(server: FleetServer, path: string): Promise<Version> {
  const entry = await findFile(server, path);
  if (entry.size > maxContentsBytes) {
    throw new UserError(
      `${code(path)} is too large to be edited here (${bytesInWords(entry.size)}). Use \`/files download\`, change it, then \`/files upload\`.`,
    );
  }
  const data = await server.api.files.contents(path);
  const text = textOf(data);
  if (text === undefined) {
    throw new UserError(
      `${code(path)} is not a UTF-8 text, so it cannot be edited here. Use \`/files download\` and \`/files upload\`.`,
    );
  }
  return { path, entry, data, text, fingerprint: fingerprintOf(data) };
}

/** Refuses to go on from a version that is not the present one any more. */
export async function changedMeanwhile(
  server: FleetServer,
  path: string,
  buttons: readonly Button[] = [],
): Promise<UserError> {
  server.forget("files");
  const entry = await entryAt(server, path);
  const when = entry ? ` (${timestamp(entry.modifiedAt, "R")})` : "";
  return new UserError(
    `Nothing was saved: ${code(path)} has changed on the server since you read it${when}. Read it again, then make your change.`,
    { buttons },
  );
}

/** Writes a version over another, with the mode that it had. Gives what else there is to say. @throws {PanelError} */
export async function writeVersion(
  server: FleetServer,
  { path, entry }: { path: string; entry: FileEntry | undefined },
  data: Uint8Array,
): Promise<string> {
  await server.api.files.write(path, data);
  // Writing makes it 644, which stops a script from being run.
  const mode = entry?.modeBits ?? "";
  if (!/^[0-7]{3,4}$/.test(mode) || /^0?644$/.test(mode)) return "";
  try {
    await server.api.files.chmod("/", [{ file: path.slice(1), mode }]);
    return "";
  } catch (error) {
    if (!(error instanceof PanelError)) throw error;
    return ` Its mode was ${mode} and is 644 now: set it in the panel if it is a program.`;
  }
}
