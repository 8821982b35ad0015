import { describe, expect, test } from "vitest";
import {
  allOf,
  differenceInWords,
  groupsInWords,
  parseDraft,
  presetOf,
  withGroup,
} from "../../commands/subuser/permission-sets.ts";
import type { PermissionCatalogue } from "../../src/panel/panel.ts";

const group = (...keys: string[]) => ({
  description: "…",
  keys: Object.fromEntries(keys.map((key) => [key, "…"])),
});
const catalogue: PermissionCatalogue = {
  websocket: group("connect"),
  control: group("console", "start", "stop", "restart"),
  user: group("create", "read", "update", "delete"),
  file: group("create", "read", "read-content"),
  settings: group("rename", "reinstall"),
  "admin.websocket": group("errors"),
};

describe("presets", () => {
  test("of a viewer change nothing", () => {
    expect(presetOf("viewer", catalogue)).toEqual(["websocket.connect", "file.read"]);
  });

  test("of an operator do not type into the console", () => {
    expect(presetOf("operator", catalogue)).toEqual([
      "websocket.connect",
      "control.start",
      "control.stop",
      "control.restart",
      "file.read",
      "file.read-content",
    ]);
  });

  test("of a manager leave out people and what wipes the server", () => {
    const manager = presetOf("manager", catalogue);
    expect(allOf(catalogue).filter((name) => !manager.includes(name))).toEqual([
      "user.create",
      "user.update",
      "user.delete",
      "settings.reinstall",
    ]);
  });
});

describe("drafts", () => {
  test("hold only what the panel knows, and the console's door always", () => {
    expect(parseDraft("control.start,made.up,admin.websocket.errors", catalogue)).toEqual([
      "websocket.connect",
      "control.start",
    ]);
  });

  test("change one group at a time", () => {
    const draft = ["websocket.connect", "control.start", "file.read"];
    const changed = withGroup(draft, { group: "control", chosen: ["control.stop"], catalogue });
    expect(changed).toEqual(["websocket.connect", "control.stop", "file.read"]);
    expect(withGroup(changed, { group: "file", chosen: [], catalogue })).toEqual([
      "websocket.connect",
      "control.stop",
    ]);
  });

  test("are told in groups, and by what differs", () => {
    expect(groupsInWords(["control.start", "control.stop", "file.read-content"])).toEqual([
      "`control` start, stop",
      "`file` read-content",
    ]);
    expect(differenceInWords(["a.b", "c.d"], ["c.d", "e.f"])).toBe("+e.f -a.b");
    expect(differenceInWords(["a.b"], ["a.b"])).toBe("");
  });
});
