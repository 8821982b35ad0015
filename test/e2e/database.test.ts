import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Options } from "../simulators/discord/command-call.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { fieldsOf, openHouse, type House } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house[Symbol.asyncDispose]());

const ask = async (path: string, options: Options = {}): Promise<SeenMessage> =>
  (await house.person("adam").slash(`/database ${path}`, options)).reply();
const rows = () => house.panel.server("survival").row.databases;
/** Everything that anybody was shown or that was written down. */
const written = (): string => house.logged.join("\n");

describe("/database list", () => {
  test("shows host, name and user, and no password", async () => {
    const { name, username, password } = rows()[0]!;
    const { content, ephemeral } = await ask("list");
    expect(content).toBe(
      `**Databases of survival** (1 of 2)\n\`${name}\` · user \`${username}\` · \`203.0.113.9:3306\` · from anywhere`,
    );
    expect(content).not.toContain(password);
    expect(ephemeral).toBe(true);
  });

  test("shows a password behind a spoiler for a minute, to the one who asked, and records that", async () => {
    const { id, password } = rows()[0]!;
    const use = await house.person("adam").select(await ask("list"), "Show a password for a minute", [id]);
    const shown = await use.reply();
    expect(shown.ephemeral).toBe(true);
    expect(fieldsOf(shown)["Password"]).toBe(`||\`${password}\`||`);
    await house.travel(61_000);
    const hidden = await use.until(({ content }) => content === "Hidden again.");
    expect(hidden.embeds).toEqual([]);
    expect(written()).not.toContain(password);
    expect(await house.records()).toMatchObject([
      { command: "database list", outcome: "showed the password" },
    ]);
  });

  test("says when the key may not see passwords", async () => {
    house.panel.server("survival").permissions(["websocket.connect", "database.read"]);
    const shown = await ask("list", { database: "luckperms" });
    expect(fieldsOf(shown)["Password"]).toContain("`database.view_password`");
  });

  test("is for admins", async () => {
    const { content } = await (await house.person("oscar").slash("/database list")).reply();
    expect(content).toContain("You cannot use this");
  });
});

describe("/database create", () => {
  test("makes one and shows how to get in, for a minute", async () => {
    const use = await house.person("adam").slash("/database create", { name: "plots" });
    const fields = fieldsOf(await use.reply());
    const made = rows()[1]!;
    expect(fields).toMatchObject({
      Database: `\`${made.name}\``,
      From: "anywhere",
      Password: `||\`${made.password}\`||`,
    });
    await house.travel(61_000);
    await use.until(({ content }) => content === "Hidden again.");
    expect((await ask("list")).content).toContain("(2 of 2)");
    expect(written()).not.toContain(made.password);
  });

  test.each([
    [{ name: "no blanks" }, "cannot be a database's name"],
    [{ name: "ab" }, "cannot be a database's name"],
    [{ name: "plots", from: "any where" }, "cannot be an address"],
  ])("%j is refused before the panel is asked", async (options, sentence) => {
    expect((await ask("create", options)).content).toContain(sentence);
    expect(house.panel.count("POST", "/servers/:server/databases")).toBe(0);
  });

  test("tells each reason of the panel in words", async () => {
    expect((await ask("create", { name: "luckperms" })).content).toContain(
      "The panel did not accept “database”",
    );
    const { featureLimits } = house.panel.server("survival").row;
    featureLimits.databases = 1;
    expect((await ask("create", { name: "other" })).content).toBe(
      "All databases of this server's plan are used. Delete one first: `/database delete`.",
    );
    expect((await ask("create", { name: "another" })).content).toMatch(
      /^The panel allows this only now and then/,
    );
    house.panel.state.settings.databases = false;
    await house.travel(61_000);
    expect((await ask("create", { name: "another" })).content).toBe(
      "This panel does not let its users make databases.",
    );
  });

  test("knows a plan without databases", async () => {
    await using poor = await openHouse({
      panel: { servers: [{ name: "poor", running: true, featureLimits: { databases: 0 } }] },
    });
    const use = await poor.person("adam").slash("/database create", { name: "plots" });
    expect((await use.reply()).content).toContain("has no room for databases in its plan");
  });
});

describe("/database rotate", () => {
  test("asks, and shows the new password for a minute", async () => {
    const before = rows()[0]!.password;
    const asked = await ask("rotate", { database: "luckperms" });
    expect(asked.content).toContain("cannot connect until it has the new one");
    const use = await house.person("adam").click(asked, "Make a new password");
    const { password } = rows()[0]!;
    expect(fieldsOf(await use.reply())["Password"]).toBe(`||\`${rows()[0]!.password}\`||`);
    expect(rows()[0]!.password).not.toBe(before);
    await house.travel(61_000);
    await use.until(({ content }) => content === "Hidden again.");
    expect(written()).not.toContain(rows()[0]!.password);
    expect(password).toBeDefined();
  });

  test("knows which databases there are", async () => {
    expect((await ask("rotate", { database: "nope" })).content).toContain(
      "There is no database called `nope`",
    );
  });
});

describe("/database delete", () => {
  test("wants the name typed", async () => {
    const { name } = rows()[0]!;
    const person = house.person("adam");
    const asked = await ask("delete", { database: "luckperms" });
    expect(asked.content).toContain(`type its name: \`${name}\``);
    const modal = await (await person.click(asked, "Delete the database")).modal();
    const wrong = await (await person.submit(modal, { typed: "luckperms" })).reply();
    expect(wrong.content).toBe("Nothing was done: what you typed is not that name.");
    expect(rows()).toHaveLength(1);
    const again = await (await person.click(asked, "Delete the database")).modal();
    expect((await (await person.submit(again, { typed: name })).reply()).content).toBe(
      `The database \`${name}\` is deleted.`,
    );
    expect(rows()).toEqual([]);
    expect((await ask("list")).content).toContain("has no databases yet");
  });
});
