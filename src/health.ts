/** `/healthz` over HTTP: how the gateway, the panel and each console socket are. Holds no names and no secrets. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Health {
  /** False makes the answer a 503: nothing works without the gateway. */
  isGatewayReady: boolean;
  panel: { limit: number; remaining: number };
  /** Console sockets by their state. */
  sockets: readonly { server: string; socket: string; state: string; problem?: string }[];
}

export interface HealthServer {
  /** The port that was asked for, or the one the system gave for 0. */
  readonly port: number;
  close(): Promise<void>;
}

/** @throws what `listen` throws, when the port is in use. */
export async function serveHealth(
  address: { host: string; port: number },
  health: () => Health,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const isHealth = request.method === "GET" && request.url === "/healthz";
    if (!isHealth) {
      response.writeHead(404).end();
      return;
    }
    const now = health();
    const body = JSON.stringify({ status: now.isGatewayReady ? "ok" : "unavailable", ...now });
    response.writeHead(now.isGatewayReady ? 200 : 503, { "content-type": "application/json" }).end(body);
  });
  await listening(server, address);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
