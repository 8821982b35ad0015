/** What only a real connection shows: time limits, broken bodies, kept connections, and what is never sent. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import busboy from "busboy";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock, type Clock } from "../../src/lib/clock.ts";
import { createPanel, type Panel } from "../../src/panel/panel.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { ManualClock } from "../manual-clock.ts";
import { apiKey, errorBody, item, stats, uuid } from "./fixtures.ts";

interface Real {
  readonly url: string;
  readonly panel: Panel;
  readonly requests: IncomingMessage[];
  connections: number;
}

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(answer: Answer): Promise<{ server: Server; url: string }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  ends.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function start(answer: Answer, clock: Clock = systemClock): Promise<Real> {
  const requests: IncomingMessage[] = [];
  const { server, url } = await listen((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  const panel = createPanel({ url: `${url}/`, apiKey, clock, log: silentLog, random: () => 0 });
  ends.push(() => panel.close());
  const real: Real = { url, panel, requests, connections: 0 };
  server.on("connection", () => {
    real.connections += 1;
  });
  return real;
}

function reply(response: ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json").end(JSON.stringify(value));
}

describe("transport", () => {
  it("gives up an answer that does not begin in time, and says that a write may have happened", async () => {
    const clock = new ManualClock();
    const arrived = Promise.withResolvers<void>();
    const { panel } = await start(() => {
      arrived.resolve();
    }, clock);
    const failure = { failure: "timeout", status: undefined, outcomeUnknown: true };
    const failed = expect(panel.account.sshKeys.remove("f")).rejects.toMatchObject(failure);
    await arrived.promise;
    await clock.advance(10_000);
    await failed;
  });

  it("waits for the node behind a reading as long as the panel does", async () => {
    const clock = new ManualClock();
    const arrived = Promise.withResolvers<ServerResponse>();
    const { panel } = await start((_, response) => {
      arrived.resolve(response);
    }, clock);
    const failed = expect(panel.server(uuid).resources()).rejects.toMatchObject({
      failure: "node-unreachable",
    });
    const response = await arrived.promise;
    await clock.advance(16_000);
    response.statusCode = 504;
    reply(response, errorBody(504, "DaemonConnectionException"));
    await failed;
  });

  it("does not wait at its end for an answer that does not come", async () => {
    const clock = new ManualClock();
    const arrived = Promise.withResolvers<void>();
    const { panel } = await start(() => {
      arrived.resolve();
    }, clock);
    const failed = expect(panel.server(uuid).power("start")).rejects.toMatchObject({
      failure: "unreachable",
      outcomeUnknown: true,
    });
    await arrived.promise;
    const closed = panel.close();
    await clock.advance(500);
    await closed;
    await failed;
    await panel.close();
  });

  it("gives up an answer that begins and does not end", async () => {
    const clock = new ManualClock();
    const arrived = Promise.withResolvers<void>();
    const { panel } = await start((_, response) => {
      response.write("{", () => {
        arrived.resolve();
      });
    }, clock);
    const failed = expect(panel.account.sshKeys.remove("f")).rejects.toMatchObject({ failure: "timeout" });
    await arrived.promise;
    await clock.advance(9999);
    expect(panel.budget().inFlight).toBe(1);
    await clock.advance(1);
    await failed;
  });

  it("calls a body that breaks off unreachable, and tries a read again", async () => {
    let tries = 0;
    const { panel } = await start((_, response) => {
      tries += 1;
      if (tries > 1) return reply(response, item({ username: "me" }));
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"object"');
      response.socket?.destroy();
    });
    expect(await panel.account.details()).toMatchObject({ username: "me" });
    expect(panel.stats()).toMatchObject({ retries: 1, failures: { unreachable: 1 } });
  });

  it("calls a reset write's outcome unknown, and a refused connection's known", async () => {
    const { panel } = await start((request) => {
      request.socket.destroy();
    });
    await expect(panel.server(uuid).power("start")).rejects.toMatchObject({
      failure: "unreachable",
      outcomeUnknown: true,
    });
    const gone = await listen(() => {});
    await ends.pop()?.();
    const nowhere = createPanel({ url: gone.url, apiKey, clock: systemClock, log: silentLog });
    ends.push(() => nowhere.close());
    await expect(nowhere.server(uuid).power("start")).rejects.toMatchObject({
      failure: "unreachable",
      outcomeUnknown: false,
      cause: { code: "ECONNREFUSED" },
    });
    expect(nowhere.budget().remaining).toBe(240);
  });

  it("follows no redirect", async () => {
    const { panel, requests } = await start((_, response) => {
      response.writeHead(302, { location: "/auth/login" }).end();
    });
    await expect(panel.account.details()).rejects.toMatchObject({ failure: "not-api", status: 302 });
    expect(requests).toHaveLength(1);
  });

  it("keeps no cookie", async () => {
    const { panel, requests } = await start((_, response) => {
      response.setHeader("set-cookie", "pterodactyl_session=1; Path=/");
      reply(response, item({}));
    });
    await panel.account.details();
    await panel.account.details();
    expect(requests[1]?.headers.cookie).toBeUndefined();
  });

  it("keeps its connections, and few of them", async () => {
    const real = await start((_, response) => {
      setImmediate(() => {
        reply(response, item({}));
      });
    });
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(Array.from({ length: 40 }, () => real.panel.account.details()));
    }
    expect(real.requests).toHaveLength(120);
    expect(real.connections).toBeLessThanOrEqual(24);
  });

  it("gives up an answer that is too large", async () => {
    const chunk = Buffer.alloc(1024 * 1024, "x");
    const { panel } = await start((_, response) => {
      for (let count = 0; count < 6; count += 1) response.write(chunk);
      response.end();
    });
    await expect(panel.server(uuid).files.contents("/big")).rejects.toMatchObject({ failure: "too-large" });
  });

  it("encodes a download's path twice where a percent sign is in it", async () => {
    const { panel, requests } = await start((_, response) => {
      reply(response, item({ url: "https://node.example.com/x" }));
    });
    await panel.server(uuid).files.download("/50% off.txt");
    await panel.server(uuid).files.download("/a b&c.txt");
    expect(requests.map(({ url = "" }) => url.split("?file=")[1])).toEqual([
      "%252F50%2525%2520off.txt",
      "%2Fa%20b%26c.txt",
    ]);
  });

  it("lets a caller give up a request that nobody else waits for", async () => {
    const { panel } = await start(() => {});
    const gaveUp = new AbortController();
    setTimeout(() => {
      gaveUp.abort();
    }, 20);
    await expect(panel.account.details({ signal: gaveUp.signal })).rejects.toMatchObject({
      failure: "aborted",
    });
  });
});

describe("node links", () => {
  it("download without the key, with name and length", async () => {
    const { panel, url, requests } = await start((_, response) => {
      response
        .writeHead(200, {
          "content-length": "5",
          "content-disposition": 'attachment; filename="a \\"b\\".txt"',
        })
        .end("hello");
    });
    const file = await panel.fetchSigned(`${url}/download/file?token=secret`, { maxBytes: 5 });
    expect(file).toMatchObject({ bytes: 5, name: 'a "b".txt' });
    expect(Buffer.concat(await file.body.toArray()).toString()).toBe("hello");
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  it("read a name that is not ASCII", async () => {
    const name = Buffer.from("Wält 😀.zip").toString("latin1");
    const { panel, url } = await start((_, response) => {
      response.writeHead(200, { "content-disposition": `attachment; filename="${name}"` }).end();
    });
    const file = await panel.fetchSigned(`${url}/x`, { maxBytes: 5 });
    file.body.resume();
    expect(file.name).toBe("Wält 😀.zip");
  });

  it("give up what is too large, whether it says so or not", async () => {
    const { panel, url } = await start((request, response) => {
      if (request.url?.includes("length")) response.setHeader("content-length", "6");
      response.write("hello");
      setTimeout(() => response.end("!"), 20);
    });
    await expect(panel.fetchSigned(`${url}/length`, { maxBytes: 5 })).rejects.toMatchObject({
      failure: "too-large",
    });
    const file = await panel.fetchSigned(`${url}/stream`, { maxBytes: 5 });
    await expect(file.body.toArray()).rejects.toMatchObject({ failure: "too-large" });
  });

  it("name a broken download, and hold no token", async () => {
    const { panel, url } = await start((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("hello");
      setTimeout(() => response.destroy(), 20);
    });
    const file = await panel.fetchSigned(`${url}/x?token=secret-token`, { maxBytes: 1000 });
    await expect(file.body.toArray()).rejects.toMatchObject({ failure: "unreachable" });
    const bad = panel.fetchSigned("not a url?token=secret-token", { maxBytes: 1 });
    const error: unknown = await bad.catch((failed: unknown) => failed);
    expect(error).toMatchObject({ failure: "unreachable" });
    expect(JSON.stringify(error) + String((error as Error).cause)).not.toContain("secret-token");
  });

  it.each([
    [404, { error: "not found" }, { failure: "not-found", detail: undefined }],
    [
      400,
      { error: "File x is larger than\n100 MB." },
      { failure: "refused", detail: "File x is larger than 100 MB." },
    ],
    [500, { error: "x", request_id: uuid }, { failure: "node-failed", reference: uuid }],
    [302, "", { failure: "not-api" }],
    [413, "<html>", { failure: "too-large" }],
  ])("name a node's %d", async (status, body, fault) => {
    const { panel, url } = await start((request, response) => {
      request.resume();
      response.writeHead(status, { location: "/elsewhere" }).end(JSON.stringify(body));
    });
    await expect(panel.fetchSigned(`${url}/x`, { maxBytes: 9 })).rejects.toMatchObject({ status, ...fault });
  });

  it("upload a file as a form with its directory, without the key", async () => {
    let seen: unknown;
    const { panel, url, requests } = await start((request, response) => {
      const form = busboy({ headers: request.headers });
      form.on("file", (field, stream, { filename }) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          // busboy takes names for latin-1 unless told otherwise.
          const name = Buffer.from(filename ?? "", "latin1").toString();
          seen = { field, name, text: Buffer.concat(chunks).toString() };
        });
      });
      form.on("close", () => response.end());
      request.pipe(form);
    });
    async function* body() {
      yield Buffer.from("hel");
      yield Buffer.from("lo");
    }
    const upload = { directory: "/my mods", name: 'ü "x".jar', body: body(), bytes: 5 };
    await panel.uploadSigned(`${url}/upload/file?token=t`, upload);
    expect(seen).toEqual({ field: "files", name: 'ü "x".jar', text: "hello" });
    expect(requests[0]?.url).toBe("/upload/file?token=t&directory=%2Fmy%20mods");
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe("a panel below a path", () => {
  it("is reached there", async () => {
    const real = await start((_, response) => {
      reply(response, item(stats));
    });
    const panel = createPanel({ url: `${real.url}/panel/`, apiKey, clock: systemClock, log: silentLog });
    ends.push(() => panel.close());
    await panel.server(uuid).resources();
    expect(real.requests[0]?.url).toBe(`/panel/api/client/servers/${uuid}/resources`);
  });
});
