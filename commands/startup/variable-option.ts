/** The option that says which startup variable is meant, and how its value may be shown. */
import type { CompletionContext, StringOption } from "../../src/command.ts";
import { code } from "../../src/lib/markdown.ts";
import { cut } from "../../src/lib/text.ts";
import type { Variable } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";

export const variableOption = {
  type: "string",
  name: "variable",
  description: "Which variable",
  required: true,
  complete: async ({ typed, server }: CompletionContext) => {
    const wanted = typed.toLowerCase();
    const { variables } = server ? await server.api.startup.details() : { variables: [] };
    return variables
      .filter(({ isEditable }) => isEditable)
      .filter(({ name, key }) => `${name} ${key}`.toLowerCase().includes(wanted))
      .map(({ name, key }) => ({ name: `${name} (${key})`, value: key }));
  },
} as const satisfies StringOption;

/** @throws {UserError} when there is none such, or it may only be read. */
export function findVariable(variables: readonly Variable[], wanted: string): Variable {
  const text = wanted.trim().toLowerCase();
  const found = variables.find(({ key, name }) => key.toLowerCase() === text || name.toLowerCase() === text);
  if (!found) {
    throw new UserError(
      `There is no variable ${code(wanted)}. Pick one from the suggestions, or look at \`/startup list\`.`,
    );
  }
  if (!found.isEditable)
    throw new UserError(
      `${code(found.key)} is set by your hoster and cannot be changed. Ask them to change it.`,
    );
  return found;
}

/** Passwords and keys by their names: their values stay behind spoilers, and out of records. */
export function isSecret({ key, name }: Pick<Variable, "key" | "name">): boolean {
  return /pass(word|wd)?|secret|token|(api|private|license|steam|gslt).?key|gslt|rcon.?pw/i.test(
    `${key} ${name}`,
  );
}

const maxValue = 300;

/** What applies, as it may be shown to who asked. */
export function valueInWords(variable: Variable): string {
  const { value, defaultValue } = variable;
  const current = value ?? defaultValue;
  if (current === "") return "empty";
  const shown = code(cut(current, maxValue));
  return `${isSecret(variable) ? `||${shown}||` : shown}${value === undefined ? " (default)" : ""}`;
}
