/** The page's own files, and the two libraries it uses, as a browser takes them: TypeScript loses its types on the way. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

export interface PageFile {
  type: string;
  body: Buffer;
  headers: Record<string, string>;
}

const folder = fileURLToPath(new URL("page/", import.meta.url));
const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".ts": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};
const libraries = { preact: "preact", "preact/hooks": "preact-hooks", htm: "htm" };

/** Path → file. Read once: `npm run demo` is started anew after a change. */
export function readPageFiles(): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  const names = readdirSync(folder).filter((name) => !name.endsWith(".test.ts"));
  for (const name of names) files.set(`/${name}`, pageFile(name));
  for (const [specifier, name] of Object.entries(libraries)) {
    const path = fileURLToPath(import.meta.resolve(specifier));
    files.set(`/library/${name}.js`, fileOf(".js", readFileSync(path)));
  }
  const index = files.get("/index.html");
  if (index) files.set("/", withImports(index));
  return files;
}

function pageFile(name: string): PageFile {
  const body = readFileSync(`${folder}${name}`);
  if (extname(name) !== ".ts") return fileOf(extname(name), body);
  return fileOf(".ts", Buffer.from(stripTypeScriptTypes(body.toString("utf8"))));
}

function fileOf(extension: string, body: Buffer): PageFile {
  return { type: types[extension] ?? "application/octet-stream", body, headers: {} };
}

/** Puts the import map in and names its hash: no other inline script runs, nothing is loaded from elsewhere. */
function withImports(index: PageFile): PageFile {
  const imports = Object.entries(libraries).map(([specifier, name]) => [specifier, `/library/${name}.js`]);
  const map = JSON.stringify({ imports: Object.fromEntries(imports) });
  const hash = createHash("sha256").update(map).digest("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  const body = index.body
    .toString("utf8")
    .replace("<!-- imports -->", `<script type="importmap">${map}</script>`);
  return { ...index, body: Buffer.from(body), headers: { "Content-Security-Policy": policy.join("; ") } };
}
