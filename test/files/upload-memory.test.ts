import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Attachments } from "../../src/files/attachments.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { createPanel } from "../../src/panel/panel.ts";

const mib = 1024 * 1024;
const bytes = 25 * mib;
const maxExtraBytes = 8 * mib;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What is held: garbage is taken away first. */
function heldBytes(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Discord's storage, as fast as it is read. */
const source = createServer((_, response) => {
  response.writeHead(200, { "content-length": bytes });
  const chunk = Buffer.alloc(64 * 1024, "x");
  let left = bytes;
  const write = (): void => {
    while (left > 0) {
      left -= chunk.byteLength;
      if (!response.write(chunk)) return void response.once("drain", write);
    }
    response.end();
  };
  write();
});

let received = 0;
let mostHeld = 0;
/** A node that is slower than Discord, so that all of it would pile up in between. */
const sink = createServer((request, response) => {
  let nextLook = 0;
  request.on("data", (chunk: Buffer) => {
    received += chunk.byteLength;
    if (received >= nextLook) {
      nextLook += mib;
      mostHeld = Math.max(mostHeld, heldBytes());
    }
    request.pause();
    setImmediate(() => request.resume());
  });
  request.on("end", () => response.end());
});

let urls: { source: string; sink: string };
beforeAll(async () => {
  urls = { source: await listen(source), sink: await listen(sink) };
});
afterAll(() => {
  source.close();
  sink.close();
});

test("25 MiB stream from Discord to the node in at most 8 MiB", async () => {
  const attachments = new Attachments({ apiUrl: urls.source });
  const panel = createPanel({ url: urls.sink, apiKey: "x", clock: systemClock, log: silentLog });
  const before = heldBytes();
  const { body } = await attachments.open({ bytes, url: `${urls.source}/x` });
  await panel.uploadSigned(`${urls.sink}/upload?token=x`, { directory: "/", name: "x", body, bytes });
  const extra = mostHeld - before;
  process.stdout.write(`a 25 MiB upload holds ${(extra / mib).toFixed(1)} MiB at most\n`);
  expect(received).toBeGreaterThan(bytes);
  expect(extra).toBeLessThan(maxExtraBytes);
  await attachments.close();
  await panel.close();
});
