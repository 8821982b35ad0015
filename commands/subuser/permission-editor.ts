/** A draft of permissions that is changed with menus until it is saved; it lives in the message's own components. */
import { cut } from "../../src/lib/text.ts";
import type { StringOption } from "../../src/command.ts";
import type { PermissionCatalogue } from "../../src/panel/panel.ts";
import type { Button, Reply, Select } from "../../src/reply.ts";
import { always, groupsInWords, parseDraft, presetChoices, presetOf, withGroup } from "./permission-sets.ts";

/** Filled in by the editor's components. */
export const editorOptions = {
  draft: { type: "string", name: "draft", description: "Permissions so far", hidden: true },
  group: { type: "string", name: "group", description: "The group that is open", hidden: true },
  chosen: { type: "string", name: "chosen", description: "What is chosen in it", hidden: true },
  save: { type: "boolean", name: "save", description: "Whether it is final", hidden: true },
} as const satisfies Record<
  string,
  StringOption | { type: "boolean"; name: string; description: string; hidden: true }
>;

/** A menu cannot be left empty. */
const none = "none";

export interface DraftOptions {
  readonly draft?: string | undefined;
  readonly group?: string | undefined;
  readonly chosen?: string | undefined;
}

/** The draft as it is after the menu that was used last. */
export function draftOf(
  { draft, group, chosen }: DraftOptions,
  start: readonly string[],
  catalogue: PermissionCatalogue,
): string[] {
  const current = parseDraft(draft ?? start.join(","), catalogue);
  if (group === undefined || chosen === undefined) return current;
  const names = chosen.split(",").filter((name) => name !== none);
  return withGroup(current, { group, chosen: names, catalogue });
}

export interface EditorState {
  /** The command that is called back, and its own options. */
  command: string;
  options: Button["options"];
  title: string;
  draft: readonly string[];
  group: string | undefined;
  catalogue: PermissionCatalogue;
  /** What Roost's key may give; others are not offered. */
  canGive: (permission: string) => boolean;
  /** The button that saves: "Invite". */
  saveLabel: string;
}

export function editorReply(state: EditorState): Reply {
  const { command, options, title, draft, group, catalogue, canGive, saveLabel } = state;
  const kept = { ...options, draft: draft.join(",") };
  const presets = presetChoices.map(({ value }): Button => {
    const permissions = presetOf(value, catalogue).filter((name) => name === always || canGive(name));
    return {
      label: value,
      style: "secondary",
      command,
      options: { ...options, draft: permissions.join(",") },
      inPlace: true,
    };
  });
  const opened = group === undefined ? undefined : groupMenu(state, group, kept);
  return {
    text: [title, ...groupsInWords(draft)].join("\n"),
    selects: [groupsMenu(state, kept), ...(opened ? [opened] : [])],
    buttons: [
      { label: saveLabel, style: "success", command, options: { ...kept, save: true }, inPlace: true },
      ...presets,
    ],
  };
}

function groupsMenu(
  { command, catalogue, draft, group: open }: EditorState,
  kept: Button["options"],
): Select {
  const choices = Object.entries(catalogue)
    .filter(([group]) => group !== "websocket" && !group.startsWith("admin"))
    .map(([group, { description, keys }]) => {
      const held = draft.filter((name) => name.startsWith(`${group}.`)).length;
      return {
        label: `${group}: ${held} of ${Object.keys(keys).length}`,
        value: group,
        description,
        isChosen: group === open,
      };
    });
  return {
    placeholder: "Choose a group to change",
    choices,
    command,
    options: kept,
    fills: "group",
    inPlace: true,
  };
}

const maxChoices = 24;

function groupMenu(
  { command, catalogue, draft, canGive }: EditorState,
  group: string,
  kept: Button["options"],
): Select | undefined {
  const entries = Object.entries(catalogue[group]?.keys ?? {}).slice(0, maxChoices);
  const choices = entries
    .map(([key, description]) => ({ name: `${group}.${key}`, key, description }))
    .filter(({ name }) => canGive(name) || draft.includes(name))
    .map(({ name, key, description }) => ({
      label: key,
      value: name,
      description: cut(description, 100),
      isChosen: draft.includes(name),
    }));
  if (choices.length === 0) return undefined;
  return {
    placeholder: `What they may do with: ${group}`,
    choices: [...choices, { label: "none of these", value: none }],
    command,
    options: { ...kept, group },
    fills: "chosen",
    atMost: choices.length + 1,
    inPlace: true,
  };
}
