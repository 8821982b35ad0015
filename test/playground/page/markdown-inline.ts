/** Discord's inline markup → a tree. What is not markup stays text; nothing here ever becomes HTML. */

export type Inline =
  | { kind: "text" | "code"; text: string }
  | { kind: "strong" | "em" | "underline" | "strike" | "spoiler"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] }
  | { kind: "mention"; of: "user" | "role" | "channel"; id: string }
  | { kind: "everyone"; text: string }
  | { kind: "command"; name: string }
  | { kind: "emoji"; name: string }
  | { kind: "time"; seconds: number; style: string };

interface Rule {
  /** Sticky. */
  shape: RegExp;
  make: (groups: readonly string[]) => Inline;
  /** For marks that count only where no word runs on: `snake_case_name`. */
  notAfterWord?: true;
}

/** What an escape hides is skipped, so that an escaped mark does not end anything. */
const inner = String.raw`((?:\\[\s\S]|[^\\])+?)`;
const mentions: Record<string, "user" | "role" | "channel"> = {
  "@": "user",
  "@!": "user",
  "@&": "role",
  "#": "channel",
};

const wrap =
  (kind: "strong" | "em" | "underline" | "strike" | "spoiler") =>
  ([content = ""]: readonly string[]): Inline => ({ kind, children: parseInline(content) });

const link = (href: string, children: Inline[]): Inline => ({ kind: "link", href, children });

/** The first that fits counts. Only http and https become links. */
const rules: readonly Rule[] = [
  { shape: /\\([!-/:-@[-`{-~])/y, make: ([text = ""]) => ({ kind: "text", text }) },
  { shape: /(`{1,2})([\s\S]*?[^`])\1(?!`)/y, make: ([, text = ""]) => ({ kind: "code", text }) },
  {
    shape: /<(https?:\/\/[^\s>]+)>/y,
    make: ([href = ""]) => link(href, [{ kind: "text", text: href }]),
  },
  {
    shape: /<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/y,
    make: ([seconds = "", style = "f"]) => ({ kind: "time", seconds: Number(seconds), style }),
  },
  {
    shape: /<(@!?|@&|#)(\d+)>/y,
    make: ([mark = "", id = ""]) => ({ kind: "mention", of: mentions[mark] ?? "user", id }),
  },
  { shape: /<\/([\w -]+):\d+>/y, make: ([name = ""]) => ({ kind: "command", name }) },
  { shape: /<a?:(\w+):\d+>/y, make: ([name = ""]) => ({ kind: "emoji", name }) },
  {
    shape: /\[((?:\\.|[^[\]\\])+)\]\(<?(https?:\/\/[^\s<>)]+)>?(?:\s+"[^"]*")?\)/y,
    make: ([text = "", href = ""]) => link(href, parseInline(text)),
  },
  {
    shape: /https?:\/\/[^\s<>]*[^\s<>.,:;"')\]|*_~]/y,
    make: () => link("", []),
  },
  { shape: /@(?:everyone|here)\b/y, make: () => ({ kind: "everyone", text: "" }) },
  {
    shape: new RegExp(String.raw`\*\*\*${inner}\*\*\*(?!\*)`, "y"),
    make: (groups) => ({ kind: "strong", children: [wrap("em")(groups)] }),
  },
  { shape: new RegExp(String.raw`\*\*${inner}\*\*(?!\*)`, "y"), make: wrap("strong") },
  { shape: new RegExp(`__${inner}__(?!_)`, "y"), make: wrap("underline") },
  { shape: new RegExp(String.raw`\*(?![\s*])${inner}(?<![\s])\*(?!\*)`, "y"), make: wrap("em") },
  { shape: new RegExp(String.raw`_(?!_)${inner}_(?!\w)`, "y"), make: wrap("em"), notAfterWord: true },
  { shape: new RegExp(`~~${inner}~~`, "y"), make: wrap("strike") },
  { shape: new RegExp(String.raw`\|\|${inner}\|\|`, "y"), make: wrap("spoiler") },
];

/** Where markup can begin. */
const marks = /[\\`<[h@*_~|]/g;

export function parseInline(text: string): Inline[] {
  const nodes: Inline[] = [];
  let at = 0;
  while (at < text.length) {
    const found = markAt(text, at);
    if (found) {
      nodes.push(found.node);
      at = found.end;
    } else {
      marks.lastIndex = at + 1;
      const next = marks.exec(text)?.index ?? text.length;
      nodes.push({ kind: "text", text: text.slice(at, next) });
      at = next;
    }
  }
  return joined(nodes);
}

function markAt(text: string, at: number): { node: Inline; end: number } | undefined {
  for (const { shape, make, notAfterWord } of rules) {
    if (notAfterWord && /\w/.test(text.charAt(at - 1))) continue;
    shape.lastIndex = at;
    const match = shape.exec(text);
    if (!match) continue;
    const [whole, ...groups] = match;
    return { node: withWhole(make(groups), whole), end: at + whole.length };
  }
  return undefined;
}

/** Bare addresses and `@everyone` are what they say. */
function withWhole(node: Inline, whole: string): Inline {
  if (node.kind === "everyone") return { kind: "everyone", text: whole };
  if (whole.startsWith("http")) return link(whole, [{ kind: "text", text: whole }]);
  return node;
}

function joined(nodes: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.kind === "text" && last?.kind === "text") last.text += node.text;
    else result.push(node.kind === "text" ? { ...node } : node);
  }
  return result;
}
