import { expect, test } from "vitest";
import { openBrowser } from "./browser.ts";

test.each([[["/nowhere/chromium"]], [["/nowhere/chromium", "/nowhere/chrome"]]])(
  "says which package is missing when there is nothing to run at %j",
  async (places) => {
    await expect(openBrowser(places)).rejects.toThrow(
      `There is no Chromium at ${places.join(", ")}. The page's tests need it: apt-get install chromium-headless-shell`,
    );
  },
);
