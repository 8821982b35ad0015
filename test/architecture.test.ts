/** The layers of the design, held by the imports themselves, and what only one file may do. */
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { commands } from "../commands/index.ts";
import { variables } from "../src/config-variables.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const filesIn = (pattern: string): string[] => globSync(pattern, { cwd: root }).toSorted();

const production = filesIn("{src,commands}/**/*.ts");
const simulators = filesIn("test/simulators/**/*.ts");

interface Import {
  from: string;
  /** A path below the root, or the name of a package. */
  to: string;
}

/** Static imports, re-exports and `import()`, types among them. */
function importsOf(file: string): Import[] {
  const specifiers = [...read(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(
    ([, specifier = ""]) => specifier,
  );
  return specifiers.map((specifier) => ({
    from: file,
    to: specifier.startsWith(".") ? relative(root, join(root, dirname(file), specifier)) : specifier,
  }));
}

const productionImports = production.flatMap(importsOf);

/** Lowest first. A layer may use what stands before it, and nothing beside itself in its own row. */
const rows = [
  ["lib"],
  ["panel", "wings", "store"],
  ["fleet"],
  ["relay"],
  ["command", "middle"],
  ["discord", "commands"],
  ["app"],
] as const;
type Layer = (typeof rows)[number][number];

/** Single files at the top of `src/`; folders are named after their layer, or stand in the middle. */
const single: Readonly<Record<string, Layer>> = {
  "src/app.ts": "app",
  "src/main.ts": "app",
  "src/command.ts": "command",
  "src/reply.ts": "command",
};

function layerOf(file: string): Layer {
  const [, folder = ""] = /^src\/([^/]+)\//.exec(file) ?? [];
  if (file.startsWith("commands/")) return "commands";
  // Parts of the composition root: `open-alerts.ts`.
  if (/^src\/open-[\w-]+\.ts$/.test(file)) return "app";
  const named = rows.flat().find((layer) => layer === folder);
  return single[file] ?? named ?? "middle";
}

const rowOf = (layer: Layer): number => rows.findIndex((row) => (row as readonly Layer[]).includes(layer));

describe("a layer", () => {
  test("uses only those below it", () => {
    const upward = productionImports.filter(({ from, to }) => {
      if (!/^(src|commands)\//.test(to)) return false;
      // What commands and their surroundings share is one row; the composition root and configuration stand aside.
      return rowOf(layerOf(to)) > rowOf(layerOf(from)) && layerOf(from) !== "app";
    });
    expect(upward).toEqual([]);
  });

  test.each<[Layer, Layer[]]>([
    ["lib", ["panel", "wings", "store", "fleet", "relay", "discord", "commands"]],
    ["panel", ["wings", "store"]],
    ["wings", ["panel", "store"]],
    ["store", ["panel", "wings"]],
    ["relay", ["panel", "discord"]],
    ["commands", ["discord", "app"]],
    ["discord", ["commands", "app"]],
  ])("%s does not know %j", (layer, unknown) => {
    const known = productionImports.filter(
      ({ from, to }) =>
        /^(src|commands)\//.test(to) && layerOf(from) === layer && unknown.includes(layerOf(to)),
    );
    expect(known).toEqual([]);
  });

  test("of src/ imports commands/ only where everything is put together", () => {
    const importers = productionImports.filter(
      ({ from, to }) => from.startsWith("src/") && to.startsWith("commands/"),
    );
    expect(new Set(importers.map(({ from }) => from))).toEqual(new Set(["src/app.ts"]));
  });
});

describe("only", () => {
  test("src/discord and the composition root use discord.js", () => {
    const users = productionImports
      .filter(({ to }) => /^discord\.js|^@discordjs\/|^discord-api-types/.test(to))
      .map(({ from }) => from)
      .filter((file) => !file.startsWith("src/discord/") && file !== "src/app.ts");
    expect(users).toEqual([]);
  });

  test("src/config.ts reads the environment", () => {
    expect(production.filter((file) => /process\.env\b/.test(read(file)))).toEqual(["src/config.ts"]);
  });

  test("src/main.ts ends the process", () => {
    expect(production.filter((file) => /process\.exit\b/.test(read(file)))).toEqual(["src/main.ts"]);
  });

  test("tests know of tests: no production file names them", () => {
    const namers = production.filter((file) => /["'`/]test\/|simulator\b.*from|vitest/.test(read(file)));
    expect(namers).toEqual([]);
    expect(productionImports.filter(({ to }) => to.startsWith("test"))).toEqual([]);
  });
});

/** Each further copy costs memory, and a newer one beside an older one makes the older refuse every upload. */
test("discord.js and the panel client share one undici", () => {
  const here = createRequire(import.meta.url);
  const discord = createRequire(here.resolve("discord.js"));
  const rest = createRequire(discord.resolve("@discordjs/rest"));
  expect(new Set([here, discord, rest].map((from) => from.resolve("undici")))).toHaveLength(1);
});

test("npm start, the image, its compiled code and the benchmark run Node with the same flags", () => {
  const [, options = ""] = /"start": "node (.+) src\/main\.ts"/.exec(read("package.json")) ?? [];
  const quoted = options
    .split(" ")
    .map((option) => `"${option}"`)
    .join(", ");
  expect(read("Dockerfile")).toContain(`CMD ["node", ${quoted}, "src/main.ts"]`);
  expect(read("Dockerfile")).toContain(`RUN (node ${options} src/main.ts`);
  expect(read("test/bench/stage.ts")).toContain(`flags: [${quoted}]`);
});

test("the image compiles its code as the user that starts it: Node keeps what each user compiled apart", () => {
  const [before = "", after = ""] = read("Dockerfile").split("\nUSER node\n");
  expect(before).not.toContain("src/main.ts");
  expect(after).toContain("src/main.ts");
  expect(after).not.toMatch(/^USER /m);
});

test("the simulators share nothing with the program: a misreading must not pass on both sides", () => {
  const shared = simulators.flatMap(importsOf).filter(({ to }) => /^(src|commands)\//.test(to));
  expect(shared).toEqual([]);
});

describe("commands/index.ts", () => {
  const paths = commands.flatMap((command) =>
    "subcommands" in command
      ? command.subcommands.map(({ data }) => `${command.name} ${data.name}`)
      : [command.data.name],
  );

  test("lists every command file, once", () => {
    const defining = production.filter((file) =>
      /^export const \w+ = (defineCommand|defineGroup)\(/m.test(read(file)),
    );
    const imported = new Set(productionImports.map(({ to }) => to));
    expect(defining.filter((file) => !imported.has(file))).toEqual([]);
    expect(paths).toEqual([...new Set(paths)]);
    const groups = production.filter(
      (file) => /defineGroup\(/.test(read(file)) && file.startsWith("commands/"),
    );
    const inIndex = new Set(importsOf("commands/index.ts").map(({ to }) => to));
    expect(groups.filter((file) => !inIndex.has(file))).toEqual([]);
  });

  test("has a folder for each command with subcommands, and a file for every other", () => {
    const places = commands.map((command) =>
      "subcommands" in command ? `commands/${command.name}/index.ts` : `commands/${command.data.name}.ts`,
    );
    expect(places.filter((file) => !production.includes(file))).toEqual([]);
  });
});

test(".env.example names every variable of the configuration, and nothing else", () => {
  const named = [...read(".env.example").matchAll(/^#?\s?([A-Z][A-Z_]+\d*)(?==)/gm)].map(
    ([, name = ""]) => name,
  );
  const known = variables.map(({ name, example }) =>
    name.includes("<") ? example.replace(/=.*/, "") : name,
  );
  expect(named.toSorted()).toEqual(known.toSorted());
});

/** Longer than a screenful of scrolling, and why. */
const longFor: Readonly<Record<string, string>> = {
  "src/panel/routes.ts": "one table of every route",
  "src/panel/budget.ts": "one state machine with its queue",
  "src/fleet/server.ts": "the one door to a server: a line or two for each thing that can be asked of it",
  "src/app.ts": "everything is put together in one place",
  "src/discord/bot.ts": "the life of the connection, from logging in to leaving",
  "src/command.ts": "the whole contract of a command, nearly all of it types",
};

test("a source file has at most 200 lines, or says why not", () => {
  const long = production.filter((file) => read(file).trimEnd().split("\n").length > 200);
  expect(long.toSorted()).toEqual(Object.keys(longFor).toSorted());
});

test("every file begins with what it knows", () => {
  const silent = production.filter((file) => !read(file).startsWith("/**"));
  expect(silent).toEqual([]);
});
