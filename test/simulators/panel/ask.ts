/** A bare client for the simulator's own tests: one request, nothing hidden. */
import type { PanelSimulator } from "./panel-simulator.ts";

export interface Asked {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; `undefined` when it is not JSON. */
  json: unknown;
  /** `errors[0].code`. */
  code: string | undefined;
}

export interface AskOptions {
  body?: unknown;
  raw?: string | Buffer;
  key?: string;
  headers?: Record<string, string>;
}

/** `verb`: `GET /servers/x/power`, below `/api/client`. */
export async function ask(panel: PanelSimulator, verb: string, options: AskOptions = {}): Promise<Asked> {
  const [method = "GET", ...rest] = verb.split(" ");
  const headers: Record<string, string> = {
    Accept: "application/json",
    Authorization: `Bearer ${options.key ?? panel.key}`,
    ...(options.body === undefined ? {} : { "Content-Type": "application/json" }),
    ...options.headers,
  };
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const init = { method, headers, redirect: "manual" as const };
  const response = await fetch(
    `${panel.url}/api/client${rest.join(" ")}`,
    body === undefined ? init : { ...init, body },
  );
  const text = await response.text();
  const json = parse(text);
  const code = (json as { errors?: { code: string }[] } | undefined)?.errors?.[0]?.code;
  return { status: response.status, headers: response.headers, text, json, code };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Pages, plain text and empty bodies are not JSON.
    return undefined;
  }
}

/** The attributes of an item, or of the first one of a list. */
export function attributes(asked: Asked): Record<string, unknown> {
  const json = asked.json as {
    attributes?: Record<string, unknown>;
    data?: { attributes: Record<string, unknown> }[];
  };
  return json.attributes ?? json.data?.[0]?.attributes ?? {};
}

/** The attributes of every element of a list. */
export function elements(asked: Asked): Record<string, unknown>[] {
  return (asked.json as { data: { attributes: Record<string, unknown> }[] }).data.map(
    (entry) => entry.attributes,
  );
}
