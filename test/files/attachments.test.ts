import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { MockAgent } from "undici";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Attachments, type SentFile } from "../../src/files/attachments.ts";
import { UserError } from "../../src/reply.ts";

const answers: Record<string, (response: ServerResponse) => void> = {
  "/whole": (response) => response.end("0123456789"),
  "/chunked": (response) => {
    response.write("01234");
    response.end("56789");
  },
  "/short": (response) => {
    response.write("0123");
    response.end();
  },
  "/long": (response) => {
    response.write("0123456789");
    response.end("more");
  },
  "/announced-longer": (response) => response.writeHead(200, { "content-length": 11 }).end("0123456789x"),
  "/broken": (response) => {
    response.writeHead(200, { "content-length": 10 });
    response.write("0123", () => response.destroy());
  },
  "/moved": (response) => response.writeHead(302, { location: "/whole" }).end(),
  "/gone": (response) => response.writeHead(404).end("gone"),
};

let server: Server;
let origin: string;
let attachments: Attachments;
beforeAll(async () => {
  server = createServer((request, response) => answers[request.url ?? ""]?.(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  attachments = new Attachments({ apiUrl: `${origin}/api` });
});
afterAll(async () => {
  await attachments.close();
  server.close();
});

const file = (url: string): SentFile => ({ bytes: 10, url });

describe("an attachment", () => {
  test.each(["/whole", "/chunked"])("is read whole from %s", async (path) => {
    const data = await attachments.read(file(origin + path), 10);
    expect(Buffer.from(data).toString()).toBe("0123456789");
  });

  test.each(["/short", "/long", "/announced-longer", "/broken", "/moved", "/gone"])(
    "is refused when it is not what was announced: %s",
    async (path) => {
      await expect(attachments.read(file(origin + path), 10)).rejects.toThrow(
        new UserError("Discord did not hand the file over. Send it once more."),
      );
    },
  );

  test("tells those who stumble over it why it has failed", async () => {
    const { body, failure } = await attachments.open(file(`${origin}/broken`));
    expect(failure()).toBeUndefined();
    await expect(Array.fromAsync(body)).rejects.toThrow(UserError);
    expect(failure()?.message).toMatch(/^Discord did not/);
  });

  test("does not take its reader's trouble for its own", async () => {
    const { body, failure } = await attachments.open(file(`${origin}/whole`));
    const pieces = body[Symbol.asyncIterator]();
    await pieces.next();
    await expect(pieces.throw?.(new Error("the node hung up"))).rejects.toThrow("the node hung up");
    expect(failure()).toBeUndefined();
  });

  test("is not read at all when it is larger than wanted", async () => {
    await expect(attachments.read(file(`${origin}/whole`), 9)).rejects.toThrow("too large");
  });

  test.each([
    "http://127.0.0.1:1/whole",
    "http://cdn.discordapp.com/x",
    "https://cdn.discordapp.com.evil.example/x",
    "https://cdn.discordapp.com:444/x",
    "https://user@evil.example/https://cdn.discordapp.com/x",
    "file:///etc/passwd",
    "nonsense",
  ])("comes from nowhere else: %s", async (url) => {
    await expect(attachments.open(file(url))).rejects.toThrow("That file does not come from Discord.");
  });

  test("comes from Discord's storage, and from nowhere beside it while the API is Discord's own", async () => {
    const network = new MockAgent();
    network.disableNetConnect();
    for (const host of ["https://cdn.discordapp.com", "https://media.discordapp.net"])
      network.get(host).intercept({ path: "/a?ex=1" }).reply(200, "0123456789");
    const ours = new Attachments({ apiUrl: "https://discord.com/api", dispatcher: network });
    for (const host of ["https://cdn.discordapp.com", "https://media.discordapp.net"])
      expect(await ours.read(file(`${host}/a?ex=1`), 10)).toHaveLength(10);
    for (const url of ["https://discord.com/a", `${origin}/whole`])
      await expect(ours.open(file(url))).rejects.toThrow("does not come from Discord");
    await network.close();
  });
});
