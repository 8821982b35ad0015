import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { buttonsOf, fieldsOf, openHouse, type House } from "./house.ts";

const names = ["alpha", "charlie", "delta", "echo"];

let house: House;
beforeAll(async () => {
  house = await openHouse({
    panel: {
      servers: [
        ...names.map((name) => ({ name, running: true })),
        { name: "bravo", featureLimits: { backups: 9 } },
        { name: "poor", featureLimits: { backups: 0 } },
        { name: "full", featureLimits: { backups: 1 } },
      ],
    },
  });
});
afterAll(() => house[Symbol.asyncDispose]());

const old = "Before the update";
const backupsOf = (server: string) =>
  house.panel.server(server).row.backups.filter(({ deleted }) => !deleted);

async function ask(
  name: "adam" | "oscar",
  command: string,
  options: Record<string, string | boolean>,
): Promise<SeenMessage> {
  const use = await house.person(name).slash(`/backup ${command}`, options);
  return await use.reply();
}

describe("/backup create", () => {
  test("tells when the backup is done, and its size", async () => {
    const use = await house
      .person("oscar")
      .slash("/backup create", { server: "alpha", name: "daily *1*", ignored: "logs/*, cache", lock: true });
    expect((await use.reply()).content).toBe("Making the backup **daily \\*1\\*** of **alpha** …");
    expect((await use.next()).content).toMatch(
      /^🟢 The backup \*\*daily \\\*1\\\*\*\* is done: [\d.]+ [KM]iB\.$/,
    );
    expect(backupsOf("alpha").at(-1)).toMatchObject({
      name: "daily *1*",
      ignored: ["logs/*", "cache"],
      locked: true,
    });
  });

  test("tells when the backup fails, and what to try", async () => {
    house.panel.server("alpha").failNextBackup();
    const use = await house.person("oscar").slash("/backup create", { server: "alpha", name: "doomed" });
    const { content } = await use.until(({ content }) => content.startsWith("🔴"));
    expect(content).toBe(
      "🔴 The backup **doomed** failed. Check that the server has disk space left, then try again.",
    );
  });

  test("tells when the next slot is free", async () => {
    for (const name of ["one", "two"]) {
      const use = await house.person("oscar").slash("/backup create", { server: "bravo", name });
      await use.until(({ content }) => content.includes("is done"));
    }
    await house.travel(4 * 60_000 + 5000);
    const { content } = await ask("oscar", "create", { server: "bravo", name: "three" });
    expect(content).toBe("Too many backups were made just now. The next slot is free in 6 min.");
    // The limit is known now: asking again does not even ask the panel.
    const before = house.panel.count("POST", "/servers/:server/backups");
    expect((await ask("oscar", "create", { server: "bravo" })).content).toContain("in 6 min");
    expect(house.panel.count("POST", "/servers/:server/backups")).toBe(before);
  });

  test("tells when all slots are used, or there are none", async () => {
    expect((await ask("oscar", "create", { server: "full" })).content).toBe(
      "The only backup slot of **full** is used. Ask an admin to delete one: the oldest unlocked is **Before the update**.",
    );
    expect((await ask("oscar", "create", { server: "poor" })).content).toBe(
      "**poor** has no room for backups in its plan. Ask your hoster for some.",
    );
  });
});

describe("/backup list and info", () => {
  test("show what there is, newest first", async () => {
    const { content, ephemeral } = await ask("oscar", "list", { server: "charlie" });
    expect(content).toMatch(
      /^\*\*Backups of charlie\*\* \(1 of 3\)\n🟢 Before the update · 1\.1 KiB · <t:\d+:R>$/,
    );
    expect(ephemeral).toBe(true);
  });

  test("tell of one backup, with buttons for what the one who asked may do", async () => {
    const forOperator = await ask("oscar", "info", { backup: old, server: "charlie" });
    expect(fieldsOf(forOperator)).toMatchObject({ State: "🟢 done", Size: "1.1 KiB" });
    expect(buttonsOf(forOperator)).toEqual(["Lock"]);
    const forAdmin = await ask("adam", "info", { backup: old, server: "charlie" });
    expect(buttonsOf(forAdmin)).toEqual(["Download", "Lock", "Restore", "Delete"]);
  });

  test("suggest backups by name and age", async () => {
    const person = house.person("oscar");
    const [first, ...others] = await person.autocomplete(
      "/backup info",
      { server: "charlie", backup: "before" },
      "backup",
    );
    expect(first?.name).toMatch(/^Before the update · 1 d( \d+ min)? ago · 1\.1 KiB$/);
    expect(others).toEqual([]);
    const chosen = await ask("oscar", "info", { backup: String(first?.value), server: "charlie" });
    expect(chosen.embeds[0]?.title).toBe(old);
    expect(
      await person.autocomplete("/backup info", { server: "charlie", backup: "nothing" }, "backup"),
    ).toEqual([]);
  });
});

describe("/backup lock and unlock", () => {
  test("change the lock once, however often they are asked", async () => {
    expect((await ask("oscar", "lock", { backup: old, server: "delta" })).content).toBe(
      `**${old}** is now locked.`,
    );
    expect((await ask("oscar", "lock", { backup: old, server: "delta" })).content).toBe(
      `**${old}** was already locked.`,
    );
    expect(backupsOf("delta")[0]?.locked).toBe(true);
    expect((await ask("adam", "delete", { backup: old, server: "delta" })).content).toContain(
      "is locked, so it cannot be deleted. Unlock it first: `/backup unlock`.",
    );
    expect((await ask("oscar", "unlock", { backup: old, server: "delta" })).content).toBe(
      `**${old}** is now unlocked.`,
    );
    expect(backupsOf("delta")[0]?.locked).toBe(false);
  });
});

describe("/backup download", () => {
  test("gives a link that works once, unpreviewed, to the one who asked", async () => {
    const { content, ephemeral } = await ask("adam", "download", { backup: old, server: "charlie" });
    expect(ephemeral).toBe(true);
    const [, url = ""] = /<(http\S+)>\n/.exec(content) ?? [];
    const first = await fetch(url);
    expect(first.status).toBe(200);
    expect((await first.arrayBuffer()).byteLength).toBe(backupsOf("charlie")[0]?.bytes);
    expect((await fetch(url)).status).not.toBe(200);
  });
});

describe("/backup delete", () => {
  test("asks first, and deletes once", async () => {
    const question = await ask("adam", "delete", { backup: old, server: "echo" });
    expect(question.ephemeral).toBe(true);
    expect(question.content).toMatch(
      /^Delete the backup \*\*Before the update\*\* of \*\*echo\*\* \(1\.1 KiB, made <t:\d+:R>\)\? It cannot be brought back\.$/,
    );
    expect(buttonsOf(question)).toEqual(["Delete the backup", "Cancel"]);
    expect(backupsOf("echo")).toHaveLength(1);
    const use = await house.person("adam").click(question, "Delete the backup");
    const { content, components } = await use.reply();
    expect(content).toBe("The backup **Before the update** is deleted.");
    expect(components).toEqual([]);
    expect(backupsOf("echo")).toEqual([]);
  });
});

describe("/backup restore", () => {
  test("does nothing when the answer is no", async () => {
    const question = await ask("adam", "restore", { backup: old, server: "charlie" });
    const use = await house.person("adam").click(question, "Cancel");
    expect((await use.reply()).content).toBe("Nothing was done.");
    expect(house.panel.server("charlie").state).toBe("running");
  });
});
