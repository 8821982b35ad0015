/** How a server is started: its egg's variables, its command, its images. */
import { z } from "zod";
import { list } from "./envelope.ts";
import { flag, mapOf, maybeText, text } from "./json.ts";

export interface Variable {
  readonly name: string;
  readonly description: string;
  /** The name in the environment, which changes are addressed by. */
  readonly key: string;
  readonly defaultValue: string;
  /** Absent: the default applies. */
  readonly value?: string | undefined;
  readonly isEditable: boolean;
  /** The panel's validation rules, separated by `|`. */
  readonly rules: string;
}

export interface Startup {
  readonly variables: readonly Variable[];
  /** With values put in. */
  readonly command: string;
  /** With `{{VARIABLES}}` as they are. */
  readonly rawCommand: string;
  /** Label → image. */
  readonly dockerImages: Readonly<Record<string, string>>;
}

export interface ChangedVariable {
  readonly variable: Variable;
  readonly command: string;
  readonly rawCommand: string;
}

export const variable: z.ZodType<Variable> = z
  .object({
    name: text,
    description: text,
    env_variable: z.string(),
    default_value: text,
    server_value: maybeText,
    is_editable: flag,
    rules: text,
  })
  .transform((wire) => ({
    name: wire.name,
    description: wire.description,
    key: wire.env_variable,
    defaultValue: wire.default_value,
    value: wire.server_value,
    isEditable: wire.is_editable,
    rules: wire.rules,
  }));

const meta = z
  .object({ startup_command: text, raw_startup_command: text, docker_images: mapOf(text) })
  .catch({ startup_command: "", raw_startup_command: "", docker_images: {} });

export const startup: z.ZodType<Startup> = z
  .intersection(
    list(variable).transform((variables) => ({ variables })),
    z.object({ meta }),
  )
  .transform(({ variables, meta: wire }) => ({
    variables,
    command: wire.startup_command,
    rawCommand: wire.raw_startup_command,
    dockerImages: wire.docker_images,
  }));

export const changedVariable: z.ZodType<ChangedVariable> = z
  .object({ attributes: variable, meta })
  .transform((wire) => ({
    variable: wire.attributes,
    command: wire.meta.startup_command,
    rawCommand: wire.meta.raw_startup_command,
  }));
