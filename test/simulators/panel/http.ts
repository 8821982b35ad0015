/** HTTP around the API: bodies in, JSON or HTML out, input trimmed as Laravel does it. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { fault, type PanelFault } from "./errors.ts";

export interface Outcome {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

export const maxBodyBytes = 100 * 1024 * 1024;

/** The whole body; `undefined` when it is larger than PHP takes. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size > maxBodyBytes ? undefined : Buffer.concat(chunks);
}

/** What Laravel means by "wants JSON": the first media type of `Accept` says so. */
export function wantsJson(accept = ""): boolean {
  return /[/+]json/i.test(accept.split(",")[0] ?? "");
}

/** @throws {PanelFault} 400 when a JSON body is not JSON. */
export function parseJson(contentType = "", raw: Buffer): Record<string, unknown> {
  if (!/[/+]json/i.test(contentType) || raw.length === 0) return {};
  try {
    const value: unknown = JSON.parse(raw.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    throw fault(
      400,
      "BadRequestHttpException",
      "The JSON data passed in the request appears to be malformed: Syntax error",
    );
  }
}

const untrimmed = new Set(["password", "password_confirmation", "current_password"]);

/** Trims all text and turns empty text into null; `trim` is off where the panel makes an exception. */
export function normalise(value: unknown, trim: boolean, name = ""): unknown {
  if (typeof value === "string") {
    const text = trim && !untrimmed.has(name) ? value.trim() : value;
    return text === "" ? null : text;
  }
  if (Array.isArray(value)) return value.map((entry) => normalise(entry, trim));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, normalise(entry, trim, key)]));
}

export function jsonOutcome(status: number, value: unknown, headers: Record<string, string> = {}): Outcome {
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(value) };
}

export function htmlOutcome(status: number, title: string, headers: Record<string, string> = {}): Outcome {
  const body = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { "Content-Type": "text/html; charset=UTF-8", ...headers }, body };
}

export const toLogin: Outcome = htmlOutcome(302, "Redirecting to /auth/login", { Location: "/auth/login" });

/** A refusal as the client sees it: JSON when it asked for that, else a redirect or a page. */
export function refusal(error: PanelFault, json: boolean): Outcome {
  if (json) return jsonOutcome(error.status, { errors: error.errors }, error.headers);
  const { code = "", detail = "" } = error.errors[0] ?? {};
  if (error.status === 401) return toLogin;
  const business = error.status === 422 || (error.status === 400 && code !== "BadRequestHttpException");
  return business ? htmlOutcome(302, "Redirecting", { Location: "/" }) : htmlOutcome(error.status, detail);
}

export function send(response: ServerResponse, { status, headers, body }: Outcome, breakOff = false): void {
  const data = typeof body === "string" ? Buffer.from(body) : body;
  if (status === 204) response.writeHead(status, headers).end();
  else if (breakOff) {
    response.writeHead(status, { ...headers, "Content-Length": String(data.length + 64) });
    response.write(data.subarray(0, Math.floor(data.length / 2)), () => response.destroy());
  } else response.writeHead(status, { ...headers, "Content-Length": String(data.length) }).end(data);
}
