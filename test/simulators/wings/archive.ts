/** Archives of a tree: writes tar.gz, reads tar, tar.gz, gz and zip. Plain ustar, long names through PAX headers. */
import { gunzipSync, gzipSync, inflateRawSync } from "node:zlib";

export interface ArchiveEntry {
  path: string;
  /** Absent for a directory. */
  data?: Buffer;
  mode: number;
}

const block = 512;
const directoryType = 53;
const fileTypes = new Set([0, 48]);
const paxType = 120;

function header(name: string, size: number, type: string, mode: number): Buffer {
  const head = Buffer.alloc(block);
  head.write(name.slice(0, 100), 0);
  head.write(`${mode.toString(8).padStart(7, "0")}\0`, 100);
  head.write("0000000", 108);
  head.write("0000000", 116);
  head.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  head.write("00000000000\0", 136);
  head.write("        ", 148);
  head.write(type, 156);
  head.write("ustar", 257);
  head.write("00", 263);
  let sum = 0;
  for (const byte of head) sum += byte;
  head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return head;
}

const padded = (data: Buffer): Buffer[] => [data, Buffer.alloc((block - (data.length % block)) % block)];

/** A PAX record names its own length. */
function paxRecord(key: string, value: string): Buffer {
  const tail = Buffer.from(` ${key}=${value}\n`);
  let length = tail.length + 1;
  while (String(length).length + tail.length > length) length += 1;
  return Buffer.concat([Buffer.from(String(length)), tail]);
}

export function packTarGz(entries: Iterable<ArchiveEntry>): Buffer {
  const parts: Buffer[] = [];
  for (const { path, data, mode } of entries) {
    const name = data ? path : `${path}/`;
    if (Buffer.byteLength(name) > 100 || /[^ -~]/.test(name)) {
      const record = paxRecord("path", name);
      parts.push(header("PaxHeader", record.length, "x", 0o644), ...padded(record));
    }
    parts.push(header(name.replaceAll(/[^ -~]/g, "_"), data?.length ?? 0, data ? "0" : "5", mode));
    if (data) parts.push(...padded(data));
  }
  parts.push(Buffer.alloc(block * 2));
  return gzipSync(Buffer.concat(parts), { level: 1 });
}

function text(data: Buffer, start: number, length: number): string {
  const field = data.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? length : end).toString("utf8");
}

function unpackTar(data: Buffer): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  let longName: string | undefined;
  for (let at = 0; at + block <= data.length && data[at] !== 0;) {
    const size = Number.parseInt(text(data, at + 124, 12), 8) || 0;
    const mode = Number.parseInt(text(data, at + 100, 8), 8) || 0o644;
    const type = data[at + 156] ?? 0;
    const body = data.subarray(at + block, at + block + size);
    const prefix = text(data, at + 345, 155);
    const path = longName ?? (prefix ? `${prefix}/` : "") + text(data, at, 100);
    longName = type === paxType ? /\d+ path=(.*)\n/.exec(body.toString("utf8"))?.[1] : undefined;
    if (type === directoryType) entries.push({ path, mode });
    else if (fileTypes.has(type)) entries.push({ path, data: Buffer.from(body), mode });
    at += block + Math.ceil(size / block) * block;
  }
  return entries;
}

function unpackZip(data: Buffer): ArchiveEntry[] {
  const end = data.lastIndexOf(Buffer.from("PK\u0005\u0006", "latin1"));
  if (end === -1) throw new Error("no central directory");
  const entries: ArchiveEntry[] = [];
  let at = data.readUInt32LE(end + 16);
  for (let left = data.readUInt16LE(end + 10); left > 0; left -= 1) {
    const method = data.readUInt16LE(at + 10);
    const packed = data.readUInt32LE(at + 20);
    const nameLength = data.readUInt16LE(at + 28);
    const path = data.toString("utf8", at + 46, at + 46 + nameLength);
    const local = data.readUInt32LE(at + 42);
    const start = local + 30 + data.readUInt16LE(local + 26) + data.readUInt16LE(local + 28);
    const body = data.subarray(start, start + packed);
    if (path.endsWith("/")) entries.push({ path, mode: 0o755 });
    else entries.push({ path, data: method === 8 ? inflateRawSync(body) : Buffer.from(body), mode: 0o644 });
    at += 46 + nameLength + data.readUInt16LE(at + 30) + data.readUInt16LE(at + 32);
  }
  return entries;
}

/** By content, as Wings does; `undefined` when it is no archive. `name` names what a bare gz holds. */
export function unpack(data: Buffer, name: string): ArchiveEntry[] | undefined {
  try {
    if (data.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004", "latin1"))) return unpackZip(data);
    const gzipped = data[0] === 0x1f && data[1] === 0x8b;
    const raw = gzipped ? gunzipSync(data) : data;
    if (raw.toString("latin1", 257, 262) === "ustar") return unpackTar(raw);
    return gzipped ? [{ path: name.replace(/\.gz$/, ""), data: raw, mode: 0o644 }] : undefined;
  } catch {
    // A broken archive is one that the node does not understand.
    return undefined;
  }
}
