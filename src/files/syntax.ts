/**
 * Whether a text is what its file's ending promises: JSON, YAML, TOML or `.properties`. Only warns; nothing is run.
 * The parsers are loaded when the first such file is changed: most bots never need them.
 */
import { endingOf } from "./ending.ts";

/** A longer text is not checked: reading it would hold up everybody else. YAML takes a tenth of a second for its share. */
const maxUnits = 512 * 1024;
const maxYamlUnits = 64 * 1024;

/** What is wrong, without a full stop, hostile text: `YAML, line 3: …`; nothing when all is well or nobody can tell. */
export async function problemIn(fileName: string, text: string): Promise<string | undefined> {
  if (text.length > maxUnits) return undefined;
  const ending = endingOf(fileName);
  const check = Object.hasOwn(checks, ending) ? checks[ending] : undefined;
  return await check?.(text);
}

type Check = (text: string) => string | undefined | Promise<string | undefined>;

const checks: Readonly<Record<string, Check>> = {
  json: problemInJson,
  mcmeta: problemInJson,
  yml: problemInYaml,
  yaml: problemInYaml,
  toml: problemInToml,
  properties: problemInProperties,
};

function problemInJson(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return text.trim() === "" ? "JSON: it is empty" : `JSON: ${messageOf(error)}`;
  }
}

async function problemInYaml(text: string): Promise<string | undefined> {
  if (text.length > maxYamlUnits) return undefined;
  const { parseAllDocuments } = await import("yaml");
  for (const { errors } of parseAllDocuments(text, { logLevel: "silent", prettyErrors: true })) {
    const [error] = errors;
    if (!error) continue;
    const line = error.linePos?.[0].line;
    // What follows is an excerpt of the text with a mark under it.
    const [message = ""] = error.message.split(/ at line \d+|:?\n/);
    return line === undefined ? `YAML: ${message}` : `YAML, line ${line}: ${message}`;
  }
  return undefined;
}

async function problemInToml(text: string): Promise<string | undefined> {
  const { parse, TomlError } = await import("smol-toml");
  try {
    parse(text);
    return undefined;
  } catch (error) {
    const message = messageOf(error).replace(/^Invalid TOML document: /, "");
    return error instanceof TomlError ? `TOML, line ${error.line}: ${message}` : `TOML: ${message}`;
  }
}

/** Java reads nearly everything; these are the ways in which what it reads is not what was meant. */
function problemInProperties(text: string): string | undefined {
  const seen = new Set<string>();
  for (const { line, number } of logicalLines(text)) {
    const [, key = "", separator] = /^((?:\\.|[^\\=:\s])*)\s*([=:]?)/.exec(line) ?? [];
    if (/\\u(?![\da-f]{4})/i.test(line.replaceAll("\\\\", "")))
      return `properties, line ${number}: \\u without four digits`;
    if (!separator) return `properties, line ${number}: no “=” in it`;
    if (seen.has(key)) return `properties, line ${number}: ${key} stands in it twice`;
    seen.add(key);
  }
  return undefined;
}

/** Without comments and blanks; what a backslash at the end continues is one line. */
function logicalLines(text: string): { line: string; number: number }[] {
  const lines: { line: string; number: number }[] = [];
  let open: { line: string; number: number } | undefined;
  for (const [index, physical] of text.split(/\r\n|\n|\r/).entries()) {
    const trimmed = physical.trimStart();
    if (!open && (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith("!"))) continue;
    const current = open ?? { line: "", number: index + 1 };
    const continues = (/\\*$/.exec(trimmed)?.[0].length ?? 0) % 2 === 1;
    current.line += continues ? trimmed.slice(0, -1) : trimmed;
    open = continues ? current : undefined;
    if (!open) lines.push(current);
  }
  return open ? [...lines, open] : lines;
}

function messageOf(error: unknown): string {
  const [first = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return first;
}
