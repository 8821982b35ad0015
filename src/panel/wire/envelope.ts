/** The panel's wrappings: items, lists, pages, included relations. */
import { z } from "zod";
import { amount } from "./json.ts";

/** `{ object, attributes }` → the attributes. */
export function item<T>(attributes: z.ZodType<T>): z.ZodType<T> {
  return z.object({ attributes }).transform((wrapped) => wrapped.attributes);
}

/** `{ object: "list", data: [{ attributes }] }` → an array. Entries without attributes (`null_resource`) are left out. */
export function list<T>(attributes: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z.object({ data: entries(attributes) }).transform((wrapped) => wrapped.data);
}

function entries<T>(attributes: z.ZodType<T>): z.ZodType<readonly T[]> {
  const hasAttributes = (entry: unknown): boolean =>
    typeof entry === "object" && entry !== null && "attributes" in entry && entry.attributes !== null;
  return z
    .union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((map) => Object.values(map))])
    .transform((all) => all.filter(hasAttributes))
    .pipe(z.array(item(attributes)));
}

/** An included list: absent when not asked for, or when the key may not see it. */
export function maybeList<T>(attributes: z.ZodType<T>): z.ZodType<readonly T[] | undefined> {
  return list(attributes).optional().catch(undefined);
}

/** An included item, likewise. */
export function maybeItem<T>(attributes: z.ZodType<T>): z.ZodType<T | undefined> {
  return item(attributes).optional().catch(undefined);
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Of all pages together. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

/** A list with `meta.pagination`; without it, the list is all there is. */
export function page<T>(attributes: z.ZodType<T>): z.ZodType<Page<T>> {
  const pagination = z
    .object({ total: amount, current_page: z.number().catch(1), total_pages: z.number().catch(1) })
    .optional();
  const meta = z.object({ pagination }).optional().catch(undefined);
  return z.object({ data: entries(attributes), meta }).transform((wrapped) => ({
    items: wrapped.data,
    total: wrapped.meta?.pagination?.total ?? wrapped.data.length,
    page: wrapped.meta?.pagination?.current_page ?? 1,
    pages: Math.max(1, wrapped.meta?.pagination?.total_pages ?? 1),
  }));
}
