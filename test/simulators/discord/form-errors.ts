/** Collects what is wrong with a body and throws it the way Discord tells it: code 50035 with a tree of field errors. */
import { ApiError } from "./api-error.ts";
import { lengthOf, type Raw } from "./raw.ts";

export type FieldPath = readonly (string | number)[];

export class FormErrors {
  readonly found: { path: FieldPath; code: string; message: string }[] = [];

  add(path: FieldPath, code: string, message: string): void {
    this.found.push({ path, code, message });
  }

  /** Text of `min` to `max` code points. Absent text is fine unless `min` is above 0 and `required` is set. */
  text(path: FieldPath, value: unknown, { min = 0, max, required = false }: TextRule): void {
    if (value === undefined || value === null) {
      if (required) this.add(path, "BASE_TYPE_REQUIRED", "This field is required");
      return;
    }
    if (typeof value !== "string") {
      this.add(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.");
      return;
    }
    const length = lengthOf(value);
    if (min > 0 && (length < min || length > max)) {
      this.add(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length.`);
    } else if (length > max) {
      this.add(path, "BASE_TYPE_MAX_LENGTH", `Must be ${max} or fewer in length.`);
    }
  }

  /** A list of `min` to `max` entries. */
  count(path: FieldPath, length: number, min: number, max: number): void {
    if (length >= min && length <= max) return;
    this.add(path, "BASE_TYPE_BAD_LENGTH", `Must be between ${min} and ${max} in length.`);
  }

  /** A whole number from `min` to `max`; absent is fine. */
  integer(path: FieldPath, value: unknown, min: number, max: number): void {
    if (value === undefined || value === null) return;
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
      this.add(path, "NUMBER_TYPE_RANGE", `int value should be between ${min} and ${max}.`);
    }
  }

  /** @throws {ApiError} 50035 when anything was added. */
  throwIfAny(): void {
    if (this.found.length === 0) return;
    const tree: Raw = {};
    for (const { path, code, message } of this.found) {
      let node = tree;
      for (const key of path) {
        node[key] ??= {};
        node = node[key] as Raw;
      }
      node["_errors"] = [...((node["_errors"] ?? []) as object[]), { code, message }];
    }
    throw new ApiError(400, 50035, "Invalid Form Body", tree);
  }

  /** One line for a person: `content: Must be 2000 or fewer in length.` */
  static summary(errors: unknown, at = ""): string {
    if (typeof errors !== "object" || errors === null) return "";
    return Object.entries(errors)
      .map(([key, value]) =>
        key === "_errors"
          ? (value as { message: string }[]).map(({ message }) => `${at}: ${message}`).join("; ")
          : FormErrors.summary(value, at ? `${at}.${key}` : key),
      )
      .filter(Boolean)
      .join("; ");
  }
}

interface TextRule {
  min?: number;
  max: number;
  required?: boolean;
}
