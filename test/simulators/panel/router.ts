/** Which route a path belongs to, and what its parts are. */
import type { Route, ServerRoute } from "./route.ts";

export type Match =
  | { kind: "found"; route: Route | ServerRoute; params: Record<string, string> }
  | { kind: "wrong-method"; allow: string[] }
  | { kind: "none" }
  /** Not below the API at all. */
  | { kind: "foreign" };

export function findRoute(routes: (Route | ServerRoute)[], method: string, path: string): Match {
  const parts = path.split("/");
  const candidates = routes.flatMap((route) => {
    const params = matchPath(route.path.split("/"), parts);
    return params ? [{ route, params }] : [];
  });
  const hit = candidates.find(({ route }) => route.method === method);
  if (hit) return { kind: "found", ...hit };
  if (candidates.length === 0) return { kind: "none" };
  return { kind: "wrong-method", allow: candidates.map(({ route }) => route.method) };
}

function matchPath(template: string[], parts: string[]): Record<string, string> | undefined {
  if (template.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const part = parts[index] ?? "";
    if (!expected.startsWith(":")) {
      if (expected !== part) return undefined;
    } else if (part === "") return undefined;
    else params[expected.slice(1)] = decodePart(part);
  }
  return params;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone percent sign: PHP leaves it as it is.
    return part;
  }
}
