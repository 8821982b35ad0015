/** The option that says which server is meant; the default one where it is left out. */
import type { CompletionContext, StringOption } from "../src/command.ts";

export const serverOption = {
  type: "string",
  name: "server",
  description: "Which server; the first one if you leave it out",
  complete: ({ typed, fleet }: CompletionContext) => {
    const wanted = typed.toLowerCase();
    const begins = ({ name, key }: { name: string; key: string }): number =>
      Number([name, key].some((text) => text.toLowerCase().startsWith(wanted)));
    return fleet.servers
      .filter(({ name, key }) => `${name} ${key}`.toLowerCase().includes(wanted))
      .toSorted((a, b) => begins(b) - begins(a))
      .map(({ name, key }) => ({
        name: name.toLowerCase() === key.toLowerCase() ? name : `${name} (${key})`,
        value: key,
      }));
  },
} as const satisfies StringOption;
