/** Who may use which command: pure decisions from the roles in one interaction's payload. Nothing is remembered. */
import { tiers, type Access, type Command, type CommandGroup, type Tier } from "../command.ts";

export interface AccessRules {
  readonly adminRoleIds: readonly string[];
  readonly operatorRoleIds: readonly string[];
  readonly viewerRoleIds: readonly string[];
  /** By command path: `cmd`, `backup restore`, `power kill`. */
  readonly commandRoleIds: ReadonlyMap<string, readonly string[]>;
}

export interface Standing {
  roleIds: ReadonlySet<string>;
  /** Holds Discord's Administrator permission, by the payload. */
  isAdministrator: boolean;
  /** The role @everyone; it counts only where it was named for viewers or for one command. */
  everyoneRoleId: string;
}

/** What one use of a command asks for. */
export interface Requirement {
  /** The most exact path first: `["power kill", "power"]`. */
  paths: readonly string[];
  tier: Tier;
  /** The tier of the command's everyday part; roles given to the whole command do not reach above it. */
  baseTier: Tier;
}

export type Decision =
  | { allowed: true }
  /** Any of these would do; an empty list means Discord's Administrator permission. */
  | { allowed: false; missingRoleIds: readonly string[] };

/** Decides one use. Deny by default: an unset operator role opens nothing. */
export function decideAccess(rules: AccessRules, standing: Standing, requirement: Requirement): Decision {
  const named = namedRoles(rules, requirement);
  if (named) return opensTo(standing, named) ? { allowed: true } : { allowed: false, missingRoleIds: named };
  return tierAtLeast(tierOf(rules, standing), requirement.tier)
    ? { allowed: true }
    : { allowed: false, missingRoleIds: rolesOfTier(rules, requirement.tier) };
}

/** The highest tier that somebody holds. */
export function tierOf(rules: AccessRules, standing: Standing): Tier | undefined {
  const { adminRoleIds, operatorRoleIds, viewerRoleIds } = rules;
  if (adminRoleIds.length === 0 ? standing.isAdministrator : holdsAny(standing, adminRoleIds)) return "admin";
  if (holdsAny(standing, operatorRoleIds)) return "operator";
  if (viewerRoleIds.length === 0 || opensTo(standing, viewerRoleIds)) return "viewer";
  return undefined;
}

/** What using `command` with these options asks for. */
export function requirementOf(
  parent: Command | CommandGroup,
  command: Command,
  values: Readonly<Record<string, unknown>>,
): Requirement {
  const path = pathOf(parent, command);
  const exact = exactPath(path, command.access, values);
  const paths = [...new Set([exact, path, "subcommands" in parent ? parent.name : path])];
  return { paths, tier: tierFor(command.access, values), baseTier: baseTierOf(parent) };
}

/** `backup create` for a subcommand, `cmd` for a plain command. */
export function pathOf(parent: Command | CommandGroup, command: Command): string {
  return "subcommands" in parent ? `${parent.name} ${command.data.name}` : command.data.name;
}

/** Every path that `ACCESS_…` may name for this command. */
export function accessPaths(parent: Command | CommandGroup): string[] {
  if ("subcommands" in parent)
    return [parent.name, ...parent.subcommands.map((command) => pathOf(parent, command))];
  const { access } = parent;
  const variants =
    typeof access === "string"
      ? []
      : Object.keys(access.tiers).map((value) => `${parent.data.name} ${value}`);
  return [parent.data.name, ...variants];
}

function namedRoles(
  rules: AccessRules,
  { paths, tier, baseTier }: Requirement,
): readonly string[] | undefined {
  const [exact = "", ...wider] = paths;
  const own = rules.commandRoleIds.get(exact);
  if (own) return own;
  if (tier !== baseTier) return undefined;
  const path = wider.find((candidate) => rules.commandRoleIds.has(candidate));
  return path === undefined ? undefined : rules.commandRoleIds.get(path);
}

function exactPath(path: string, access: Access, values: Readonly<Record<string, unknown>>): string {
  if (typeof access === "string") return path;
  const value = String(values[access.option]);
  return Object.hasOwn(access.tiers, value) ? `${path} ${value}` : path;
}

function tierFor(access: Access, values: Readonly<Record<string, unknown>>): Tier {
  if (typeof access === "string") return access;
  const value = String(values[access.option]);
  return (Object.hasOwn(access.tiers, value) ? access.tiers[value] : undefined) ?? access.otherwise;
}

function baseTierOf(parent: Command | CommandGroup): Tier {
  const all = "subcommands" in parent ? parent.subcommands.map(({ access }) => access) : [parent.access];
  const everyday = new Set(all.map((access) => (typeof access === "string" ? access : access.otherwise)));
  return tiers.find((tier) => everyday.has(tier)) ?? "admin";
}

function rolesOfTier(
  { adminRoleIds, operatorRoleIds, viewerRoleIds }: AccessRules,
  tier: Tier,
): readonly string[] {
  if (tier === "viewer" && viewerRoleIds.length > 0) return viewerRoleIds;
  if (tier !== "admin" && operatorRoleIds.length > 0) return operatorRoleIds;
  return adminRoleIds;
}

const tierAtLeast = (held: Tier | undefined, needed: Tier): boolean =>
  held !== undefined && tiers.indexOf(held) >= tiers.indexOf(needed);

const opensTo = (standing: Standing, wanted: readonly string[]): boolean =>
  wanted.includes(standing.everyoneRoleId) || holdsAny(standing, wanted);

const holdsAny = ({ roleIds }: Standing, wanted: readonly string[]): boolean =>
  wanted.some((id) => roleIds.has(id));
