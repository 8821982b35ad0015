/** `/console tail [lines] [server]`: the last lines of a server's console. */
import { sendCommandButton } from "../../src/cards/server-buttons.ts";
import { defineCommand } from "../../src/command.ts";
import { plain } from "../../src/lib/markdown.ts";
import { sanitiseLine } from "../../src/relay/sanitise-line.ts";
import { serverOption } from "../server-option.ts";

const usualLines = 20;
const mostLines = 150;

export const tail = defineCommand({
  data: {
    name: "tail",
    description: "The last lines of a server's console",
    options: [
      {
        type: "integer",
        name: "lines",
        description: "How many; 20 if you leave it out",
        min: 1,
        max: mostLines,
      },
      serverOption,
    ],
  },
  access: "operator",
  visibility: "private",
  effect: "reads",
  run({ server, options, may, redact }) {
    const lines = server
      .recentLines(options.lines ?? usualLines)
      .map(({ text }) => redact(sanitiseLine(text, false)))
      .filter((line) => line.trim() !== "");
    const refresh = {
      label: "Refresh",
      style: "secondary",
      command: "console tail",
      options: { server: server.key, ...(options.lines === undefined ? {} : { lines: options.lines }) },
      inPlace: true,
    } as const;
    const buttons = [refresh, ...(may("cmd") ? [sendCommandButton(server)] : [])];
    const name = `**${plain(server.name)}**`;
    const isOpen = server.live().socket === "open";
    const note = isOpen ? "" : " (the console cannot be seen now; these are older lines)";
    if (lines.length === 0) return { text: `The console of ${name} is empty${note}.`, buttons };
    return {
      text: `The console of ${name}${note}`,
      block: { text: lines.join("\n"), fileName: `console-${server.key}.log` },
      buttons,
    };
  },
});
