/** What a file held before it was changed here, kept so that the change can be undone. */
import type { Actor } from "../../src/command.ts";
import type { FileDesk } from "../../src/files/desk.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { UserError, type Button } from "../../src/reply.ts";
import type { Version } from "./version.ts";

/** @throws {UserError} when it cannot be kept: then nothing may be written over it. */
export function keepFormer(
  { former }: FileDesk,
  server: FleetServer,
  { version, actor }: { version: Version; actor: Actor },
): void {
  const { path, data, fingerprint } = version;
  try {
    former.keep({ server: server.uuid, path, content: data, fingerprint, actorName: actor.name });
  } catch (error) {
    throw new UserError(
      "Nothing was saved, because Roost could not keep what the file holds now. Ask whoever runs Roost to check its disk.",
      { cause: error },
    );
  }
}

export function undoButton(server: FleetServer, path: string): Button {
  return {
    label: "Undo",
    style: "secondary",
    command: "files undo",
    options: { path, server: server.key },
  };
}
