/** The files that lines go into: their names, and which of them are compressed. */
import { gzipped } from "./gzip.ts";

export interface LogFile {
  readonly name: string;
  readonly data: Buffer;
}

/**
 * A larger log goes compressed. Phones preview plain text only, but Discord takes 10 MiB, and while a file is sent it is
 * held about three times, here and in the HTTP client.
 */
const maxPlainBytes = 4 * 1024 * 1024;

/** `console-survival-20260105-100000.log`: safe on every system; UTC. `number`: which one of a message, from 1. */
export function logFileName(name: string, at: number, number = 1): string {
  const slug =
    name
      .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
      .replaceAll(/^-+|-+$/g, "")
      .slice(0, 40) || "server";
  const time = new Date(at).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `console-${slug}-${time}${number > 1 ? `-${number}` : ""}.log`;
}

export function isCompressed({ name }: LogFile): boolean {
  return name.endsWith(".gz");
}

/** The file as it is sent. */
export async function packed(file: LogFile, mustCompress: boolean): Promise<LogFile> {
  if (isCompressed(file) || (!mustCompress && file.data.length <= maxPlainBytes)) return file;
  return { name: `${file.name}.gz`, data: await gzipped(file.data) };
}
