/** Discord's markdown → blocks: fences, headings, small print, quotes, lists, and paragraphs whose line breaks count. */
import { parseInline, type Inline } from "./markdown-inline.ts";

export type Block =
  | { kind: "fence"; language: string; text: string }
  | { kind: "heading"; level: 1 | 2 | 3; children: Inline[] }
  | { kind: "subtext" | "paragraph"; children: Inline[] }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "item"; depth: number; marker: string; children: Inline[] };

const fence = /```(?:([\w+.#-]{1,20})\n)?\n*([\s\S]*?)\n*```/g;

export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  for (const match of text.matchAll(fence)) {
    const [whole, language = "", content = ""] = match;
    if (content === "") continue;
    blocks.push(...parseLines(text.slice(at, match.index)));
    blocks.push({ kind: "fence", language: language.toLowerCase(), text: content });
    at = match.index + whole.length;
    if (text[at] === "\n") at += 1;
  }
  return [...blocks, ...parseLines(text.slice(at))];
}

function parseLines(text: string): Block[] {
  const blocks: Draft[] = [];
  if (text === "") return [];
  const lines = text.replace(/\n$/, "").split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line.startsWith(">>> ")) {
      const rest = [line.slice(4), ...lines.slice(at + 1)].join("\n");
      return [...blocks.map(read), { kind: "quote", blocks: parseLines(rest) }];
    }
    add(blocks, parseLine(line));
  }
  return blocks.map(read);
}

/** A line with its text not looked into yet, because paragraphs and quotes go over several. */
type Draft = Block | { kind: "lines"; text: string } | { kind: "quoted"; text: string };

function parseLine(line: string): Draft {
  const [, hashes, title] = /^(#{1,3}) +(\S.*)$/.exec(line) ?? [];
  if (hashes && title)
    return { kind: "heading", level: hashes.length as 1 | 2 | 3, children: parseInline(title) };
  if (line.startsWith("-# ")) return { kind: "subtext", children: parseInline(line.slice(3)) };
  if (line.startsWith("> ")) return { kind: "quoted", text: line.slice(2) };
  const [, indent = "", bullet, content] = /^( *)([-*]|\d{1,9}\.) +(\S.*)$/.exec(line) ?? [];
  if (bullet === undefined || content === undefined) return { kind: "lines", text: line };
  const marker = bullet === "-" || bullet === "*" ? "•" : bullet;
  return {
    kind: "item",
    depth: Math.min(5, Math.floor(indent.length / 2)),
    marker,
    children: parseInline(content),
  };
}

function add(blocks: Draft[], draft: Draft): void {
  const last = blocks.at(-1);
  const goesOn = (draft.kind === "lines" || draft.kind === "quoted") && last?.kind === draft.kind;
  if (goesOn) last.text += `\n${draft.text}`;
  else blocks.push(draft);
}

function read(draft: Draft): Block {
  if (draft.kind === "lines") return { kind: "paragraph", children: parseInline(draft.text) };
  if (draft.kind === "quoted") return { kind: "quote", blocks: parseLines(draft.text) };
  return draft;
}
