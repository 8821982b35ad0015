/** On which port the playground is wanted. */

const defaultPort = 8787;
const highestPort = 65_535;

/** `text` is `DEMO_PORT`; 0 means any free one. @returns nothing when it is no port */
export function readPort(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === "") return defaultPort;
  const port = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : Number.NaN;
  return port <= highestPort ? port : undefined;
}
