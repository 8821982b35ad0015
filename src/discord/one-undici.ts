/**
 * discord.js asks for the global `FormData` and `Response`, and for these Node would load an undici of its own beside the
 * one that discord.js and the panel's client share: some megabytes that nothing else needs.
 */
import { Agent, FormData, getGlobalDispatcher, Response } from "undici";

/** Only before discord.js is imported. */
export function useOneUndici(): void {
  // Node's own is there already and sends all requests (a proxy from the environment, a module loaded before this
  // program): it never ends sending the `FormData` of another.
  if (!(getGlobalDispatcher() instanceof Agent)) return;
  Object.assign(globalThis, { FormData, Response });
}
