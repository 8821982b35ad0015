/** `/help`: the commands that you may use. */
import { defineCommand, type CommandSummary } from "../src/command.ts";

export const help = defineCommand({
  data: { name: "help", description: "What you can do here", options: [] },
  access: "viewer",
  visibility: "private",
  effect: "reads",
  run: ({ available }) => ({
    text: ["**What you can do here** (what is in `[…]` may be left out)", ...available.map(lineOf)].join(
      "\n",
    ),
  }),
});

function lineOf({ path, usage, description }: CommandSummary): string {
  return `\`/${[path, usage].join(" ").trim()}\` ${description}`;
}
