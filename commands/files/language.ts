/** Which of Discord's highlightings suits a file, by its ending. */
import { endingOf } from "../../src/files/ending.ts";

const languages: Readonly<Record<string, string>> = {
  yml: "yaml",
  yaml: "yaml",
  json: "json",
  mcmeta: "json",
  toml: "toml",
  properties: "properties",
  ini: "ini",
  cfg: "ini",
  conf: "ini",
  xml: "xml",
  lua: "lua",
  js: "js",
  sh: "bash",
  py: "python",
  java: "java",
  css: "css",
  html: "html",
  sql: "sql",
  md: "md",
};

/** `yaml`, `json`, …; empty when there is none. */
export function languageOf(name: string): string {
  const ending = endingOf(name);
  return Object.hasOwn(languages, ending) ? (languages[ending] ?? "") : "";
}
