import { afterEach, expect, test } from "vitest";
import { serveHealth, type HealthServer } from "../src/health.ts";

let server: HealthServer | undefined;
afterEach(() => server?.close());

const metrics = { text: () => Promise.resolve("roost_up 1\n"), contentType: "text/plain" };

test.each([
  ["GET", "/healthz", 200],
  ["HEAD", "/healthz", 200],
  ["GET", "/healthz?from=monitor", 200],
  ["HEAD", "/metrics", 200],
  ["POST", "/healthz", 404],
  ["GET", "/", 404],
])("%s %s is answered with %d", async (method, path, status) => {
  const health = { isGatewayReady: true, panel: { limit: 240, remaining: 240 }, sockets: [] };
  server = await serveHealth({ host: "127.0.0.1", port: 0 }, () => health, metrics);
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  expect(answer.status).toBe(status);
});
