import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { buttonsOf, openHouse, until, type House } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({
    environment: ({ discord }) => ({
      CMD_DENY: "op,deop,ban*",
      // Somebody who may type into consoles, and nothing else.
      ACCESS_CMD: `${discord.guild.role("Admin").id},${discord.guild.role("Viewer").id}`,
    }),
  });
});
afterAll(() => house[Symbol.asyncDispose]());

const run = async (
  command: string,
  name: "adam" | "vera" = "adam",
  server?: string,
): Promise<SeenMessage> => {
  const use = await house
    .person(name)
    .slash("/cmd", { command, ...(server === undefined ? {} : { server }) });
  return await use.reply();
};
const stdin = (): string[] => house.panel.server("survival").stdin;

describe("/cmd", () => {
  test("answers with the console's output in a code block, privately", async () => {
    const reply = await run("list");
    expect(reply.content).toMatch(
      /^Sent `list`\n```\n\[\d\d:\d\d:\d\d\] \[Server thread\/INFO\]: There are 0 of a max of 20 players online:\n```$/,
    );
    expect(reply.ephemeral).toBe(true);
  });

  test("shows colours as plain text", async () => {
    const { content } = await run("tps");
    expect(content).toContain("TPS from last 1m, 5m, 15m: 20.0, 19.98, 17.2");
    expect(content).not.toContain("\u001B");
  });

  test("puts a long output into a file, whole", async () => {
    const lines = Array.from({ length: 120 }, (_, index) => `entry ${index} ${"x".repeat(30)}`);
    const use = await house.person("adam").slash("/cmd", { command: "say long" });
    await until(() => stdin().includes("say long"), "the command");
    house.panel.server("survival").print(...lines);
    const reply = await use.reply();
    expect(reply.content).toBe("Sent `say long`");
    const [file] = reply.attachments;
    expect(file?.filename).toBe("output.log");
    const text = house.discord.attachment(file?.id ?? "")?.toString() ?? "";
    for (const line of lines) expect(text).toContain(line);
  });

  test("says so when the console stays silent", async () => {
    const use = await house.person("adam").slash("/cmd", { command: "/" });
    await until(() => stdin().includes("/"), "the command");
    await house.travel(4000);
    expect((await use.reply()).content).toBe("Sent `/`. The console did not answer within 3 s.");
  });

  test("tells that the server is offline, with a Start button for those who may start it", async () => {
    const forAdmin = await run("list", "adam", "valheim");
    expect(forAdmin.content).toBe("**valheim** is not running, so it cannot take commands. Start it first.");
    expect(buttonsOf(forAdmin)).toEqual(["Start"]);
    const forOther = await run("list", "vera", "valheim");
    expect(forOther.content).toBe(
      "**valheim** is not running, so it cannot take commands. Ask an operator to start it.",
    );
    expect(buttonsOf(forOther)).toEqual([]);
    const start = await house.person("adam").click(forAdmin, "Start");
    await start.until(({ content }) => content.includes("**valheim** is running"));
  });

  test("takes stop-type commands for power actions", async () => {
    const refused = await run("/stop", "vera");
    expect(refused.content).toMatch(/^`\/stop` counts as a power action, and you may not use `\/power stop`/);
    for (const sly of ["minecraft:stop", "STOP", "  stop  "])
      expect((await run(sly, "vera")).content).toContain("counts as a power action");
    expect(stdin()).not.toContain("stop");
    expect(house.panel.server("survival").powerSignals).toEqual([]);
    const use = await house.person("adam").slash("/cmd", { command: "stop" });
    await use.until(({ content }) => content.includes("**survival** is stopped"));
    expect(house.panel.server("survival").powerSignals).toEqual(["stop"]);
    const start = await house.person("adam").slash("/power", { signal: "start" });
    await start.until(({ content }) => content.includes("**survival** is running"));
  });
});

describe("/cmd sends nothing", () => {
  test.each([
    ["a newline", "say hi\nop Eve", "one line"],
    ["a carriage return", "say hi\rop Eve", "one line"],
    ["a line separator", "say hi\u2028op Eve", "one line"],
    ["an escape sequence", "say \u001B[2J", "hidden characters"],
    ["text that runs backwards", "say \u202Egnol", "hidden characters"],
    ["nothing but blanks", "   ", "nothing to send"],
    ["too many bytes", "é".repeat(2000), "too long"],
    ["a denied command", "op Eve", "may not be sent"],
    ["a denied command in disguise", "/minecraft:OP Eve", "may not be sent"],
    ["a denied command by wildcard", "ban-ip 203.0.113.9", "may not be sent"],
  ])("for %s, and says why", async (_, command, why) => {
    const before = stdin().length;
    const sent = house.panel.count("POST", "/servers/:server/command");
    const reply = await run(command);
    expect(reply.content).toContain(why);
    expect(reply.ephemeral).toBe(true);
    expect(house.panel.count("POST", "/servers/:server/command")).toBe(sent);
    expect(stdin()).toHaveLength(before);
  });
});

test("CMD_ALLOW lets through nothing else", async () => {
  await using strict = await openHouse({ environment: () => ({ CMD_ALLOW: "list,say*", CMD_DENY: "say" }) });
  const type = async (command: string): Promise<string> =>
    (await (await strict.person("adam").slash("/cmd", { command })).reply()).content;
  expect(await type("list")).toContain("There are 0 of a max of 20");
  expect(await type("say hello")).toContain("may not be sent");
  expect(await type("kick Ann")).toContain("may not be sent");
  expect(await type("stop")).toContain("may not be sent");
  expect(strict.panel.server("survival").stdin).toEqual(["list"]);
});
