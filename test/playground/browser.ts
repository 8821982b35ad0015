/** Debian's Chromium for the tests of the page and for its pictures. */
import { accessSync, constants } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** The shell first: the same engine without a browser's windows around it, which takes half the time. */
const usualPlaces = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];
/** Nothing of its own on the network, and it runs as root in a container too. */
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `places` are where it may be, the best first. @throws {Error} that says which package to install */
export async function openBrowser(places: readonly string[] = usualPlaces): Promise<Browser> {
  const executablePath = places.find(isExecutable);
  if (executablePath === undefined) {
    throw new Error(
      `There is no Chromium at ${places.join(", ")}. The page's tests need it: apt-get install chromium-headless-shell`,
    );
  }
  return await chromium.launch({ executablePath, args: quiet });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there is an answer like any other.
    return false;
  }
}
