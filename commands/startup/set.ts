/** `/startup set variable [value] [server]`: change what a server is started with. */
import { defineCommand } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { PanelError, type Variable } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { powerButton } from "../power-reply.ts";
import { serverOption } from "../server-option.ts";
import { rulesInWords } from "./rules-in-words.ts";
import { findVariable, isSecret, valueInWords, variableOption } from "./variable-option.ts";

export const set = defineCommand({
  data: {
    name: "set",
    description: "Change what a server is started with",
    options: [
      variableOption,
      {
        type: "string",
        name: "value",
        description: "The new value; without it, you are asked whether to empty it",
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
  async confirm({ server, options }) {
    if ((options.value ?? "") !== "") return undefined;
    const variable = findVariable((await server.api.startup.details()).variables, options.variable);
    return {
      text: `Empty ${code(variable.key)} of **${plain(server.name)}**? It is ${valueInWords(variable)} now.`,
      yes: "Empty it",
    };
  },
  async run({ server, options, may }) {
    server.forget("startup");
    const { variables } = await server.api.startup.details();
    const before = findVariable(variables, options.variable);
    const after = await change(server, before, options.value ?? "");
    return {
      text: `${code(before.key)} is ${valueInWords(after)} now. That takes effect when **${plain(server.name)}** starts next.`,
      buttons: may("power restart") ? [powerButton(server, "restart")] : [],
      outcome: recordedChange(before, after),
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

/** For the record. A variable may hold any secret, whatever its name: only what cannot be one is written down. */
export function recordedChange(before: Variable, after: Variable): string {
  const values = [before, after].map(({ value, defaultValue }) => value ?? defaultValue);
  if (isSecret(before) || !values.every((value) => isPlain(value))) return `${code(before.key)} changed`;
  return `${code(before.key)}: ${values.map((value) => (value === "" ? "empty" : code(value))).join(" → ")}`;
}

/** A small number, yes or no, or a version. Four numbers may be somebody's address. */
function isPlain(value: string): boolean {
  return /^(?:|\d{1,5}|true|false|on|off|yes|no|latest|stable|recommended|snapshot|v?\d{1,4}(?:\.\d{1,4}){1,2})$/i.test(
    value,
  );
}
