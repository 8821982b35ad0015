/** Compression as the relay wants it: off the main thread, and quick rather than small. */
import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";

/** A flood on a small machine has better things to do; console text shrinks to a tenth all the same. */
const quickly = { level: 1 };

const compress = promisify(gzip);

export function gzipped(data: Buffer): Promise<Buffer> {
  return compress(data, quickly);
}

/** Only where nothing can be waited for any more. */
export function gzippedNow(data: Buffer): Buffer {
  return gzipSync(data, quickly);
}
