import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseInline, type Inline } from "./markdown-inline.ts";
import { parseMarkdown, type Block } from "./markdown.ts";

const text = (content: string): Inline => ({ kind: "text", text: content });
const strong = (...children: Inline[]): Inline => ({ kind: "strong", children });
const em = (...children: Inline[]): Inline => ({ kind: "em", children });
const paragraph = (...children: Inline[]): Block => ({ kind: "paragraph", children });

test.each<[string, Inline[]]>([
  ["plain", [text("plain")]],
  ["a **b** c", [text("a "), strong(text("b")), text(" c")]],
  ["**a *b* c**", [strong(text("a "), em(text("b")), text(" c"))]],
  ["***a***", [strong(em(text("a")))]],
  [
    "__a__ ~~b~~",
    [{ kind: "underline", children: [text("a")] }, text(" "), { kind: "strike", children: [text("b")] }],
  ],
  ["||a||", [{ kind: "spoiler", children: [text("a")] }]],
  ["_a_", [em(text("a"))]],
  ["snake_case_name", [text("snake_case_name")]],
  ["2 * 3 * 4", [text("2 * 3 * 4")]],
  ["**open", [text("**open")]],
  [String.raw`\*a\* \# \\`, [text("*a* # \\")]],
  [String.raw`**a\*\*b**`, [strong(text("a**b"))]],
  ["`**code**`", [{ kind: "code", text: "**code**" }]],
  ["``a`b``", [{ kind: "code", text: "a`b" }]],
  [
    "<@12> <@!12>",
    [{ kind: "mention", of: "user", id: "12" }, text(" "), { kind: "mention", of: "user", id: "12" }],
  ],
  [
    "<@&7><#8>",
    [
      { kind: "mention", of: "role", id: "7" },
      { kind: "mention", of: "channel", id: "8" },
    ],
  ],
  ["@everyone @nobody", [{ kind: "everyone", text: "@everyone" }, text(" @nobody")]],
  ["<t:1700000000:R>", [{ kind: "time", seconds: 1_700_000_000, style: "R" }]],
  ["<t:1>", [{ kind: "time", seconds: 1, style: "f" }]],
  ["</files list:9>", [{ kind: "command", name: "files list" }]],
  ["<:yes:5>", [{ kind: "emoji", name: "yes" }]],
  ["see https://a.example/b_c.", [text("see "), link("https://a.example/b_c"), text(".")]],
  ["<https://a.example>", [link("https://a.example")]],
  ["[x](https://a.example/y)", [{ kind: "link", href: "https://a.example/y", children: [text("x")] }]],
  ["[x](javascript:alert(1))", [text("[x](javascript:alert(1))")]],
  ["[x](JAVASCRIPT:alert(1))", [text("[x](JAVASCRIPT:alert(1))")]],
  ["[x](data:text/html,y)", [text("[x](data:text/html,y)")]],
  ["<javascript:alert(1)>", [text("<javascript:alert(1)>")]],
  ["<b>a</b> &amp;", [text("<b>a</b> &amp;")]],
])("%j", (typed, nodes) => {
  expect(parseInline(typed)).toEqual(nodes);
});

test.each<[string, Block[]]>([
  ["a\nb", [paragraph(text("a\nb"))]],
  ["# a\nb", [{ kind: "heading", level: 1, children: [text("a")] }, paragraph(text("b"))]],
  ["####a", [paragraph(text("####a"))]],
  ["-# a", [{ kind: "subtext", children: [text("a")] }]],
  ["> a\n> b\nc", [{ kind: "quote", blocks: [paragraph(text("a\nb"))] }, paragraph(text("c"))]],
  [">>> a\nb", [{ kind: "quote", blocks: [paragraph(text("a\nb"))] }]],
  [
    "- a\n  - b\n2. c",
    [
      { kind: "item", depth: 0, marker: "•", children: [text("a")] },
      { kind: "item", depth: 1, marker: "•", children: [text("b")] },
      { kind: "item", depth: 0, marker: "2.", children: [text("c")] },
    ],
  ],
  ["```\n# a\n```", [{ kind: "fence", language: "", text: "# a" }]],
  [
    "x\n```YAML\na: 1\n```\ny",
    [paragraph(text("x")), { kind: "fence", language: "yaml", text: "a: 1" }, paragraph(text("y"))],
  ],
  ["```one line```", [{ kind: "fence", language: "", text: "one line" }]],
  ["```open", [paragraph(text("```open"))]],
])("%j", (typed, blocks) => {
  expect(parseMarkdown(typed)).toEqual(blocks);
});

test("whatever is typed, only http and https become links, and letters are never lost", () => {
  const part = fc.constantFrom(
    "**",
    "_",
    "`",
    "```",
    "[",
    "](",
    ")",
    "<",
    ">",
    "||",
    "\n",
    "- ",
    "> ",
    "javascript:",
    "https://",
    "a",
    " ",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const typed = parts.join("");
      const tree = JSON.stringify(parseMarkdown(typed));
      for (const [, href = ""] of tree.matchAll(/"href":"([^"]*)"/g)) expect(href).toMatch(/^https?:\/\//);
      const letters = (value: string): number => value.split("a").length - 1;
      const shown = [...tree.matchAll(/"text":"((?:\\.|[^"])*)"/g)].map(([, content]) => content).join("");
      const hidden = [...tree.matchAll(/"(?:href|language)":"([^"]*)"/g)]
        .map(([, content]) => content)
        .join("");
      expect(letters(shown) + letters(hidden)).toBeGreaterThanOrEqual(letters(typed));
    }),
  );
});

function link(href: string): Inline {
  return { kind: "link", href, children: [text(href)] };
}
