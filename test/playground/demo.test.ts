import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openBrowser } from "./browser.ts";
import { messageBox } from "./page-rig.ts";

const entry = fileURLToPath(new URL("demo.ts", import.meta.url));

/** From the printed address to a page that can be typed into. */
const readyWithinMs = 1000;

// Other tests run beside this one, and a busy machine makes everything slow: one of three tries must hold.
test(
  "prints its address, the page can be used within a second, and Ctrl-C ends it with 0",
  { retry: 2 },
  async () => {
    await using browser = await openBrowser();
    const page = await browser.newPage();
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    const demo = start({ DEMO_PORT: String(port) });
    const [, url = ""] = await demo.untilSaid(/(http:\/\/127\.0\.0\.1:\d+)/);
    expect(Number(new URL(url).port)).toBeGreaterThan(port);
    const printedAt = performance.now();
    await page.goto(url);
    await messageBox(page).fill("/status");
    const tookMs = performance.now() - printedAt;
    demo.process.kill("SIGINT");
    const [code] = (await once(demo.process, "exit")) as [number];
    expect(code).toBe(0);
    taken.close();
    expect(tookMs).toBeLessThanOrEqual(readyWithinMs);
  },
);

test.each([
  [{ DEMO_PORT: "eighty" }, [], /DEMO_PORT is a number/],
  [{}, ["--turo"], /usage: npm run demo/],
])("says what is wrong with %o %o", async (environment, words, sentence) => {
  const demo = start(environment, words);
  await demo.untilSaid(sentence);
  const code = demo.process.exitCode ?? ((await once(demo.process, "exit")) as [number])[0];
  expect(code).toBe(2);
});

interface Demo {
  process: ChildProcess;
  untilSaid(what: RegExp): Promise<RegExpMatchArray>;
}

function start(environment: Record<string, string>, words: string[] = []): Demo {
  const demo = spawn(process.execPath, [entry, ...words], { env: { ...process.env, ...environment } });
  let said = "";
  const heard = new EventTarget();
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      heard.dispatchEvent(new Event("more"));
    });
  }
  return {
    process: demo,
    async untilSaid(what) {
      for (;;) {
        const match = said.match(what);
        if (match) return match;
        if (demo.exitCode !== null) throw new Error(`ended with ${demo.exitCode}: ${said}`);
        await once(heard, "more");
      }
    },
  };
}
