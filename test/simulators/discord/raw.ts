/** Reading untyped JSON: what came over the wire has no type until somebody looked. */

export type Raw = Record<string, unknown>;

export function isRaw(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as an object; an empty one when it is anything else. */
export function rawOf(value: unknown): Raw {
  return isRaw(value) ? value : {};
}

/** The objects in a list; an empty list when it is anything else. */
export function rawsOf(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRaw) : [];
}

/** The value as text; `""` when it is anything but text or a number. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

export function numberOf(value: unknown, otherwise = 0): number {
  return typeof value === "number" ? value : otherwise;
}

/** How Discord counts: Unicode code points. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
