/** `/files read path [from] [server]`: look into a file, from its beginning or its end. */
import { defineCommand } from "../../src/command.ts";
import { textOf } from "../../src/files/text-file.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import type { Button, Reply } from "../../src/reply.ts";
import { pageButtons, pageOf, pageOption, type Page } from "../pages.ts";
import { serverOption } from "../server-option.ts";
import { deliverFile, maxContentsBytes } from "./deliver.ts";
import { languageOf } from "./language.ts";
import { pagesOfText } from "./pages-of-text.ts";
import { fileOption } from "./path-option.ts";
import { findFile, normalPath } from "./path.ts";

export const read = defineCommand({
  data: {
    name: "read",
    description: "Look into a file",
    options: [
      fileOption,
      {
        type: "string",
        name: "from",
        description: "Where to begin in a long file",
        choices: [
          { name: "start", value: "start" },
          { name: "end", value: "end" },
        ],
      },
      serverOption,
      pageOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "reveals",
  needs: "file.read-content",
  async run({ server, options, maxFileBytes, may }) {
    const path = normalPath(options.path);
    const entry = await findFile(server, path);
    if (entry.size > maxContentsBytes) return await deliverFile(server, { path, entry }, maxFileBytes);
    const data = await server.api.files.contents(path);
    const text = textOf(data);
    if (text === undefined) {
      return {
        text: `${code(path)}, ${bytesInWords(data.byteLength)}`,
        files: [{ name: entry.name, data }],
        outcome: "read",
      };
    }
    const last = options.from === "end" ? Number.MAX_SAFE_INTEGER : 1;
    const page = pageOf(pagesOfText(text), options.page ?? last, 1);
    const reply = text.trim() === "" ? { text: `${code(path)} is empty.` } : showPage(path, entry.name, page);
    const buttons = buttonsFor(server, path, page).filter(({ command }) => may(command));
    return { ...reply, buttons, outcome: "read" };
  },
});

function showPage(path: string, name: string, page: Page<string>): Reply {
  const place = page.count === 1 ? "" : ` ${page.number}/${page.count}`;
  return {
    text: code(path) + place,
    block: { text: page.items.join(""), language: languageOf(name), fileName: name },
  };
}

function buttonsFor(server: FleetServer, path: string, page: Page<string>): Button[] {
  const options = { path, server: server.key };
  const more: Button[] = [
    { label: "Edit", style: "secondary", command: "files edit", options },
    { label: "Download", style: "secondary", command: "files download", options },
  ];
  const jump = (label: string, to: number): Button => ({
    label,
    style: "secondary",
    command: "files read",
    options: { ...options, page: to },
    inPlace: true,
  });
  return [
    ...(page.number > 2 ? [jump("⏮ Start", 1)] : []),
    ...pageButtons(page, "files read", options),
    ...(page.number < page.count - 1 ? [jump("End ⏭", page.count)] : []),
    ...more,
  ];
}
