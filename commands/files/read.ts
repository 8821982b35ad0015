/** `/files read path [server]`: look into a file. */
import { defineCommand } from "../../src/command.ts";
import { code } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import { serverOption } from "../server-option.ts";
import { deliverFile, readFile } from "./deliver.ts";
import { fileOption } from "./path-option.ts";
import { findFile, normalPath } from "./path.ts";

/** Text over this cannot be a message of 2,000 characters, so it need not be read to know. */
const maxBlockBytes = 8000;
/** With the path above it and the fence around it, this much text fits. */
const maxBlockUnits = 1800;

export const read = defineCommand({
  data: { name: "read", description: "Look into a file", options: [fileOption, serverOption] },
  access: "admin",
  visibility: "private",
  effect: "reveals",
  needs: "file.read-content",
  async run({ server, options, maxFileBytes }) {
    const path = normalPath(options.path);
    const entry = await findFile(server, path);
    if (entry.size > maxBlockBytes) return await deliverFile(server, { path, entry }, maxFileBytes);
    const data = await readFile(server, path, entry.size);
    const text = textOf(data);
    if (text === undefined || text.length > maxBlockUnits) {
      return {
        text: `${code(path)}, ${bytesInWords(data.byteLength)}`,
        files: [{ name: entry.name, data }],
        outcome: "read",
      };
    }
    if (text.trim() === "") return { text: `${code(path)} is empty.`, outcome: "read" };
    return {
      text: code(path),
      block: { text, language: languageOf(entry.name), fileName: entry.name },
      outcome: "read",
    };
  },
});

/** The text in a file, or nothing when it is none: not UTF-8, or with characters that no text has. */
export function textOf(data: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(data);
    return /[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text) ? undefined : text;
  } catch {
    // Not UTF-8 is the answer, not an error.
    return undefined;
  }
}

const languages: Readonly<Record<string, string>> = {
  yml: "yaml",
  yaml: "yaml",
  json: "json",
  toml: "toml",
  properties: "properties",
  ini: "ini",
  cfg: "ini",
  conf: "ini",
  xml: "xml",
  lua: "lua",
  js: "js",
  sh: "bash",
  md: "md",
};

/** For Discord's highlighting, by the file's ending. */
export function languageOf(name: string): string {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return Object.hasOwn(languages, ending) ? (languages[ending] ?? "") : "";
}
