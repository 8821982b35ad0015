/** `/help`: the commands that you may use. */
import { defineCommand, type CommandSummary } from "../src/command.ts";
import { pageButtons, pageOf, pageOption } from "./pages.ts";

/** Lines that fit into one message whatever they say. */
const perPage = 15;

export const help = defineCommand({
  data: { name: "help", description: "What you can do here", options: [pageOption] },
  access: "viewer",
  visibility: "private",
  effect: "reads",
  run({ available, options }) {
    const page = pageOf(available, options.page, perPage);
    const where = page.count > 1 ? `, page ${page.number} of ${page.count}` : "";
    return {
      text: [
        `**What you can do here**${where} (what is in \`[…]\` may be left out)`,
        ...page.items.map(lineOf),
      ].join("\n"),
      buttons: pageButtons(page, "help", {}),
    };
  },
});

function lineOf({ path, usage, description }: CommandSummary): string {
  return `\`/${[path, usage].join(" ").trim()}\` ${description}`;
}
