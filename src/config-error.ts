/** What is wrong with the configuration, in words for the person who has to mend it. */
import { variables, type Variable } from "./config-variables.ts";

export interface ConfigProblem {
  variable: string;
  /** What is wrong, as the end of a sentence that starts with the variable's name. Holds no value. */
  wrong: string;
}

/** Exit code of a program that was configured wrongly: `EX_CONFIG` of sysexits. */
export const configExitCode = 78;

/** The message lists every problem, each with an example and where to get the value; it is meant for people. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problemsInWords(problems));
    this.problems = problems;
  }
}

function problemsInWords(problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? "1 setting needs" : `${problems.length} settings need`;
  return [
    `Roost cannot start: ${count} a change in .env or the environment.`,
    ...problems.map(problemInWords),
  ].join("\n\n");
}

function problemInWords({ variable, wrong }: ConfigProblem): string {
  const known: Variable | undefined =
    variables.find(({ name }) => name === variable) ??
    variables.find(({ name }) => isOfFamily(variable, name));
  const help = known ? `\n  Example: ${known.example}\n  Where:   ${known.where}` : "";
  return `${variable} ${wrong}.${help}`;
}

/** Whether `ACCESS_CMD` is one of the family `ACCESS_<COMMAND>`. */
function isOfFamily(variable: string, family: string): boolean {
  const parts = family.split(/<\w+>/);
  return parts.length > 1 && new RegExp(`^${parts.join(".+")}$`).test(variable);
}
