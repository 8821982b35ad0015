/**
 * Checks request bodies against Discord's own OpenAPI document, when there is a copy of it. Known traps of that document
 * are mended first: its unions overlap although they say `oneOf`, and some numbers may also come as text.
 */
import { existsSync, readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { FormErrors } from "./form-errors.ts";
import { isRaw, rawOf, type Raw } from "./raw.ts";
import { matchPath } from "./route.ts";

const DOCUMENT = "discord";
/** Validated without it these would reject what Discord takes: ids may be numbers, permission bits are text. */
const SNOWFLAKE = { type: ["string", "integer"], pattern: "^(0|[1-9][0-9]*)$" };
const PERMISSIONS = { type: ["string", "integer", "null"], pattern: "^[0-9]+$" };

/** Discord's names for what a schema calls otherwise. */
const CODES: Readonly<Record<string, string>> = {
  required: "BASE_TYPE_REQUIRED",
  maxLength: "BASE_TYPE_MAX_LENGTH",
  minLength: "BASE_TYPE_BAD_LENGTH",
  maxItems: "BASE_TYPE_BAD_LENGTH",
  minItems: "BASE_TYPE_BAD_LENGTH",
};

/** Compiled at once, so that no bot is kept waiting for its first answer. */
const BUSIEST: readonly (readonly [method: string, template: string])[] = [
  ["post", "/channels/{channel_id}/messages"],
  ["patch", "/channels/{channel_id}/messages/{message_id}"],
  ["post", "/interactions/{interaction_id}/{interaction_token}/callback"],
  ["patch", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"],
];

export class SchemaCheck {
  readonly #document: Raw | undefined;
  readonly #templates: readonly { template: string; pattern: string }[] = [];
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false, logger: false });
  readonly #validators = new Map<string, ValidateFunction | undefined>();

  /**
   * The checks of that document, off when there is no such file. One document is read and compiled once in a process:
   * that takes a few hundred milliseconds, and nothing in it ever changes.
   */
  static of(path: string): SchemaCheck {
    const known = SchemaCheck.#loaded.get(path);
    if (known) return known;
    const check = new SchemaCheck(path);
    for (const [method, template] of BUSIEST) check.#validator(method, template);
    SchemaCheck.#loaded.set(path, check);
    return check;
  }

  static readonly #loaded = new Map<string, SchemaCheck>();

  private constructor(path: string) {
    if (!existsSync(path)) return;
    this.#document = mended(JSON.parse(readFileSync(path, "utf8"))) as Raw;
    this.#templates = templatesOf(rawOf(this.#document["paths"]));
    this.#ajv.addSchema(
      { components: this.#document["components"], paths: this.#document["paths"] },
      DOCUMENT,
      false,
      false,
    );
  }

  get isOn(): boolean {
    return this.#document !== undefined;
  }

  /** @throws {ApiError} 50035 with what does not fit */
  check(method: string, path: string, body: unknown): void {
    const template = this.#template(path);
    const validate = template === undefined ? undefined : this.#validator(method.toLowerCase(), template);
    if (!validate || validate(body)) return;
    const errors = new FormErrors();
    for (const error of mostTelling(validate.errors ?? [])) {
      const at = error.instancePath.split("/").slice(1);
      errors.add(
        at,
        CODES[error.keyword] ?? "SCHEMA",
        `${error.message ?? "does not fit"} (${method} ${template})`,
      );
    }
    errors.throwIfAny();
  }

  #template(path: string): string | undefined {
    const found = this.#templates.find(({ pattern }) => matchPath(pattern, path));
    return found?.template;
  }

  #validator(method: string, template: string): ValidateFunction | undefined {
    const key = `${method} ${template}`;
    if (this.#validators.has(key)) return this.#validators.get(key);
    const operation = rawOf(rawOf(rawOf(this.#document?.["paths"])[template])[method]);
    const content = rawOf(rawOf(operation["requestBody"])["content"]);
    const pointer = ["paths", template, method, "requestBody", "content", "application/json", "schema"]
      .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
      .join("/");
    const validator = content["application/json"]
      ? this.#ajv.compile({ $ref: `${DOCUMENT}#/${pointer}` })
      : undefined;
    this.#validators.set(key, validator);
    return validator;
  }
}

/** Those with fewer parameters first: they win. */
function templatesOf(paths: Raw): { template: string; pattern: string }[] {
  return Object.keys(paths)
    .sort((a, b) => a.split("{").length - b.split("{").length)
    .map((template) => ({ template, pattern: template.replaceAll(/\{(\w+)\}/gu, ":$1") }));
}

function mended(node: unknown, key = ""): unknown {
  if (Array.isArray(node)) return node.map((item) => mended(item));
  if (!isRaw(node)) return node;
  if (key === "SnowflakeType") return SNOWFLAKE;
  if (key === "default_member_permissions") return PERMISSIONS;
  const entries = Object.entries(node)
    .filter(([name]) => name !== "responses")
    .map(([name, value]) => [name === "oneOf" ? "anyOf" : name, mended(value, name)]);
  return Object.fromEntries(entries);
}

/** Of all branches of a union the deepest complaints, which come from the branch that fits best. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject[] {
  const depth = (error: ErrorObject): number => error.instancePath.split("/").length;
  const deepest = Math.max(...errors.map(depth));
  return errors.filter((error) => depth(error) === deepest).slice(0, 3);
}
