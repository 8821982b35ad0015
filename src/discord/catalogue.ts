/** Every command by the path that people type, and what it takes to use it. */
import type { Command, CommandGroup, CommandSummary, Option } from "../command.ts";
import { pathOf, requirementOf, type Requirement } from "./access.ts";

export interface CatalogueEntry {
  parent: Command | CommandGroup;
  command: Command;
  /** `backup create` */
  path: string;
}

export class Catalogue {
  readonly #entries: ReadonlyMap<string, CatalogueEntry>;

  constructor(commands: readonly (Command | CommandGroup)[]) {
    const entries = commands.flatMap((parent) =>
      ("subcommands" in parent ? parent.subcommands : [parent]).map((command): [string, CatalogueEntry] => {
        const path = pathOf(parent, command);
        return [path, { parent, command, path }];
      }),
    );
    this.#entries = new Map(entries);
  }

  find(path: string): CatalogueEntry | undefined {
    return this.#entries.get(path);
  }

  /** What a path asks for; a variant (`power kill`) is a path too. */
  requirement(path: string): Requirement | undefined {
    const entry = this.find(path);
    if (entry) return requirementOf(entry.parent, entry.command, {});
    const [, name = "", value] = /^(.*) (\S+)$/.exec(path) ?? [];
    const variant = this.find(name);
    if (!variant || typeof variant.command.access === "string") return undefined;
    return requirementOf(variant.parent, variant.command, { [variant.command.access.option]: value });
  }

  /** In help order. */
  summaries(): CommandSummary[] {
    const shown = [...this.#entries.values()].filter(({ command }) => !command.hidden);
    return shown.map(({ path, command }) => ({
      path,
      description: command.data.description,
      usage: command.data.options
        .filter(({ hidden }) => !hidden)
        .map(usageOf)
        .join(" "),
    }));
  }
}

const usageOf = ({ name, required }: Option): string => (required ? `<${name}>` : `[${name}]`);
