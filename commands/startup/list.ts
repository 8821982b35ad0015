/** `/startup list [server]`: what a server is started with, and what each variable takes. */
import { defineCommand } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { cut } from "../../src/lib/text.ts";
import type { Variable } from "../../src/panel/panel.ts";
import { colours, type Field } from "../../src/reply.ts";
import { pageButtons, pageOf, pageOption } from "../pages.ts";
import { serverOption } from "../server-option.ts";
import { rulesInWords } from "./rules-in-words.ts";
import { isSecret, valueInWords } from "./variable-option.ts";

/** A card's fields may hold about so many of them on a phone. */
const perPage = 6;
const maxDescription = 300;
const maxCommand = 1000;

export const list = defineCommand({
  data: {
    name: "list",
    description: "What a server is started with",
    options: [serverOption, pageOption],
  },
  access: "admin",
  visibility: "private",
  effect: "reads",
  needs: "startup.read",
  async run({ server, options }) {
    const { variables, command, rawCommand } = await server.api.startup.details();
    const page = pageOf(variables, options.page, perPage);
    // The raw one names variables where the other one would spell secrets out.
    const shown = variables.some(isSecret) ? rawCommand : command;
    return {
      card: {
        title: `Startup of ${plain(server.name)}`,
        colour: colours.neutral,
        text: shown === "" ? "" : code(cut(shown, maxCommand)),
        fields: page.items.map(fieldOf),
        ...(page.count > 1 ? { footer: `Page ${page.number} of ${page.count}` } : {}),
      },
      buttons: pageButtons(page, "startup list", { server: server.key }),
    };
  },
});

function fieldOf(variable: Variable): Field {
  const { name, key, description, rules, isEditable } = variable;
  const takes = isEditable ? rulesInWords(rules).join("; ") : "set by the hoster";
  return {
    name: `${plain(name)} · ${key}`,
    value: [
      valueInWords(variable),
      ...(description === "" ? [] : [cut(plain(description), maxDescription)]),
      ...(takes === "" ? [] : [`*${takes}*`]),
    ].join("\n"),
  };
}
