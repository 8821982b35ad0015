import { describe, expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { defineCommand, defineGroup, type Command, type CommandGroup, type Tier } from "../../src/command.ts";
import type { AccessRules } from "../../src/discord/access.ts";
import { saysTheSame, toPayload } from "../../src/discord/payload.ts";

interface PartOfPayload {
  name: string;
  description: string;
  options?: PartOfPayload[];
  choices?: unknown[];
}

const noRoles: AccessRules = {
  adminRoleIds: [],
  operatorRoleIds: [],
  viewerRoleIds: [],
  commandRoleIds: new Map(),
};

function command(name: string, access: Tier): Command {
  return defineCommand({
    data: {
      name,
      description: `Does ${name}`,
      options: [
        { type: "string", name: "what", description: "What", required: true, maxLength: 9 },
        { type: "string", name: "who", description: "Who", complete: () => [] },
        { type: "integer", name: "count", description: "How many", min: 0, max: 5 },
        { type: "integer", name: "page", description: "Page", hidden: true },
      ],
    },
    access,
    visibility: "private",
    effect: "reads",
    run: () => ({}),
  });
}

const group = (...tiers: Tier[]): CommandGroup =>
  defineGroup({
    name: "group",
    description: "A group",
    subcommands: tiers.map((tier, index) => command(`sub${index}`, tier)),
  });

describe("a command's payload", () => {
  const [payload] = toPayload([command("look", "viewer")], noRoles) as unknown as PartOfPayload[];

  test("holds its options with their limits, without the hidden ones", () => {
    expect(payload).toMatchObject({
      name: "look",
      description: "Does look",
      options: [
        { name: "what", required: true, max_length: 9 },
        { name: "who", required: false, autocomplete: true },
        { name: "count", min_value: 0, max_value: 5 },
      ],
    });
    expect(payload?.options).toHaveLength(3);
  });

  test("is for guilds only", () => {
    expect(payload).toMatchObject({ contexts: [0], integration_types: [0] });
  });
});

describe("who sees a command", () => {
  const permission = (item: Command | CommandGroup, rules: Partial<AccessRules> = {}): unknown =>
    toPayload([item], { ...noRoles, ...rules })[0]?.default_member_permissions;

  test.each<[string, Command | CommandGroup, Partial<AccessRules>, string | null]>([
    ["everybody, what viewers may use", command("x", "viewer"), {}, null],
    ["only Administrators, what nobody else may use", command("x", "admin"), {}, "8"],
    ["only Administrators, what operators may use while there are none", command("x", "operator"), {}, "8"],
    ["everybody, what a role may use", command("x", "admin"), { adminRoleIds: ["1"] }, null],
    ["everybody, what operators may use", command("x", "operator"), { operatorRoleIds: ["1"] }, null],
    [
      "only Administrators, what operators may not use",
      command("x", "admin"),
      { operatorRoleIds: ["1"] },
      "8",
    ],
    [
      "everybody, a command with roles of its own",
      command("x", "admin"),
      { commandRoleIds: new Map([["x", ["1"]]]) },
      null,
    ],
    [
      "everybody, a group of which a part has roles of its own",
      group("admin"),
      { commandRoleIds: new Map([["group sub0", ["1"]]]) },
      null,
    ],
    ["everybody, a group with a part for viewers", group("admin", "viewer"), {}, null],
  ])("%s", (_, item, rules, expected) => {
    expect(permission(item, rules)).toBe(expected);
  });
});

describe("a comparison with what Discord has", () => {
  const payload = toPayload(commands, noRoles);
  const asRegistered = (): Record<string, unknown>[] =>
    (JSON.parse(JSON.stringify(payload)) as Record<string, unknown>[]).map((item, index) => ({
      ...item,
      id: String(index),
      application_id: "1",
      version: "2",
      nsfw: false,
      dm_permission: true,
      name_localizations: null,
    }));

  test("takes no notice of what only Discord fills in, nor of the order of commands", () => {
    expect(saysTheSame(payload, asRegistered())).toBe(true);
    expect(saysTheSame(payload, asRegistered().toReversed())).toBe(true);
  });

  test("takes what is left out for its default", () => {
    const lean = asRegistered().map((item) => {
      const options = item["options"] as Record<string, unknown>[] | undefined;
      return options?.length === 0 ? { ...item, options: undefined } : item;
    });
    expect(saysTheSame(payload, lean)).toBe(true);
  });

  test.each<[string, (registered: Record<string, unknown>[]) => unknown]>([
    ["a description", ([first, ...rest]) => [{ ...first, description: "Other" }, ...rest]],
    ["a command more", (all) => [...all, { ...all[0], name: "other" }]],
    ["a command less", (all) => all.slice(1)],
    ["who may see it", ([first, ...rest]) => [{ ...first, default_member_permissions: "0" }, ...rest]],
    ["where it may be used", ([first, ...rest]) => [{ ...first, contexts: [0, 1] }, ...rest]],
    [
      "an option's order",
      (all) => all.map((item) => ({ ...item, options: (item["options"] as unknown[]).toReversed() })),
    ],
    ["something that is no list", () => ({ message: "401" })],
  ])("notices %s", (_, change) => {
    expect(saysTheSame(payload, change(asRegistered()))).toBe(false);
  });
});

test("all commands stay within what Discord takes", () => {
  for (const item of toPayload(commands, noRoles) as unknown as PartOfPayload[]) {
    expect(item.name).toMatch(/^[\p{Ll}\d_-]{1,32}$/u);
    const parts: PartOfPayload[] = [item, ...(item.options ?? [])];
    for (const { description = "", options = [], choices = [] } of parts) {
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(100);
      expect(options.length).toBeLessThanOrEqual(25);
      expect(choices.length).toBeLessThanOrEqual(25);
    }
  }
});
