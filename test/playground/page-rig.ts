/** The playground open in a browser, for its tests: pages that must run without a complaint and load nothing from elsewhere. */
import type { Browser, Locator, Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { servePage, type PageServer } from "./page-server.ts";
import type { Timings } from "../simulators/wings/profile.ts";
import { openWorld, type World } from "./world.ts";

export const quick: Partial<Timings> = { startMs: 300, stopMs: 200, backupMs: 200, restoreMs: 300 };

/** Shorter than a test's own patience, so that what was waited for is told. */
const patienceMs = 8000;

/** Below this, who one is can be chosen only in a drawer. CSS pixels. */
const narrow = 720;

export interface PageOptions {
  /** User name; the first person on a phone. */
  as?: string;
  width?: number;
  colorScheme?: "dark" | "light";
  /** Does the system ask for as little movement as can be? */
  isStill?: boolean;
}

export class PageRig implements AsyncDisposable {
  readonly world: World;
  readonly server: PageServer;
  readonly browser: Browser;
  /** What pages complained about: errors, refused loads, requests to elsewhere. Empty after a good test. */
  readonly complaints: string[] = [];

  constructor(parts: { world: World; server: PageServer; browser: Browser }) {
    this.world = parts.world;
    this.server = parts.server;
    this.browser = parts.browser;
  }

  /** A new tab with nothing remembered, ready to be typed into. */
  async open(options: PageOptions = {}): Promise<Page> {
    const { as, width = 1280, colorScheme = "dark", isStill = false } = options;
    const context = await this.browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      reducedMotion: isStill ? "reduce" : "no-preference",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(patienceMs);
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
    });
    page.on("request", (request) => {
      const { origin, protocol, href } = new URL(request.url());
      if (origin !== this.server.url && protocol !== "data:") this.complaints.push(`asks for ${href}`);
    });
    await page.goto(this.server.url);
    await messageBox(page).waitFor();
    if (as !== undefined && width > narrow) await be(page, as);
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.server.close();
    await this.world[Symbol.asyncDispose]();
  }
}

/** `world` is the real bot's, unless told. */
export async function openRig(world?: World): Promise<PageRig> {
  // The browser first: without it there is nothing to close.
  const browser = await openBrowser();
  const stage = world ?? (await openWorld({ timings: quick }));
  return new PageRig({ browser, world: stage, server: await servePage(stage, 0) });
}

export function messageBox(page: Page): Locator {
  return page.getByRole("combobox", { name: /^Message [#“]/ });
}

/** Types as fast as a keyboard does, from where the focus is. */
export async function type(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    if (/^<\w+>$/.test(key)) await page.keyboard.press(key.slice(1, -1));
    else await page.keyboard.type(key);
  }
}

/** Switches to the person of that name. */
export async function be(page: Page, name: string): Promise<void> {
  await page.locator(".person", { hasText: new RegExp(`^.?${name}`, "i") }).click();
  await page.locator(".person.me", { hasText: new RegExp(name, "i") }).waitFor();
}

export async function show(page: Page, channel: string): Promise<void> {
  const channels = page.getByRole("navigation", { name: "Channels" });
  await channels.getByRole("button", { name: new RegExp(`^${channel}(,|$)`) }).click();
  await page.getByRole("main", { name: `Channel ${channel}` }).waitFor();
}

/** The newest message with that text. */
export function message(page: Page, text: string | RegExp): Locator {
  return page.getByRole("article").filter({ hasText: text }).last();
}

/** A computed CSS property. */
export async function styleOf(locator: Locator, property: string): Promise<string | undefined> {
  type Styles = { getComputedStyle: (element: unknown) => Record<string, string> };
  return await locator.evaluate(
    (element, name) => (globalThis as unknown as Styles).getComputedStyle(element)[name],
    property,
  );
}

/** For a few milliseconds after a dialog was closed Chromium drops keys; types until one arrives, then clears the box. */
export async function untilTyped(page: Page): Promise<void> {
  const box = messageBox(page);
  for (let tries = 0; tries < 100 && (await box.inputValue()) === ""; tries += 1)
    await page.keyboard.type("x");
  await box.fill("");
}
