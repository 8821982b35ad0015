/** Sets of panel permissions: the presets, drafts as text, and how a set is told. Pure. */
import { code } from "../../src/lib/markdown.ts";
import type { PermissionCatalogue } from "../../src/panel/panel.ts";

/** Everybody who shares a server has it; the panel adds it by itself. */
export const always = "websocket.connect";

const looks = [
  always,
  "file.read",
  "backup.read",
  "allocation.read",
  "startup.read",
  "schedule.read",
  "activity.read",
];
const operates = [
  ...looks,
  "control.start",
  "control.stop",
  "control.restart",
  "backup.create",
  "file.read-content",
];

/** What a manager lacks: other people's access, and what wipes the server. */
const notForManagers = new Set(["user.create", "user.update", "user.delete", "settings.reinstall"]);

export const presetChoices = [
  { name: "viewer: looks at everything, changes nothing", value: "viewer" },
  { name: "operator: also starts, stops and makes backups", value: "operator" },
  { name: "manager: everything but people and reinstalling", value: "manager" },
] as const;

export type Preset = (typeof presetChoices)[number]["value"];

/** Every permission of the catalogue that can be given, in its order. */
export function allOf(catalogue: PermissionCatalogue): string[] {
  return Object.entries(catalogue)
    .filter(([group]) => !group.startsWith("admin"))
    .flatMap(([group, { keys }]) => Object.keys(keys).map((key) => `${group}.${key}`));
}

/** Only what this panel knows: an older or another one may lack some. */
export function presetOf(preset: Preset, catalogue: PermissionCatalogue): string[] {
  const all = allOf(catalogue);
  if (preset === "manager") return all.filter((name) => !notForManagers.has(name));
  const wanted = preset === "viewer" ? looks : operates;
  return all.filter((name) => wanted.includes(name));
}

/** `a.b,c.d` ↔ a set; what the catalogue does not know falls away. */
export function parseDraft(draft: string, catalogue: PermissionCatalogue): string[] {
  const wanted = new Set(draft.split(","));
  return allOf(catalogue).filter((name) => name === always || wanted.has(name));
}

/** The draft with the permissions of one group replaced by those chosen. */
export function withGroup(
  draft: readonly string[],
  { group, chosen, catalogue }: { group: string; chosen: readonly string[]; catalogue: PermissionCatalogue },
): string[] {
  const kept = draft.filter((name) => !name.startsWith(`${group}.`));
  return parseDraft([...kept, ...chosen].join(","), catalogue);
}

/** `control: start, stop`, one line for each group. */
export function groupsInWords(permissions: readonly string[]): string[] {
  const groups = Map.groupBy(permissions, (name) => name.slice(0, name.indexOf(".")));
  return [...groups].map(
    ([group, names]) => `${code(group)} ${names.map((name) => name.slice(group.length + 1)).join(", ")}`,
  );
}

/** `+control.start -file.read`; empty when they are the same. */
export function differenceInWords(before: readonly string[], after: readonly string[]): string {
  return [
    ...after.filter((name) => !before.includes(name)).map((name) => `+${name}`),
    ...before.filter((name) => !after.includes(name)).map((name) => `-${name}`),
  ].join(" ");
}
