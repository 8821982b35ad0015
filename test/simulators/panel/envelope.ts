/** The panel's JSON shapes around data: items, lists, pages. */
import { badRequest } from "./errors.ts";

export interface Item {
  object: string;
  attributes: Record<string, unknown> | null;
  meta?: Record<string, unknown>;
}
export interface List {
  object: "list";
  data: Item[];
  meta?: Record<string, unknown>;
}

export function item(
  object: string,
  attributes: Record<string, unknown>,
  meta?: Record<string, unknown>,
): Item {
  return meta ? { object, attributes, meta } : { object, attributes };
}

export function list(data: Item[], meta?: Record<string, unknown>): List {
  return meta ? { object: "list", data, meta } : { object: "list", data };
}

export const nothing: Item = { object: "null_resource", attributes: null };

export interface PageQuestion {
  query: URLSearchParams;
  /** Absolute URL of the route, for the links. */
  url: string;
  perPage: number;
  most: number;
}

/** One page of `rows`, and its `meta.pagination`. */
export function paginate<T>(
  rows: T[],
  { query, url, perPage, most }: PageQuestion,
): { rows: T[]; meta: Record<string, unknown> } {
  const size = number(query.get("per_page"), perPage, most);
  const page = number(query.get("page"), 1, Number.MAX_SAFE_INTEGER);
  const total = rows.length;
  const pages = Math.max(1, Math.ceil(total / size));
  const part = rows.slice((page - 1) * size, page * size);
  const links: Record<string, string> = {};
  if (page > 1) links["previous"] = `${url}?page=${page - 1}`;
  if (page < pages) links["next"] = `${url}?page=${page + 1}`;
  const pagination = {
    total,
    count: part.length,
    per_page: size,
    current_page: page,
    total_pages: pages,
    links,
  };
  return { rows: part, meta: { pagination } };
}

function number(text: string | null, fallback: number, most: number): number {
  const value = Number(text ?? fallback);
  return Number.isInteger(value) && value > 0 ? Math.min(value, most) : fallback;
}

/** @throws {PanelFault} 400 when the query filters by something else than `known`. */
export function onlyFilters(query: URLSearchParams, known: string[]): void {
  for (const name of query.keys()) {
    const filter = /^filter\[(.+)\]$/.exec(name)?.[1];
    if (filter === undefined || known.includes(filter)) continue;
    const fault = badRequest(
      `Requested filter(s) \`${filter}\` are not allowed. Allowed filter(s) are \`${known.join(", ")}\`.`,
    );
    fault.errors[0]!.code = "InvalidFilterQuery";
    throw fault;
  }
}
