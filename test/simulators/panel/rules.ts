/** Laravel's validation rules, as far as the panel uses them: pipe-separated text, one failure per broken rule. */
import { isIP } from "node:net";
import { invalidBody, PanelFault, type ErrorBody } from "./errors.ts";

export type Input = Record<string, unknown>;

type Check = (value: unknown, args: string[]) => string | false;

const size = (value: unknown): number =>
  typeof value === "number" ? value : Array.isArray(value) ? value.length : Array.from(String(value)).length;
const isBoolean = (value: unknown): boolean => [true, false, 0, 1, "0", "1"].includes(value as never);
const isNumeric = (value: unknown): boolean =>
  (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) ||
  typeof value === "number";

/** Each gives the sentence's end when the value breaks it. */
const checks: Record<string, Check> = {
  string: (value) => typeof value !== "string" && "must be a string.",
  boolean: (value) => !isBoolean(value) && "field must be true or false.",
  array: (value) => !Array.isArray(value) && "must be an array.",
  integer: (value) => !(isNumeric(value) && Number.isInteger(Number(value))) && "must be an integer.",
  numeric: (value) => !isNumeric(value) && "must be a number.",
  min: (value, [min]) => size(value) < Number(min) && `must be at least ${min}.`,
  max: (value, [max]) => size(value) > Number(max) && `may not be greater than ${max}.`,
  between: (value, [min, max]) =>
    (size(value) < Number(min) || size(value) > Number(max)) && `must be between ${min} and ${max}.`,
  size: (value, [wanted]) => size(value) !== Number(wanted) && `must be ${wanted} characters.`,
  in: (value, options) => !options.includes(String(value)) && "is invalid.",
  email: (value) => !/^[^\s@]+@[^\s@]+$/.test(String(value)) && "must be a valid email address.",
  url: (value) => !/^https?:\/\/[^\s/]+/.test(String(value)) && "format is invalid.",
  ip: (value) => isIP(String(value).split("/")[0] ?? "") === 0 && "must be a valid IP address.",
  alpha_dash: (value) => !/^[\w-]+$/.test(String(value)) && "may only contain letters, numbers, and dashes.",
  alpha_num: (value) => !/^[a-z0-9]+$/i.test(String(value)) && "may only contain letters and numbers.",
  regex: (value, [pattern = ""]) => {
    const [, body = "", flags = ""] = /^\/(.*)\/([a-z]*)$/.exec(pattern) ?? [];
    return !new RegExp(body, flags.replace("D", "")).test(String(value)) && "format is invalid.";
  },
};

const structural = new Set(["required", "present", "nullable", "sometimes", "filled"]);

/** Breaks rules apart; a regex, which may hold `|`, must come last. */
function parse(rules: string): [name: string, args: string[]][] {
  const [plain = "", pattern] = rules.split(/\|?regex:/);
  const list = plain.split("|").filter(Boolean);
  const parsed = list.map((rule): [string, string[]] => {
    const [name = "", args] = rule.split(/:(.*)/s);
    return [name, args === undefined ? [] : args.split(",")];
  });
  return pattern === undefined ? parsed : [...parsed, ["regex", [pattern]]];
}

export function failures(field: string, value: unknown, rules: string): ErrorBody[] {
  const parsed = parse(rules);
  const has = (name: string): boolean => parsed.some(([rule]) => rule === name);
  const label = field.replaceAll("_", " ");
  const empty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  if (has("present") && value === undefined) {
    return [invalidBody(field, "present", `The ${label} field must be present.`)];
  }
  if (empty && has("required")) return [invalidBody(field, "required", `The ${label} field is required.`)];
  if (value === undefined || (value === null && has("nullable"))) return [];
  const numeric = has("integer") || has("numeric");
  return parsed.flatMap(([name, args]) => {
    const check = checks[name];
    if (structural.has(name) || !check) return [];
    const sized =
      numeric && ["min", "max", "between"].includes(name) && isNumeric(value) ? Number(value) : value;
    const end = check(sized, args);
    return end === false
      ? []
      : [invalidBody(field, name, `The ${name === "in" ? "selected " : ""}${label} ${end}`)];
  });
}

/** Checks the input; `a.*` and `a.*.b` reach into arrays. @throws {PanelFault} 422 with one error per failure. */
export function validate(input: Input, rules: Record<string, string>): void {
  const errors = Object.entries(rules).flatMap(([field, rule]) =>
    expand(input, field.split("."), "").flatMap(([path, value]) => failures(path, value, rule)),
  );
  if (errors.length > 0) throw new PanelFault(422, errors);
}

function expand(value: unknown, parts: string[], path: string): [path: string, value: unknown][] {
  const [part, ...rest] = parts;
  if (part === undefined) return [[path, value]];
  const join = (name: string): string => (path ? `${path}.${name}` : name);
  if (part === "*") {
    const items: unknown[] = Array.isArray(value) ? value : [];
    return items.flatMap((item, index) => expand(item, rest, join(String(index))));
  }
  const next = typeof value === "object" && value !== null ? (value as Input)[part] : undefined;
  return expand(next, rest, join(part));
}
