/** What a node's own answers to signed links mean. Pure. */
import type { Fault, PanelFailure } from "./panel-error.ts";
import { readNodeError } from "./wire/node-error.ts";

const byStatus: Readonly<Record<number, PanelFailure>> = {
  400: "refused",
  403: "refused",
  404: "not-found",
  413: "too-large",
};

/** 404: used up, expired, or no such file; newer nodes also say so for links of before their restart. */
export function nodeFault(status: number, body: Uint8Array): Fault {
  const failure = byStatus[status] ?? otherwise(status);
  const { detail, reference } = readNodeError(body);
  return { failure, status, reference, detail: failure === "refused" ? detail : undefined };
}

function otherwise(status: number): PanelFailure {
  if (status >= 300 && status < 400) return "not-api";
  return status >= 500 ? "node-failed" : "unexpected";
}

/** The file name of a `Content-Disposition`, without directories; undefined when there is none. */
export function fileNameOf(disposition: string | undefined): string | undefined {
  const quoted = /\bfilename="((?:[^"\\]|\\.)*)"/i.exec(disposition ?? "")?.[1]?.replaceAll(/\\(.)/g, "$1");
  const bare = /\bfilename=([^;"\s]+)/i.exec(disposition ?? "")?.[1];
  const name = (quoted ?? bare)?.split(/[/\\]/).at(-1);
  return name === undefined || name === "" ? undefined : unicodeOf(name);
}

/** Headers are read byte by byte; nodes send UTF-8 in them. */
function unicodeOf(name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(name, "latin1"));
  } catch {
    // Not UTF-8: then the bytes are the letters.
    return name;
  }
}
