/** The part of busboy that the upload endpoint uses; the package ships no types. */
declare module "busboy" {
  import type { IncomingHttpHeaders } from "node:http";
  import type { Readable, Writable } from "node:stream";

  interface FileInfo {
    filename: string | undefined;
    mimeType: string;
  }
  interface Busboy extends Writable {
    on(event: "file", listener: (name: string, stream: Readable, info: FileInfo) => void): this;
    on(event: "close", listener: () => void): this;
    on(event: string | symbol, listener: (...args: unknown[]) => void): this;
  }
  export default function busboy(options: {
    headers: IncomingHttpHeaders;
    preservePath?: boolean;
    defParamCharset?: string;
  }): Busboy;
}
