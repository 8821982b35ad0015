import { describe, expect, test } from "vitest";
import type { Options } from "../simulators/discord/command-call.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import type { Use } from "../simulators/discord/use.ts";
import { buttonsOf, fieldsOf, openHouse, type House } from "./house.ts";

const unthrottled = { panel: { settings: { backupThrottle: { count: 2, periodMs: 0 } } } };
const old = "Before the update";

function toolsOf(house: House) {
  const person = house.person("adam");
  const slash = (path: string, options: Options = {}, who: "adam" | "oscar" = "adam"): Promise<Use> =>
    house.person(who).slash(`/backup ${path}`, options);
  const rows = () => house.panel.server("survival").row.backups.filter(({ deleted }) => !deleted);
  return {
    slash,
    rows,
    ask: async (path: string, options: Options = {}, who: "adam" | "oscar" = "adam") =>
      (await slash(path, options, who)).reply(),
    press: (message: SeenMessage, label: string) => person.click(message, label),
    /** Answers a question that wants something typed. */
    type: async (message: SeenMessage, label: string, typed: string) =>
      person.submit(await (await person.click(message, label)).modal(), { typed }),
    /** Fills every slot of the server, an hour ago unless told otherwise. */
    fill: async ({ agoMs = 3_600_000 } = {}) => {
      for (const name of ["one", "two"]) {
        const use = await slash("create", { name });
        await use.until(({ content }) => content.includes("done"));
        rows().at(-1)!.createdAt -= agoMs;
      }
      await house.travel(20_000);
    },
  };
}

describe("/backup create at the limit", () => {
  test("offers to delete the oldest unlocked one, and then makes the new one", async () => {
    await using house = await openHouse(unthrottled);
    const { ask, fill, press, rows } = toolsOf(house);
    await fill();
    const asked = await ask("create", { name: "three" });
    expect(asked.content).toMatch(
      /^All 3 backup slots of \*\*survival\*\* are used\. Delete the oldest unlocked one, \*\*Before the update\*\* \([\d.]+ [KM]iB, made <t:\d+:R>\), for good/,
    );
    expect(rows()).toHaveLength(3);
    const use = await press(asked, "Delete it and back up");
    expect((await use.reply()).content).toContain("The old backup **Before the update** is deleted.");
    await use.until(({ content }) => content.includes("🟢 The backup **three** is done"));
    expect(rows().map(({ name }) => name)).toEqual(["one", "two", "three"]);
  });

  test("leaves locked ones alone", async () => {
    await using house = await openHouse(unthrottled);
    const { ask, fill, rows } = toolsOf(house);
    await fill();
    rows()[0]!.locked = true;
    await house.travel(20_000);
    expect((await ask("create")).content).toContain("**one**");
    for (const row of rows()) row.locked = true;
    await house.travel(20_000);
    expect((await ask("create")).content).toContain("None of them can go: unlock one first");
  });

  test("sends an operator, who may not delete, to an admin", async () => {
    await using house = await openHouse(unthrottled);
    const { ask, fill } = toolsOf(house);
    await fill();
    const { content, components } = await ask("create", {}, "oscar");
    expect(content).toContain("Ask an admin to delete one: the oldest unlocked is **Before the update**");
    expect(components).toEqual([]);
  });

  test("deletes nothing while the panel would not make a new one", async () => {
    await using house = await openHouse();
    const { ask, fill, rows } = toolsOf(house);
    await fill({ agoMs: 0 });
    expect((await ask("create")).content).toMatch(/nothing was deleted for a new one\. Try again in \d+ min/);
    expect(rows()).toHaveLength(3);
  });

  test("does nothing when the backups have changed since it was asked", async () => {
    await using house = await openHouse(unthrottled);
    const { ask, fill, press, rows } = toolsOf(house);
    await fill();
    const asked = await ask("create");
    rows()[0]!.locked = true;
    const { content } = await (await press(asked, "Delete it and back up")).reply();
    expect(content).toContain("Nothing was done: the backups have changed in the meantime");
    expect(rows()).toHaveLength(3);
  });

  test("tells when the old one is gone and the new one could not be made", async () => {
    await using house = await openHouse(unthrottled);
    const { ask, fill, press, rows } = toolsOf(house);
    await fill();
    const asked = await ask("create");
    house.panel.failNext(500, { path: "/servers/:server/backups", method: "POST" });
    const { content } = await (await press(asked, "Delete it and back up")).reply();
    expect(content).toBe(
      "The old backup **Before the update** is deleted, but the panel did not make the new one. Use `/backup create` again.",
    );
    expect(rows()).toHaveLength(2);
  });
});

describe("/backup restore", () => {
  test("shows age and size, and wants the server's name typed", async () => {
    await using house = await openHouse();
    const { ask, type } = toolsOf(house);
    const asked = await ask("restore", { backup: old });
    expect(asked.content).toMatch(
      /^Restore \*\*survival\*\* to \*\*Before the update\*\*: [\d.]+ [KM]iB, 1 d old \(<t:\d+:f>\)\?/,
    );
    expect(asked.content).toContain("You will have to type the server's name: **survival**");
    expect(buttonsOf(asked)).toEqual(["Restore the backup", "Make a backup first", "Cancel"]);
    const wrong = await (await type(asked, "Restore the backup", "valheim")).reply();
    expect(wrong.content).toBe("Nothing was done: what you typed is not that name.");
    expect(house.panel.count("POST", "/servers/:server/backups/:backup/restore")).toBe(0);
  });

  test("that comes too soon after others says when the panel takes the next one", async () => {
    await using house = await openHouse();
    const { ask, type } = toolsOf(house);
    const restore = async () => type(await ask("restore", { backup: old }), "Restore the backup", "survival");
    for (let count = 1; count <= 3; count += 1) {
      const use = await restore();
      await use.until(({ content }) => content.includes("🟢 **survival** is restored"));
    }
    expect((await (await restore()).reply()).content).toMatch(/Try again in 1\d min/);
    expect(house.panel.count("POST", "/servers/:server/backups/:backup/restore")).toBe(3);
  });

  test("stops the server before its files are deleted, and ends with what happened", async () => {
    await using house = await openHouse();
    const { ask, type } = toolsOf(house);
    const server = house.panel.server("survival");
    const use = await type(
      await ask("restore", { backup: old, truncate: true }),
      "Restore the backup",
      "Survival ",
    );
    await use.until(({ content }) =>
      content.startsWith("Stopping **survival** before its files are deleted"),
    );
    await use.until(({ content }) => content.startsWith("Restoring **survival** to **Before the update**"));
    expect(server.powerSignals).toEqual(["stop"]);
    const ended = await use.until(({ content }) => content.includes("🟢 **survival** is restored"));
    expect(buttonsOf(ended)).toEqual(["Start"]);
    const order = house.panel.requests.filter(({ method }) => method === "POST").map(({ route }) => route);
    expect(order).toEqual(["/servers/:server/power", "/servers/:server/backups/:backup/restore"]);
    expect(await house.records()).toMatchObject([{ command: "backup restore", outcome: "restored" }]);
  });

  test("restores nothing when the server does not stop", async () => {
    await using house = await openHouse();
    const { ask, type } = toolsOf(house);
    house.panel.server("survival").lockPower();
    const use = await type(
      await ask("restore", { backup: old, truncate: true }),
      "Restore the backup",
      "survival",
    );
    await use.reply();
    await house.travel(5 * 60_000, 5000);
    const { content } = await use.until((message) => message.content.includes("Nothing was restored"));
    expect(content).toContain("because the server did not stop");
    expect(house.panel.count("POST", "/servers/:server/backups/:backup/restore")).toBe(0);
  });

  test("tells how far it is", async () => {
    await using house = await openHouse({
      panel: { timings: { stopMs: 100, backupMs: 100, restoreMs: 60_000 } },
    });
    const { ask, type } = toolsOf(house);
    const use = await type(await ask("restore", { backup: old }), "Restore the backup", "survival");
    await use.reply();
    await house.travel(25_000);
    await use.until(({ content }) => /Restoring \*\*survival\*\* .* For 2\d s now\./.test(content));
    await house.travel(60_000);
    await use.until(({ content }) => content.includes("🟢 **survival** is restored"));
  });

  test("offers a fresh backup first, and goes on from there", async () => {
    await using house = await openHouse();
    const { ask, press, rows } = toolsOf(house);
    const use = await press(await ask("restore", { backup: old, truncate: true }), "Make a backup first");
    const made = await use.until(({ content }) => content.includes("is done"));
    expect(rows()).toHaveLength(2);
    expect(made.ephemeral).toBe(true);
    const asked = await (await press(made, "Now restore the old one")).reply();
    expect(asked.content).toContain("to **Before the update**");
    expect(asked.content).toContain("**all its files are deleted**");
  });

  test("is throttled in words, and refused while another one runs", async () => {
    await using house = await openHouse();
    const { ask, type, press } = toolsOf(house);
    const asked = await ask("restore", { backup: old });
    house.panel.server("survival").row.status = "restoring_backup";
    const refused = await (await type(asked, "Restore the backup", "survival")).reply();
    expect(refused.content).toContain("it is suspended, being installed, restored or moved");
    house.panel.server("survival").row.status = null;
    const again = await ask("restore", { backup: old });
    await (await press(again, "Cancel")).reply();
  });

  test("needs the key's permission to stop when it deletes first", async () => {
    await using house = await openHouse({
      before: ({ panel }) => {
        panel.server("survival").grant(["websocket.connect", "backup.read", "backup.restore"]);
      },
    });
    const { ask } = toolsOf(house);
    await house.travel(1000);
    expect((await ask("restore", { backup: old, truncate: true })).content).toContain("`control.stop`");
    expect((await ask("restore", { backup: old })).content).toContain("Restore **survival**");
  });
});

describe("a backup that is stuck or failed", () => {
  test("is shown as such, and cannot be restored or downloaded", async () => {
    await using house = await openHouse(unthrottled);
    const { ask, slash } = toolsOf(house);
    const server = house.panel.server("survival");
    server.failNextBackup();
    await (await slash("create", { name: "broken" })).until(({ content }) => content.includes("🔴"));
    server.stuckBackup();
    await (await slash("create", { name: "hanging" })).reply();
    server.row.backups.at(-1)!.createdAt -= 2 * 3_600_000;
    await house.travel(20_000);
    const { content } = await ask("list");
    expect(content).toContain("(2 of 3)");
    expect(content).toMatch(/🟠 hanging · stuck for 2 h · /);
    expect(content).toMatch(/🔴 broken · failed · /);
    const info = await ask("info", { backup: "hanging" });
    expect(fieldsOf(info)["State"]).toContain("🟠 seems stuck");
    expect(buttonsOf(info)).toEqual(["Lock", "Delete"]);
    expect((await ask("restore", { backup: "hanging" })).content).toContain(
      "cannot be restored: it has been in the making for 2 h",
    );
    expect((await ask("restore", { backup: "broken" })).content).toContain("cannot be restored: it failed");
    expect((await ask("download", { backup: "broken" })).content).toContain(
      "cannot be downloaded: it failed",
    );
    const [first] = await house.person("adam").autocomplete("/backup info", { backup: "hang" }, "backup");
    expect(first?.name).toContain("stuck for 2 h");
  });
});

describe("deleting", () => {
  test("says that a locked one must be unlocked, also when it was locked in between", async () => {
    await using house = await openHouse();
    const { ask, press, rows } = toolsOf(house);
    const asked = await ask("delete", { backup: old });
    rows()[0]!.locked = true;
    const { content } = await (await press(asked, "Delete the backup")).reply();
    expect(content).toBe("That backup is locked. Unlock it first: `/backup unlock`.");
    await house.travel(20_000);
    expect((await ask("delete", { backup: old })).content).toContain("is locked, so it cannot be deleted");
  });

  test("says that one is gone already", async () => {
    await using house = await openHouse();
    const { ask, press, rows } = toolsOf(house);
    const asked = await ask("delete", { backup: old });
    rows()[0]!.deleted = true;
    const { content } = await (await press(asked, "Delete the backup")).reply();
    expect(content).toMatch(/The panel does not know that|There is no backup called/);
  });
});
