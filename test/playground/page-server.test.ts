import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { servePage, type PageServer } from "./page-server.ts";
import { openScriptedWorld, type ScriptedWorld } from "./scripted-bot.ts";

let world: ScriptedWorld;
let page: PageServer;

beforeAll(async () => {
  world = await openScriptedWorld();
  page = await servePage(world, 0);
});

afterAll(async () => {
  await page.close();
  await world[Symbol.asyncDispose]();
});

test("takes the next free port when the wanted one is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const second = await servePage(world, port);
  expect(Number(new URL(second.url).port)).toBeGreaterThan(port);
  expect(new URL(second.url).hostname).toBe("127.0.0.1");
  await second.close();
  other.close();
});

test("says what to do when no port is left", async () => {
  const other = createServer().listen(65_535, "127.0.0.1");
  // Somebody else's is as good.
  await Promise.race([once(other, "listening"), once(other, "error")]).catch(() => undefined);
  await expect(servePage(world, 65_535)).rejects.toThrow(
    "No port from 65535 to 65535 is free: choose another with DEMO_PORT, such as DEMO_PORT=9000.",
  );
  other.close();
});

test("the page allows no script but its own and nothing from elsewhere", async () => {
  const answer = await fetch(page.url);
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src 'self' 'sha256-[^']+';/);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  const text = await answer.text();
  expect(text.match(/(?:src|href)="(?!\/[\w.-]+")[^"]*"/g)).toBeNull();
});

test.each([
  ["another site's page", { Origin: "https://evil.example" }],
  ["a name that points here", { Host: "evil.example:80" }],
])("refuses %s", async (_, headers) => {
  const socket = new WebSocket(`${page.url.replace("http", "ws")}/live`, { headers });
  const [error] = (await once(socket, "error")) as [Error];
  expect(error.message).toMatch(/hang up|closed|ECONNRESET/);
});

test("serves uploaded files as downloads, never as pages", async () => {
  const data = Buffer.from("<script>alert(1)</script>");
  const { attachments } = await world.discord
    .person("vera")
    .say("general", "look", { files: [{ name: "x.html", data, contentType: "text/html" }] });
  const path = new URL(attachments[0]?.url ?? "").pathname.split("/").slice(-2).join("/");
  const answer = await fetch(`${page.url}/attachments/${path}`);
  expect(await answer.text()).toBe(data.toString());
  expect(answer.headers.get("content-type")).toBe("application/octet-stream");
  expect(answer.headers.get("content-disposition")).toBe("attachment");
});

test.each(["/../demo.ts", "/page-server.ts", "/nothing", "/attachments/1/x"])("has no %s", async (path) => {
  const { status } = await fetch(`${page.url}${path}`);
  expect(status).toBe(404);
});

test("refuses a file that Discord would refuse", async () => {
  const body = new Uint8Array(10 * 1024 * 1024 + 1);
  const answer = await fetch(`${page.url}/uploads?name=big`, { method: "POST", body });
  expect(answer.status).toBe(413);
  expect(await answer.text()).toBe("A file may have 10 MB at most.");
});
