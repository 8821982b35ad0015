/** One file on its own: how large, how old, and what can be done with it. */
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import type { FileEntry } from "../../src/panel/panel.ts";
import type { Button, Reply } from "../../src/reply.ts";
import { splitPath } from "./path.ts";

const archives = /\.(?:zip|tar|t?gz|tgz|bz2|xz|zst|rar|7z)$/i;

export function showFile(
  server: FleetServer,
  { path, entry }: { path: string; entry: FileEntry },
  may: (path: string) => boolean,
): Reply {
  const { directory } = splitPath(path);
  const button = (label: string, command: string, style: Button["style"] = "secondary"): Button => ({
    label,
    style,
    command: `files ${command}`,
    options: { path, server: server.key },
  });
  const buttons: Button[] = [
    { ...button("◀ Folder", "list"), options: { path: directory, server: server.key }, inPlace: true },
    button("Read", "read", "primary"),
    button("Download", "download"),
    archives.test(entry.name) ? button("Unpack", "decompress") : button("Edit", "edit"),
    button("Copy", "copy"),
    moveButton(server, path),
    button("Delete", "delete", "danger"),
  ];
  return {
    text: `${code(path)} is a file: ${bytesInWords(entry.size)}, changed ${timestamp(entry.modifiedAt, "R")}.`,
    buttons: buttons.filter(({ command }) => may(command)),
  };
}

function moveButton(server: FleetServer, path: string): Button {
  return {
    label: "Move",
    style: "secondary",
    command: "files move",
    options: { from: path, server: server.key },
    form: {
      title: "Move or rename",
      fields: [{ name: "to", label: "New path", value: path }],
    },
  };
}
