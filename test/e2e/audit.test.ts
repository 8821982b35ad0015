import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import { openHouse, until, type House, type HouseOptions } from "./house.ts";

const auditChannel: NonNullable<HouseOptions["environment"]> = ({ discord }) => ({
  AUDIT_CHANNEL_ID: discord.guild.channel("audit").id,
});

/** A store in which this goes wrong from the beginning. */
function breakStore(dataDir: string, trigger: string): void {
  openDatabase(dataDir).close();
  const database = new DatabaseSync(join(dataDir, "roost.sqlite"));
  database.exec(`CREATE TRIGGER broken ${trigger} BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END`);
  database.close();
}

const audited = (house: House): string => {
  const messages = house.discord.messages("audit");
  return messages.map(({ content }) => content).join("\n");
};

test("each action is recorded before it is done and completed with how it went, and mirrored for people to read", async () => {
  await using house = await openHouse({ environment: auditChannel });
  const restart = await house.person("oscar").slash("/restart", { reason: "too *slow* @everyone" });
  await restart.until(({ content }) => content.includes("is running again"));
  const denied = await house.person("vera").slash("/cmd", { command: "op vera" });
  await denied.reply();
  const question = await house.person("adam").slash("/backup delete", { backup: "Before the update" });
  const use = await house.person("adam").click(await question.reply(), "Delete the backup");
  await use.reply();
  const read = await house.person("adam").slash("/files read", { path: "eula.txt" });
  await read.reply();
  const status = await house.person("vera").slash("/status");
  await status.reply();
  await until(() => audited(house).includes("#4` → read"), "the mirror");

  const messages = house.discord.messages("audit");
  expect(messages.every(({ pings }) => pings.users.length === 0 && !pings.everyone)).toBe(true);
  const lines = audited(house).split("\n");
  expect(lines[0]).toMatch(
    /^`#1` \*\*Oscar\*\* \(<@\d+>\) used `\/restart reason: too \*slow\* @everyone` on \*\*survival\*\*$/,
  );
  expect(lines.find((line) => line.startsWith("`#1` →"))).toMatch(/is running again/);
  expect(audited(house)).toMatch(
    /`#2` \*\*Vera\*\* \(<@\d+>\) used `\/cmd command: op vera` on \*\*survival\*\* \(refused\)/,
  );
  expect(audited(house)).not.toContain("status");

  const { uuid } = house.panel.server("survival").row;
  const records = await house.records();
  expect(records).toMatchObject([
    { command: "restart", actor: "Oscar", server: "survival", serverUuid: uuid, decision: "allowed" },
    { command: "cmd", actor: "Vera", serverUuid: uuid, decision: "refused", outcome: "refused" },
    { command: "backup delete", actor: "Adam", decision: "allowed", outcome: "deleted Before the update" },
    { command: "files read", actor: "Adam", arguments: { path: "eula.txt" }, outcome: "read" },
  ]);
  expect(records[0]?.outcome).toMatch(/is running again/);
});

test("what cannot be recorded is not done", async () => {
  await using house = await openHouse({
    environment: auditChannel,
    before: ({ dataDir }) => {
      breakStore(dataDir, "BEFORE INSERT ON audit");
    },
  });
  const { panel } = house;
  // What changes something, and what gives something away.
  const deeds = (): string[] =>
    panel.requests
      .filter(({ method, route }) => method !== "GET" || /contents$|download$/.test(route))
      .map(({ method, route }) => `${method} ${route}`);
  const tries: [string, Record<string, string>][] = [
    ["/restart", {}],
    ["/power", { signal: "stop" }],
    ["/cmd", { command: "list" }],
    ["/backup create", {}],
    ["/backup lock", { backup: "Before the update" }],
    ["/files read", { path: "eula.txt" }],
    ["/backup download", { backup: "Before the update" }],
  ];
  for (const [path, options] of tries) {
    const use = await house.person("adam").slash(path, options);
    expect((await use.reply()).content).toBe(
      "Nothing was done, because Roost could not write it into its log. Ask whoever runs Roost to check its disk.",
    );
  }
  expect(deeds()).toEqual([]);
  expect(panel.server("survival").stdin).toEqual([]);
  expect(panel.server("survival").powerSignals).toEqual([]);
  // Looking is no action, and goes on.
  const status = await house.person("vera").slash("/status");
  expect((await status.reply()).embeds).toHaveLength(1);
  expect(house.loggedWith("could not be recorded").length).toBeGreaterThan(0);
});

test("a disk that takes nothing is told once, and consoles go on", async () => {
  await using house = await openHouse({
    environment: (world) => ({
      ...auditChannel(world),
      CONSOLE_CHANNEL_ID: world.discord.guild.channel("console").id,
    }),
    before: ({ dataDir }) => {
      breakStore(dataDir, "BEFORE INSERT ON small_state");
    },
  });
  for (const line of ["one", "two", "three"]) {
    house.panel.server("survival").print(`line ${line}`);
    await house.discord.untilMessage("console", ({ content }) => content.includes(`line ${line}`));
  }
  await until(() => audited(house).includes("cannot write into `DATA_DIR`"), "the warning");
  expect(audited(house).match(/DATA_DIR/g)).toHaveLength(1);
  expect(house.loggedWith('"level":"error"')).toHaveLength(1);
});

test("an outcome that cannot be recorded is told all the same", async () => {
  await using house = await openHouse({
    environment: auditChannel,
    before: ({ dataDir }) => {
      breakStore(dataDir, "BEFORE UPDATE ON audit");
    },
  });
  const use = await house.person("oscar").slash("/restart");
  await use.until(({ content }) => content.includes("is running again"));
  await until(() => audited(house).includes("→"), "the mirror");
  expect(house.loggedWith("the outcome of an action could not be recorded")).toHaveLength(1);
});

test("a record outlives the program, which goes on where it was", async () => {
  await using house = await openHouse({ environment: auditChannel });
  const first = await house.person("adam").slash("/cmd", { command: "list" });
  await first.reply();
  await house.restart();
  await house.untilConsolesOpen();
  const second = await house.person("adam").slash("/cmd", { command: "list" });
  await second.reply();
  expect((await house.records()).map(({ command, outcome }) => [command, outcome])).toEqual([
    ["cmd", "sent"],
    ["cmd", "sent"],
  ]);
});

test("an audit channel that is gone stops nothing", async () => {
  await using house = await openHouse({ environment: auditChannel });
  house.discord.guild.deleteChannel("audit");
  const use = await house.person("adam").slash("/cmd", { command: "list" });
  expect((await use.reply()).content).toContain("There are 0 of a max of 20");
  expect(await house.records()).toMatchObject([{ command: "cmd", outcome: "sent" }]);
});
