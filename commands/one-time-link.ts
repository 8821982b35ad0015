/** How a signed link is handed over: it works once, so nothing but the person may open it. */

/** In angle brackets, because Discord's own link preview would use it up. */
export function oneTimeLink(url: string): string {
  return `<${url}>\nThe link works once, for the next few minutes, for whoever has it: do not pass it on.`;
}
