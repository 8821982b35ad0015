/**
 * discord.js asks for the global `FormData` and `Response`, and for these Node would load an undici of its own beside the
 * one that discord.js and the panel's client share: some megabytes that nothing else needs.
 */
import { FormData, Response } from "undici";

/** Only before discord.js is imported. */
export function useOneUndici(): void {
  Object.assign(globalThis, { FormData, Response });
}
