/** The panel's validation rules, as Laravel writes them, in words. Pure. */
import { code } from "../../src/lib/markdown.ts";
import { listInWords } from "../../src/lib/text.ts";

type Word = (args: string, isNumber: boolean) => string;

const unit = (isNumber: boolean): string => (isNumber ? "" : " characters");

const words: Readonly<Record<string, Word>> = {
  required: () => "must not be empty",
  nullable: () => "may be empty",
  string: () => "text",
  boolean: () => "`1` for yes or `0` for no",
  integer: () => "a whole number",
  int: () => "a whole number",
  numeric: () => "a number",
  alpha: () => "only letters",
  alpha_num: () => "only letters and digits",
  alpha_dash: () => "only letters, digits, `-` and `_`",
  url: () => "a web address",
  ip: () => "an IP address",
  ipv4: () => "an IPv4 address",
  email: () => "an e-mail address",
  min: (args, isNumber) => `at least ${args}${unit(isNumber)}`,
  max: (args, isNumber) => `at most ${args}${unit(isNumber)}`,
  size: (args, isNumber) => `exactly ${args}${unit(isNumber)}`,
  digits: (args) => `exactly ${args} digits`,
  between: (args, isNumber) => `from ${args.replace(",", " to ")}${unit(isNumber)}`,
  digits_between: (args) => `from ${args.replace(",", " to ")} digits`,
  in: (args) => `one of ${listInWords(args.split(",").map(code), "or")}`,
  not_in: (args) => `none of ${listInWords(args.split(",").map(code), "or")}`,
  starts_with: (args) => `beginning with ${listInWords(args.split(",").map(code), "or")}`,
  ends_with: (args) => `ending with ${listInWords(args.split(",").map(code), "or")}`,
  regex: (args) => `of the form ${code(args)}`,
  not_regex: (args) => `not of the form ${code(args)}`,
};

const numbers = new Set(["integer", "int", "numeric"]);
/** Only mean something together with others. */
const silent = new Set(["sometimes", "bail", "present", "filled"]);

/** `required|string|max:20` → `["must not be empty", "text", "at most 20 characters"]`. */
export function rulesInWords(rules: string): string[] {
  const all = splitRules(rules);
  const isNumber = all.some(({ name }) => numbers.has(name));
  return all
    .filter(({ name }) => !silent.has(name))
    .map(({ name, args }) =>
      Object.hasOwn(words, name)
        ? (words[name]?.(args, isNumber) ?? name)
        : code(args ? `${name}:${args}` : name),
    );
}

interface Rule {
  name: string;
  args: string;
}

/** A pattern may hold `|` itself: it goes on to its closing delimiter. */
export function splitRules(rules: string): Rule[] {
  const pattern = /(not_regex|regex):(\/(?:\\.|[^/\\])*\/[a-zA-Z]*|[^|]*)/g;
  const patterns = [...rules.matchAll(pattern)].map(([, name = "", args = ""]) => ({ name, args }));
  const others = rules
    .replaceAll(pattern, "")
    .split("|")
    .map((rule) => rule.trim())
    .filter(Boolean)
    .map((rule) => {
      const [name = "", ...args] = rule.split(":");
      return { name, args: args.join(":") };
    });
  return [...others, ...patterns];
}
