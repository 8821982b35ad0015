/** The endpoints of the hoster's guide, in its order: `METHOD /path` as it writes them, without queries. */
import { existsSync, readFileSync } from "node:fs";

/** The guide itself stands beside the checkout where this is developed; elsewhere this list speaks for it. */
export const guideRows: readonly string[] = [
  "GET /",
  "GET /servers/<id>",
  "GET /servers/<id>/resources",
  "POST /servers/<id>/power",
  "POST /servers/<id>/command",
  "GET /servers/<id>/websocket",
  "GET /servers/<id>/files/list",
  "GET /servers/<id>/files/contents",
  "POST /servers/<id>/files/write",
  "GET /servers/<id>/files/download",
  "GET /servers/<id>/files/upload",
  "POST /servers/<id>/files/create-folder",
  "POST /servers/<id>/files/delete",
  "POST /servers/<id>/files/copy",
  "PUT /servers/<id>/files/rename",
  "POST /servers/<id>/files/compress",
  "POST /servers/<id>/files/decompress",
  "GET /servers/<id>/databases",
  "POST /servers/<id>/databases",
  "POST /servers/<id>/databases/<db>/rotate-password",
  "DELETE /servers/<id>/databases/<db>",
  "GET /servers/<id>/backups",
  "POST /servers/<id>/backups",
  "GET /servers/<id>/backups/<backup>",
  "GET /servers/<id>/backups/<backup>/download",
  "POST /servers/<id>/backups/<backup>/restore",
  "DELETE /servers/<id>/backups/<backup>",
  "GET /servers/<id>/schedules",
  "POST /servers/<id>/schedules",
  "GET /servers/<id>/schedules/<sid>",
  "POST /servers/<id>/schedules/<sid>",
  "POST /servers/<id>/schedules/<sid>/execute",
  "DELETE /servers/<id>/schedules/<sid>",
  "POST /servers/<id>/schedules/<sid>/tasks",
  "POST /servers/<id>/schedules/<sid>/tasks/<tid>",
  "DELETE /servers/<id>/schedules/<sid>/tasks/<tid>",
  "GET /servers/<id>/users",
  "POST /servers/<id>/users",
  "GET /servers/<id>/users/<uuid>",
  "POST /servers/<id>/users/<uuid>",
  "DELETE /servers/<id>/users/<uuid>",
  "GET /servers/<id>/network/allocations",
  "POST /servers/<id>/network/allocations",
  "POST /servers/<id>/network/allocations/<aid>",
  "POST /servers/<id>/network/allocations/<aid>/primary",
  "DELETE /servers/<id>/network/allocations/<aid>",
  "GET /account",
  "PUT /account/email",
  "PUT /account/password",
  "GET /account/two-factor",
  "POST /account/two-factor",
  "DELETE /account/two-factor",
  "GET /account/api-keys",
  "POST /account/api-keys",
  "DELETE /account/api-keys/<id>",
];

const guide = new URL("../../../shared/xgamingserver-api-guide.md", import.meta.url);

/** The same, read from the guide's tables and examples; undefined where it is not at hand. */
export function readGuide(): string[] | undefined {
  if (!existsSync(guide)) return undefined;
  const text = readFileSync(guide, "utf8");
  const rows = [...text.matchAll(/^\| `(GET|POST|PUT|DELETE)`\s*\| `([^`?]+)/gm)];
  const examples = [...text.matchAll(/^```http\n(GET|POST) \/api\/client(\S*)/gm)];
  const bare = [...text.matchAll(/`GET \/api\/client(\/servers\/<id>\/websocket)`/g)].map(([, path]) => [
    "",
    "GET",
    path,
  ]);
  return [...examples, ...rows, ...bare].map(
    ([, method, path = ""]) => `${method} ${path.replace("<server-id>", "<id>") || "/"}`,
  );
}

/** The simulator's template for a row. */
export function templateOf(row: string): { method: string; template: RegExp } {
  const [method = "", path = ""] = row.split(" ");
  const parts = path.split(/<\w+>/).map((part) => RegExp.escape(part));
  return { method, template: new RegExp(`^${parts.join(String.raw`:\w+`)}$`) };
}
