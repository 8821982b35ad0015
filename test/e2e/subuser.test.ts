import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Options } from "../simulators/discord/command-call.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { allPermissions } from "../simulators/panel/permissions.ts";
import { fieldsOf, openHouse, type House } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house[Symbol.asyncDispose]());

const ask = async (path: string, options: Options = {}): Promise<SeenMessage> =>
  (await house.person("adam").slash(`/subuser ${path}`, options)).reply();
const press = async (message: SeenMessage, label: string): Promise<SeenMessage> =>
  (await house.person("adam").click(message, label)).reply();
const choose = async (message: SeenMessage, menu: string, values: string[]): Promise<SeenMessage> =>
  (await house.person("adam").select(message, menu, values)).reply();
const held = (username: string): string[] | undefined =>
  house.panel.server("survival").row.subusers.get(house.panel.user(username).id)?.permissions;

describe("/subuser list", () => {
  test("shows who may do what, in groups", async () => {
    const reply = await ask("list");
    expect(reply.embeds[0]?.title).toBe("Who shares survival (1)");
    expect(fieldsOf(reply)["sanne"]).toMatch(
      /^sanne\\@example\.com · since <t:\d+:R> · two-factor \*\*off\*\*\n`websocket` connect\n`control` console\n`file` read$/,
    );
    expect(reply.ephemeral).toBe(true);
  });
});

describe("/subuser invite", () => {
  test("with a preset asks, and then invites", async () => {
    const asked = await ask("invite", { email: "new@example.com", preset: "operator" });
    expect(asked.content).toContain("it makes an account and sends a mail there");
    expect(asked.content).toContain("`control` start, stop, restart");
    expect(asked.content).not.toContain("console");
    const done = await press(asked, "Invite");
    expect(done.content).toContain("shares **survival** now");
    const invited = house.panel.state.users.at(-1)!;
    expect(invited.email).toBe("new@example.com");
    expect(house.panel.server("survival").row.subusers.get(invited.id)?.permissions).toContain(
      "control.restart",
    );
    expect(await house.records()).toMatchObject([
      { command: "subuser invite", outcome: "invited with 12 permissions" },
    ]);
  });

  test("that comes too soon after others says when the panel takes the next one", async () => {
    for (let count = 1; count <= 10; count += 1) {
      const asked = await ask("invite", { email: `friend${count}@example.com`, preset: "viewer" });
      expect((await press(asked, "Invite")).content).toContain("shares **survival** now");
    }
    const asked = await ask("invite", { email: "late@example.com", preset: "viewer" });
    expect((await press(asked, "Invite")).content).toMatch(/Try again in 1\d min/);
    expect(house.panel.state.users.map(({ email }) => email)).not.toContain("late@example.com");
  });

  test("without one lets choose group by group, and begins small", async () => {
    const first = await ask("invite", { email: "marta@example.com" });
    expect(first.content).not.toContain("`control`");
    const opened = await choose(first, "Choose a group to change", ["control"]);
    const chosen = await choose(opened, "What they may do with: control", ["control.start", "control.stop"]);
    expect(chosen.id).toBe(first.id);
    expect(chosen.content).toContain("`control` start, stop");
    const emptied = await choose(
      await choose(chosen, "Choose a group to change", ["file"]),
      "What they may do with: file",
      ["none"],
    );
    expect(emptied.content).not.toContain("`file`");
    const asked = await press(emptied, "Invite");
    expect(asked.content).toContain("Share **survival** with **marta\\@example.com**?");
    expect((await press(asked, "Invite")).content).toContain("shares **survival** now");
    const { permissions } = house.panel
      .server("survival")
      .row.subusers.get(house.panel.state.users.at(-1)!.id)!;
    expect(permissions).toEqual(
      expect.arrayContaining(["websocket.connect", "control.start", "control.stop"]),
    );
    expect(permissions.some((name) => name.startsWith("file."))).toBe(false);
  });

  test.each(["nobody", "a@b", "two@example.com, three@example.com"])(
    "knows %j for no address",
    async (email) => {
      expect((await ask("invite", { email, preset: "viewer" })).content).toContain(
        "is not an e-mail address",
      );
    },
  );

  test.each([
    ["sanne@example.com", "shares this server already"],
    ["olivia@example.com", "the address of the server's owner"],
  ])("tells why %s cannot be invited", async (email, sentence) => {
    const asked = await ask("invite", { email, preset: "viewer" });
    expect((await press(asked, "Invite")).content).toContain(sentence);
  });

  test("offers nothing that the key itself may not do", async () => {
    house.panel
      .server("survival")
      .permissions(["websocket.connect", "user.create", "control.start", "file.read"]);
    await house.travel(2000);
    await (await house.person("adam").slash("/subuser permissions", { person: "sanne" })).reply();
    await house.travel(2000);
    const first = await ask("invite", { email: "marta@example.com", preset: "manager" });
    expect(first.content).toContain("`control` start");
    expect(first.content).not.toContain("restart");
    expect((await press(first, "Invite")).content).toContain("shares **survival** now");
  });

  test("is refused in words when the key lost what it gives", async () => {
    const asked = await ask("invite", { email: "marta@example.com", preset: "manager" });
    house.panel.server("survival").grant(["user.create"]);
    expect((await press(asked, "Invite")).content).toContain(
      "cannot invite people to more than it may do itself",
    );
  });
});

describe("/subuser permissions", () => {
  test("changes one group, and keeps the others", async () => {
    const first = await ask("permissions", { person: "sanne" });
    expect(first.content).toContain("`control` console");
    const opened = await choose(first, "Choose a group to change", ["control"]);
    const chosen = await choose(opened, "What they may do with: control", ["control.start"]);
    expect((await press(chosen, "Save")).content).toContain("**sanne** may do this on **survival** now:");
    expect(held("sanne")).toEqual(["websocket.connect", "control.start", "file.read"]);
    expect(await house.records()).toMatchObject([
      { command: "subuser permissions", outcome: "**sanne**: +control.start -control.console" },
    ]);
  });

  test("takes a preset at a button", async () => {
    const preset = await press(await ask("permissions", { person: "sanne@example.com" }), "manager");
    await press(preset, "Save");
    expect(allPermissions.filter((name) => !held("sanne")?.includes(name))).toEqual([
      "user.create",
      "user.update",
      "user.delete",
      "settings.reinstall",
    ]);
  });

  test("saves nothing when somebody else changed it meanwhile", async () => {
    const first = await ask("permissions", { person: "sanne" });
    house.panel.server("survival").row.subusers.get(house.panel.user("sanne").id)!.permissions = [
      "websocket.connect",
    ];
    expect((await press(first, "Save")).content).toContain("Nothing was saved: somebody else changed");
    expect(held("sanne")).toEqual(["websocket.connect"]);
  });

  test("tells that the key cannot change itself", async () => {
    house.panel.server("survival").permissions(["websocket.connect", "user.read", "user.update"]);
    const { content } = await ask("permissions", { person: "olivia" });
    expect(content).toMatch(/Roost's panel key|panel refused/);
  });
});

describe("/subuser remove", () => {
  test("asks, and takes the server away", async () => {
    const asked = await ask("remove", { person: "sanne" });
    expect(asked.content).toContain("Their panel account stays. They may do this now:\n`websocket` connect");
    expect((await press(asked, "Take it away")).content).toBe("**sanne** shares **survival** no more.");
    expect(held("sanne")).toBeUndefined();
    expect((await ask("list")).content).toContain("Nobody shares **survival**");
  });

  test("knows nobody of another name", async () => {
    expect((await ask("remove", { person: "bob" })).content).toContain(
      "Nobody called `bob` shares this server",
    );
  });
});
