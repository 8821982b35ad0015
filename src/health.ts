/** `/healthz` and `/metrics` over HTTP: how the gateway, the panel and each console are. No people's names, no secrets. */
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

// An import would ask for all that the module has, and for its WebSocket Node loads an HTTP client of its own.
const { createServer } = process.getBuiltinModule("node:http");

export interface Health {
  /** False makes the answer a 503: nothing works without the gateway. */
  isGatewayReady: boolean;
  panel: { limit: number; remaining: number };
  /** Console sockets by their state. */
  sockets: readonly { server: string; socket: string; state: string; problem?: string }[];
}

/** The text that Prometheus reads. */
export interface MetricsText {
  text(): Promise<string>;
  readonly contentType: string;
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
  metrics?: MetricsText,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    // Monitors ask with HEAD, and some add a query: what they want is the same.
    const isRead = request.method === "GET" || request.method === "HEAD";
    const asked = isRead ? request.url?.split("?")[0] : undefined;
    if (asked === "/healthz") answerHealth(response, health());
    else if (asked === "/metrics" && metrics) void answerMetrics(response, metrics);
    else response.writeHead(404).end();
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

function answerHealth(response: ServerResponse, now: Health): void {
  const body = JSON.stringify({ status: now.isGatewayReady ? "ok" : "unavailable", ...now });
  response.writeHead(now.isGatewayReady ? 200 : 503, { "content-type": "application/json" }).end(body);
}

async function answerMetrics(response: ServerResponse, metrics: MetricsText): Promise<void> {
  try {
    const text = await metrics.text();
    response.writeHead(200, { "content-type": metrics.contentType }).end(text);
  } catch {
    // A defect of a number must not end the program; who reads it sees that it is missing.
    response.writeHead(500).end();
  }
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
