/** An upload that did not end well: why, and what of it is on the disk, found by looking. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import { PanelError } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import type { Target } from "./new-path.ts";
import { entryAt } from "./path.ts";

export interface BrokenUpload {
  /** As it was before. */
  target: Target;
  /** Length of what was sent. */
  bytes: number;
}

/** What to throw instead of `error`. */
export async function tellBrokenUpload(
  server: FleetServer,
  broken: BrokenUpload,
  error: unknown,
): Promise<unknown> {
  const why = reasonOf(error);
  if (why === undefined) return error;
  return new UserError(`${why} ${await stateOf(server, broken)}`, { cause: error });
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof UserError) return error.message;
  if (!(error instanceof PanelError) || error.route !== "POST node link") return undefined;
  const { failure, detail = "" } = error;
  const limit = /larger than the maximum file upload size of ([\d.]+ \w+)/i.exec(detail)?.[1];
  if (limit !== undefined) return `The server's machine takes no file over ${limit}.`;
  if (failure === "too-large") return "The server's machine takes no file that large.";
  if (detail !== "") return `The server's machine refused it: “${plain(detail)}”`;
  return "The upload broke off.";
}

async function stateOf(server: FleetServer, { target, bytes }: BrokenUpload): Promise<string> {
  const { path, entry: before } = target;
  try {
    const now = await entryAt(server, path);
    if (!now) return "Nothing of it is on the disk.";
    if (now.size === before?.size && now.modifiedAt.getTime() === before.modifiedAt.getTime())
      return `${code(path)} is as it was before.`;
    if (now.size === bytes) return `It is on the disk all the same, whole: ${code(path)}.`;
    return `What is at ${code(path)} now is incomplete: ${bytesInWords(now.size)} of ${bytesInWords(bytes)}. Upload it again.`;
  } catch (error) {
    if (!(error instanceof PanelError)) throw error;
    return `Look at ${code(path)} with \`/files list\` before you try again.`;
  }
}
