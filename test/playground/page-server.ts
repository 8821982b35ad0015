/** The playground's HTTP server on loopback: the page, uploaded files, and one WebSocket for each open page. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { DiscordSimulator } from "../simulators/discord/discord-simulator.ts";
import { PageApi } from "./page-api.ts";
import { readPageFiles, type PageFile } from "./page-files.ts";
import { maxUploadBytes, Uploads } from "./uploads.ts";
import type { World } from "./world.ts";

const host = "127.0.0.1";
/** How many ports above the wanted one are tried. */
const triedPorts = 50;
const highestPort = 65_535;
const imageTypes: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
};

export interface PageServer {
  /** `http://127.0.0.1:8787` */
  url: string;
  close(): Promise<void>;
}

/** Listens on the port, or on the next free one. @throws {Error} with what to do, when there is none */
export async function servePage(world: World, port: number): Promise<PageServer> {
  const files = readPageFiles();
  const uploads = new Uploads();
  const api = new PageApi(world, uploads);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  const server = createServer((request, response) => {
    void answer({ request, response }, { files, uploads, discord: world.discord });
  });
  server.on("upgrade", (request, socket, head) => {
    const url = new URL(request.url ?? "/", `http://${host}`);
    if (url.pathname !== "/live" || !isOwn(request)) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      api.open(webSocket, url.searchParams.get("as") ?? "");
    });
  });
  await listen(server, port);
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () => {
      api.close();
      sockets.close();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

interface Shelf {
  files: ReadonlyMap<string, PageFile>;
  uploads: Uploads;
  discord: DiscordSimulator;
}

async function answer({ request, response }: Exchange, { files, uploads, discord }: Shelf): Promise<void> {
  const url = new URL(request.url ?? "/", `http://${host}`);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Cache-Control", "no-store");
  const file = files.get(url.pathname);
  if (!isOwn(request)) response.writeHead(403).end("Only for the playground's own page.");
  else if (request.method === "POST" && url.pathname === "/uploads") {
    await takeUpload({ request, response }, uploads, url.searchParams.get("name") ?? "file");
  } else if (file) response.writeHead(200, { "Content-Type": file.type, ...file.headers }).end(file.body);
  else serveAttachment(url.pathname, response, discord);
}

async function takeUpload({ request, response }: Exchange, uploads: Uploads, name: string): Promise<void> {
  try {
    const upload = await uploads.receive(request, name);
    if (upload === undefined) {
      response.writeHead(413).end(`A file may have ${maxUploadBytes / 1024 / 1024} MB at most.`);
    } else response.end(JSON.stringify({ upload }));
  } catch {
    // The page went away while it sent: there is nobody to answer.
    response.destroy();
  }
}

/** `/attachments/:id/:name`: what somebody uploaded, never as a page of its own. */
function serveAttachment(path: string, response: ServerResponse, discord: DiscordSimulator): void {
  const [, id = "", name = ""] = /^\/attachments\/(\d+)\/([^/]+)$/.exec(path) ?? [];
  const data = discord.attachment(id);
  if (!data) {
    response.writeHead(404).end("There is no such file.");
    return;
  }
  const image = imageTypes[name.slice(name.lastIndexOf(".") + 1).toLowerCase()];
  response.writeHead(200, {
    "Content-Type": image ?? "application/octet-stream",
    "Content-Disposition": image ? "inline" : "attachment",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Length": data.length,
  });
  response.end(data);
}

/** Not from another site in the same browser, nor by a name that somebody pointed at this address. */
function isOwn({ headers }: IncomingMessage): boolean {
  const { host: asked = "", origin } = headers;
  const isLoopback = /^(?:127\.0\.0\.1|localhost):\d+$/.test(asked);
  return isLoopback && (origin === undefined || origin === `http://${asked}`);
}

async function listen(server: Server, port: number): Promise<void> {
  const last = Math.min(port + triedPorts - 1, highestPort);
  for (let tried = port; tried <= last; tried += 1) {
    if (await canListen(server, tried)) return;
    if (port === 0) break;
  }
  throw new Error(
    `No port from ${port} to ${last} is free: choose another with DEMO_PORT, such as DEMO_PORT=9000.`,
  );
}

function canListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(false);
      else reject(error);
    };
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve(true);
    });
  });
}
