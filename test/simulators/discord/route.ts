/** The shape of a REST route, and finding the one a request means. */
import type { FilePart } from "./message-writer.ts";
import type { Budget } from "./rate-limits.ts";
import type { Raw } from "./raw.ts";

export interface RestRequest {
  method: string;
  path: string;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Parsed JSON, or a multipart body's `payload_json`; an empty object without a body. */
  body: Raw;
  /** The body when it is a list. */
  list: Raw[];
  files: readonly FilePart[];
}

export interface RestAnswer {
  status: number;
  body?: unknown;
}

export interface Route {
  method: string;
  /** Segments starting with `:` are parameters; `@original` stands for itself. */
  path: string;
  /** The token in the path is the authority: no Authorization header, not counted against the global limit. */
  byToken?: boolean;
  budget?: Budget;
  /** The parameter that has its own budget. */
  major?: string;
  handle(request: RestRequest): RestAnswer | Promise<RestAnswer>;
}

export function ok(body: unknown): RestAnswer {
  return { status: 200, body };
}

export const NO_CONTENT: RestAnswer = { status: 204 };

/** The route and its parameters; `path` has no query and no prefix. The first that fits wins. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | undefined {
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path, path) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

export function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? "";
    if (segment.startsWith(":")) params[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}
