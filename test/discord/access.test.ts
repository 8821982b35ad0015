import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import {
  decideAccess,
  requirementOf,
  tierOf,
  type AccessRules,
  type Standing,
} from "../../src/discord/access.ts";
import { Catalogue } from "../../src/discord/catalogue.ts";

const admin = "100000000000000001";
const operator = "100000000000000002";
const viewer = "100000000000000003";
const special = "100000000000000004";
const everyone = "200000000000000000";

const rules = (more: Partial<AccessRules> = {}): AccessRules => ({
  adminRoleIds: [admin],
  operatorRoleIds: [operator],
  viewerRoleIds: [],
  commandRoleIds: new Map(),
  ...more,
});

const holder = (...roleIds: string[]): Standing => ({
  roleIds: new Set(roleIds),
  isAdministrator: false,
  everyoneRoleId: everyone,
});
const administrator: Standing = { ...holder(), isAdministrator: true };
const nobody = holder();

const catalogue = new Catalogue(commands);

function allows(given: AccessRules, standing: Standing, path: string): boolean {
  const requirement = catalogue.requirement(path);
  if (!requirement) throw new Error(`there is no ${path}`);
  return decideAccess(given, standing, requirement).allowed;
}

describe("tiers", () => {
  test.each([
    ["an admin role is an admin", rules(), holder(admin), "admin"],
    ["an operator role is an operator", rules(), holder(operator), "operator"],
    ["without viewer roles everyone is a viewer", rules(), nobody, "viewer"],
    ["with viewer roles others are nothing", rules({ viewerRoleIds: [viewer] }), nobody, undefined],
    [
      "with viewer roles their holders are viewers",
      rules({ viewerRoleIds: [viewer] }),
      holder(viewer),
      "viewer",
    ],
    ["@everyone may be named as viewers", rules({ viewerRoleIds: [everyone] }), nobody, "viewer"],
    ["@everyone is never an admin", rules({ adminRoleIds: [everyone] }), nobody, "viewer"],
    ["without admin roles Administrator is an admin", rules({ adminRoleIds: [] }), administrator, "admin"],
    ["without admin roles nobody else is", rules({ adminRoleIds: [] }), holder(operator), "operator"],
    ["with admin roles Administrator alone is none", rules(), administrator, "viewer"],
    [
      "without operator roles nobody is an operator",
      rules({ operatorRoleIds: [] }),
      holder(operator),
      "viewer",
    ],
  ])("%s", (_, given, standing, tier) => {
    expect(tierOf(given, standing)).toBe(tier);
  });
});

describe("a command", () => {
  test.each([
    ["status", "viewer"],
    ["servers", "viewer"],
    ["help", "viewer"],
    ["restart", "operator"],
    ["power", "operator"],
    ["power start", "operator"],
    ["power kill", "admin"],
    ["cmd", "admin"],
    ["backup list", "operator"],
    ["backup create", "operator"],
    ["backup info", "operator"],
    ["backup lock", "operator"],
    ["backup unlock", "operator"],
    ["backup download", "admin"],
    ["backup restore", "admin"],
    ["backup delete", "admin"],
    ["files list", "admin"],
    ["files read", "admin"],
    ["files download", "admin"],
  ])("/%s needs %s", (path, tier) => {
    const held = { viewer: [nobody], operator: [holder(operator)], admin: [holder(admin)] };
    const order = ["viewer", "operator", "admin"] as const;
    const allowed = order.filter((name) => held[name].every((standing) => allows(rules(), standing, path)));
    expect(allowed[0]).toBe(tier);
    expect(allowed).toEqual(order.slice(order.indexOf(tier as (typeof order)[number])));
  });

  test("given to roles is theirs instead of its tier's", () => {
    const given = rules({ commandRoleIds: new Map([["cmd", [special]]]) });
    expect(allows(given, holder(special), "cmd")).toBe(true);
    expect(allows(given, holder(admin), "cmd")).toBe(false);
  });

  test("given as a whole does not give the parts that need more", () => {
    const given = rules({
      commandRoleIds: new Map([
        ["backup", [special]],
        ["power", [special]],
      ]),
    });
    expect(allows(given, holder(special), "backup create")).toBe(true);
    expect(allows(given, holder(special), "backup restore")).toBe(false);
    expect(allows(given, holder(special), "power start")).toBe(true);
    expect(allows(given, holder(special), "power kill")).toBe(false);
    expect(allows(given, holder(admin), "backup restore")).toBe(true);
  });

  test("gives a part only to those it was given to", () => {
    const given = rules({
      commandRoleIds: new Map([
        ["backup restore", [special]],
        ["power kill", [special]],
      ]),
    });
    expect(allows(given, holder(special), "backup restore")).toBe(true);
    expect(allows(given, holder(admin), "backup restore")).toBe(false);
    expect(allows(given, holder(special), "power kill")).toBe(true);
    expect(allows(given, holder(special), "power start")).toBe(false);
  });

  test("that is refused names the roles that would do", () => {
    const requirement = catalogue.requirement("cmd");
    expect(requirement && decideAccess(rules(), nobody, requirement)).toEqual({
      allowed: false,
      missingRoleIds: [admin],
    });
  });
});

test("more roles never take a command away, where no command was given to roles", () => {
  const paths = catalogue.summaries().map(({ path }) => path);
  const anyRoles = fc.subarray([admin, operator, viewer, special]);
  fc.assert(
    fc.property(anyRoles, anyRoles, fc.constantFrom(...paths), (few, more, path) => {
      if (allows(rules(), holder(...few), path))
        expect(allows(rules(), holder(...few, ...more), path)).toBe(true);
    }),
  );
});

test("an unknown value of an option never lowers what is needed", () => {
  const power = catalogue.find("power");
  if (!power) throw new Error("there is no /power");
  for (const signal of ["__proto__", "constructor", "KILL", undefined]) {
    expect(requirementOf(power.parent, power.command, { signal }).tier).toBe("operator");
  }
});
