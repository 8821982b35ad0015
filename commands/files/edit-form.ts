/** A text file opened for a change: in a window where it fits, otherwise handed over to come back changed. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import type { Button, Reply } from "../../src/reply.ts";
import { splitPath } from "./path.ts";
import type { Version } from "./version.ts";

/** What Discord's windows take, in UTF-16 units. */
const maxFormUnits = 4000;

export function openForEdit(server: FleetServer, version: Version): Reply {
  const { path, entry, data, text } = version;
  const what = `${code(path)}, ${bytesInWords(data.byteLength)}, changed ${timestamp(entry.modifiedAt, "R")}`;
  if (text.length <= maxFormUnits) {
    return { text: `${what}.`, buttons: [editButton(server, version, text)], outcome: "opened" };
  }
  return {
    text: `${what}: too long for a window. Change the attached file and send it back with \`/files edit\`, as its \`file\`.`,
    files: [{ name: entry.name, data }],
    outcome: "opened",
  };
}

/** Opens the window with `text` in it; what is sent in is held against `version`. */
export function editButton(server: FleetServer, { path, fingerprint }: Version, text: string): Button {
  return {
    label: "Edit",
    style: "primary",
    command: "files edit",
    options: { path, server: server.key, base: fingerprint },
    inPlace: true,
    form: {
      title: `Edit ${splitPath(path).name}`,
      fields: [{ name: "content", label: "Text", value: text, multiline: true, required: false }],
    },
  };
}
