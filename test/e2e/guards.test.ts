import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Person } from "../simulators/discord/person.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import type { Use } from "../simulators/discord/use.ts";
import { buttonsOf, openHouse, type House } from "./house.ts";

type Name = "adam" | "oscar" | "vera" | "nobody";
type Options = Record<string, string>;

/** Roost Guild as it is, with a second admin and a second guild that is not served. */
const guilds = [
  {
    name: "Roost Guild",
    channels: ["general", "console", "audit"],
    roles: { Admin: [], Operator: [], Viewer: [], Butler: [] },
    people: {
      olivia: [],
      adam: ["Admin"],
      ada: ["Admin"],
      oscar: ["Operator"],
      vera: ["Viewer"],
      bert: ["Butler"],
      nobody: [],
    },
    owner: "olivia",
  },
  {
    name: "Elsewhere",
    roles: { Admin: ["Administrator" as const] },
    people: { eve: ["Admin"] },
    owner: "eve",
  },
];

let house: House;
beforeAll(async () => {
  house = await openHouse({
    discord: { guilds },
    environment: ({ discord }) => ({
      DISCORD_GUILD_ID: discord.guild.id,
      VIEWER_ROLE_IDS: discord.guild.role("Viewer").id,
      ACCESS_FILES: discord.guild.role("Butler").id,
      ACCESS_BACKUP: discord.guild.role("Butler").id,
      ACCESS_POWER_KILL: discord.guild.role("Butler").id,
    }),
  });
});
afterAll(() => house[Symbol.asyncDispose]());

const person = (name: string): Person => house.discord.person(name, { in: "general" });
const role = (name: string): string => `<@&${house.discord.guild.role(name).id}>`;
const refusalFor = (...roles: string[]): string =>
  `You cannot use this: it needs the role ${roles.map(role).join(" or ")}. Ask an admin of this Discord for it.`;

const say = async (name: string, path: string, options: Options = {}): Promise<SeenMessage> =>
  await (await person(name).slash(path, options)).reply();

const powerSignals = (): string[] => house.panel.server("survival").powerSignals;

function idOf(shown: SeenMessage, label: string): string {
  const rows = shown.components.flatMap((row) => row["components"] as { label: string; custom_id: string }[]);
  return rows.find((button) => button.label === label)?.custom_id ?? "";
}

/** A pressed button as a forged client sends it: with the id, whatever is on its screen. */
function press(name: string, shown: SeenMessage, label: string): Use {
  return house.discord.sendInteraction(
    {
      type: 3,
      data: { component_type: 2, id: 1, custom_id: idOf(shown, label) },
      message: {
        id: shown.id,
        channel_id: shown.channelId,
        type: 0,
        content: "",
        embeds: [],
        components: [],
      },
    },
    { person: person(name) },
  );
}

describe("a tier", () => {
  const refused: [Name, string, Options, string][] = [
    ["nobody", "/status", {}, "Viewer"],
    ["nobody", "/help", {}, "Viewer"],
    ["vera", "/restart", {}, "Operator"],
    ["vera", "/power", { signal: "stop" }, "Operator"],
    ["vera", "/cmd", { command: "list" }, "Admin"],
    ["oscar", "/cmd", { command: "list" }, "Admin"],
    ["oscar", "/backup restore", { backup: "x" }, "Admin"],
    ["oscar", "/backup delete", { backup: "x" }, "Admin"],
    ["oscar", "/backup download", { backup: "x" }, "Admin"],
  ];
  test.each(refused)(
    "refuses %s %s %j, in private, and names the role %s",
    async (name, path, options, needed) => {
      const requests = house.panel.requests.length;
      const reply = await say(name, path, options);
      expect(reply.content).toBe(refusalFor(needed));
      expect(reply.ephemeral).toBe(true);
      expect(reply.pings).toEqual({ users: [], roles: [], everyone: false });
      expect(house.panel.requests).toHaveLength(requests);
    },
  );

  test("shows people only what they may use in /help", async () => {
    const commands = async (name: Name): Promise<string[]> =>
      (await say(name, "/help")).content.match(/(?<=`\/)[a-z ]+?(?= ?[`<[])/g) ?? [];
    expect(await commands("vera")).toEqual(["status", "servers", "help"]);
    expect(await commands("oscar")).not.toContain("cmd");
    expect(await commands("adam")).toContain("cmd");
  });

  test("that a named role replaces is not enough any more", async () => {
    expect((await say("adam", "/files list")).content).toBe(refusalFor("Butler"));
    expect((await say("bert", "/files list")).content).toContain("server.properties");
    expect((await say("adam", "/power", { signal: "kill" })).content).toBe(refusalFor("Butler"));
  });

  test("above the everyday one is not opened by a role for the whole command", async () => {
    expect((await say("bert", "/backup list")).content).toContain("Backups of survival");
    expect((await say("bert", "/backup restore", { backup: "x" })).content).toBe(refusalFor("Admin"));
  });
});

describe("suggestions", () => {
  test("are made only to those who may use the command", async () => {
    const suggested = async (name: Name): Promise<unknown[]> =>
      await person(name).autocomplete("/backup info", { backup: "" }, "backup");
    expect(await suggested("vera")).toEqual([]);
    expect(await suggested("adam")).toEqual([]);
    expect(await person("bert").autocomplete("/backup info", { backup: "" }, "backup")).toHaveLength(1);
    expect(await person("nobody").autocomplete("/status", { server: "" }, "server")).toEqual([]);
  });
});

describe("a button", () => {
  test("does for somebody else only what they may do themselves", async () => {
    const shown = await say("oscar", "/status");
    expect(buttonsOf(shown)).toContain("Stop");
    const use = await person("vera").click(shown, "Stop");
    const reply = await use.reply();
    expect(reply.content).toBe(refusalFor("Operator"));
    expect(reply.ephemeral).toBe(true);
    expect(powerSignals()).toEqual([]);
    // What everybody sees stays as it was.
    expect(house.discord.message(shown.id)?.content).toBe(shown.content);
  });

  test("works no more when the role was taken away in between", async () => {
    const shown = await say("oscar", "/status");
    house.discord.guild.setRoles("oscar", []);
    const use = await person("oscar").click(shown, "Stop");
    expect((await use.reply()).content).toBe(refusalFor("Operator"));
    house.discord.guild.setRoles("oscar", ["Operator"]);
    expect(powerSignals()).toEqual([]);
  });

  test("of another day is too old", async () => {
    const shown = await say("oscar", "/status");
    await house.travel(25 * 3_600_000, 60_000);
    const use = await person("oscar").click(shown, "Stop");
    const reply = await use.reply();
    expect(reply.content).toBe("This button is too old. Use the command again for a fresh one.");
    expect(reply.ephemeral).toBe(true);
    expect(powerSignals()).toEqual([]);
  });

  test("that was made up means nothing", async () => {
    const shown = await say("oscar", "/status");
    const use = await person("oscar").replay(shown, "roost:AAAAAAAAAAAAAAAA");
    expect((await use.reply()).content).toContain("too old");
  });
});

describe("a question", () => {
  const backups = () => house.panel.server("survival").row.backups.filter(({ deleted }) => !deleted);
  const ask = () => say("adam", "/backup delete", { backup: "Before the update" });

  test("is answered by nobody but the one it was put to, not even by another admin", async () => {
    const question = await ask();
    const reply = await press("ada", question, "Delete the backup").reply();
    expect(reply.content).toBe("This question was not put to you. Use the command yourself.");
    expect(reply.ephemeral).toBe(true);
    expect(backups()).toHaveLength(1);
    await (await person("adam").click(question, "Cancel")).reply();
  });

  test("is asked again of the roles: taken away in between, the answer is worth nothing", async () => {
    const question = await ask();
    house.discord.guild.setRoles("adam", []);
    const use = await person("adam").click(question, "Delete the backup");
    expect((await use.reply()).content).toBe(refusalFor("Admin"));
    house.discord.guild.setRoles("adam", ["Admin"]);
    expect(backups()).toHaveLength(1);
  });

  test("is taken back after a minute", async () => {
    const question = await ask();
    const id = question.id;
    await house.travel(61_000);
    await house.discord.until(
      () => house.discord.message(id)?.content.startsWith("Nothing was done") || undefined,
    );
    const late = house.discord.message(id);
    expect(late?.content).toBe("Nothing was done: the question was not answered in time.");
    expect(late?.components).toEqual([]);
    const reply = await press("adam", question, "Delete the backup").reply();
    expect(reply.content).toContain("too old");
    expect(backups()).toHaveLength(1);
  });

  test("is answered once, however often and fast the button is pressed", async () => {
    const before = house.panel.count("DELETE", "/servers/:server/backups/:backup");
    const question = await ask();
    const id = idOf(question, "Delete the backup");
    const replies = await Promise.all(
      [1, 2, 3].map(async () => await (await person("adam").replay(question, id)).reply()),
    );
    expect(replies.map(({ content }) => content).toSorted()).toEqual([
      "The backup **Before the update** is deleted.",
      "This question is closed: it was answered already, or its time was over.",
      "This question is closed: it was answered already, or its time was over.",
    ]);
    expect(house.panel.count("DELETE", "/servers/:server/backups/:backup")).toBe(before + 1);
  });
});

describe("elsewhere", () => {
  const command = () => house.discord.commands("Roost Guild").find(({ name }) => name === "status") ?? {};
  const data = () => ({ id: command()["id"], name: "status", type: 1 });

  test("in a guild that is not served, the commands are not there, and a forged one is refused", async () => {
    expect(house.discord.commands("Elsewhere")).toEqual([]);
    const other = house.discord.guildNamed("Elsewhere");
    const eve = other.member("eve");
    const use = house.discord.sendInteraction({
      guild_id: other.id,
      data: data(),
      member: { user: { id: eve.user.id, username: "eve" }, roles: eve.roleIds, permissions: "8" },
    });
    const reply = await use.reply();
    expect(reply.content).toMatch(/^Roost does not serve this Discord\./);
    expect(reply.ephemeral).toBe(true);
  });

  test("in direct messages nothing is done", async () => {
    await expect(house.discord.person("adam", { dm: true }).slash("/status")).rejects.toThrow();
    const use = house.discord.sendInteraction(
      {
        guild_id: undefined,
        member: undefined,
        user: { id: person("adam").id, username: "adam" },
        data: data(),
      },
      { person: person("adam") },
    );
    const reply = await use.reply();
    expect(reply.content).toBe("Roost works only inside a Discord server, not in direct messages.");
    expect(reply.ephemeral).toBe(true);
  });
});

describe("with no role named", () => {
  test("admins are members with Administrator; Discord hides from others what they may not use, and Roost refuses it", async () => {
    await using bare = await openHouse({
      discord: { guilds: [{ ...guilds[0]!, roles: { ...guilds[0]!.roles, Boss: ["Administrator"] } }] },
      environment: () => ({ ADMIN_ROLE_IDS: "", OPERATOR_ROLE_IDS: "" }),
    });
    const { discord } = bare;
    const vera = discord.person("vera", { in: "general" });
    expect((await (await vera.slash("/status")).reply()).embeds).toHaveLength(1);
    await expect(vera.slash("/restart")).rejects.toThrow("not offered");
    const restart = discord.commands("Roost Guild").find(({ name }) => name === "restart");
    const forged = discord.sendInteraction(
      { data: { id: restart?.["id"], name: "restart", type: 1 } },
      { person: vera },
    );
    const reply = await forged.reply();
    expect(reply.content).toBe("You cannot use this: it needs Discord's **Administrator** permission.");
    expect(reply.ephemeral).toBe(true);
    discord.guild.setRoles("vera", ["Boss"]);
    const allowed = await vera.slash("/restart");
    expect((await allowed.reply()).content).toContain("Restarting");
  });
});
