/** `/startup set variable [value] [server]`: change what a server is started with. */
import { defineCommand } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { cut } from "../../src/lib/text.ts";
import { PanelError, type Variable } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { powerButton } from "../power-reply.ts";
import { serverOption } from "../server-option.ts";
import { rulesInWords } from "./rules-in-words.ts";
import { findVariable, isSecret, valueInWords, variableOption } from "./variable-option.ts";

const maxRecorded = 80;

export const set = defineCommand({
  data: {
    name: "set",
    description: "Change what a server is started with",
    options: [
      variableOption,
      {
        type: "string",
        name: "value",
        description: "The new value; leave it out to empty it",
        maxLength: 3000,
        secret: true,
      },
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["startup.read", "startup.update"],
  async run({ server, options, may }) {
    server.forget("startup");
    const { variables } = await server.api.startup.details();
    const before = findVariable(variables, options.variable);
    const after = await change(server, before, options.value ?? "");
    return {
      text: `${code(before.key)} is ${valueInWords(after)} now. That takes effect when **${plain(server.name)}** starts next.`,
      buttons: may("power restart") ? [powerButton(server, "restart")] : [],
      outcome: isSecret(before)
        ? `${code(before.key)} changed`
        : `${code(before.key)}: ${recorded(before)} → ${recorded(after)}`,
    };
  },
});

/** @throws {UserError} with what the variable takes, when the panel does not take the value. */
async function change(server: FleetServer, variable: Variable, value: string): Promise<Variable> {
  try {
    return (await server.api.startup.setVariable(variable.key, value)).variable;
  } catch (error) {
    if (!(error instanceof PanelError) || error.failure !== "invalid") throw error;
    const takes = rulesInWords(variable.rules);
    const said = error.detail === undefined ? "" : ` The panel says: “${plain(error.detail)}”`;
    throw new UserError(
      `**${plain(variable.name)}** does not take that. It takes: ${takes.join("; ") || "what its description says"}.${said}`,
      { cause: error },
    );
  }
}

function recorded({ value, defaultValue }: Variable): string {
  const current = value ?? defaultValue;
  return current === "" ? "empty" : code(cut(current, maxRecorded));
}
