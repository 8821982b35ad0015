import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Options } from "../simulators/discord/command-call.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { buttonsOf, openHouse, type House } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house[Symbol.asyncDispose]());

const ask = async (
  path: string,
  options: Options = {},
  who: "adam" | "oscar" = "adam",
): Promise<SeenMessage> => (await house.person(who).slash(path, options)).reply();
const lines = ({ content }: SeenMessage): string[] => content.split("\n").slice(1);

describe("/activity", () => {
  test("shows the panel's log, newest first, in pages", async () => {
    const server = house.panel.server("survival");
    for (let index = 1; index <= 24; index += 1)
      server.log("server:file.write", 1, { file: `/f${index}`, ip: "10.0.0.1" });
    const first = await ask("/activity");
    expect(first.content.split("\n")[0]).toBe("**Log of survival** (25, page 1 of 3)");
    expect(lines(first)[0]).toMatch(
      /^<t:\d+:R> \*\*olivia\*\* `server:file\.write` · `file: \/f24` · by API key$/,
    );
    expect(lines(first)).toHaveLength(10);
    expect(first.content).not.toContain("10.0.0.1");
    const last = await (
      await house
        .person("adam")
        .click(await (await house.person("adam").click(first, "More ▶")).reply(), "More ▶")
    ).reply();
    expect(lines(last).at(-1)).toContain("`server:power.start`");
    expect(buttonsOf(last)).toEqual(["◀ Back"]);
  });

  test("is narrowed to an event, and keeps that over pages", async () => {
    const server = house.panel.server("survival");
    for (let index = 0; index < 12; index += 1) server.log("server:power.restart", null);
    server.log("server:file.write", 1);
    const first = await ask("/activity", { event: "power" });
    expect(first.content.split("\n")[0]).toBe("**Log of survival** with `power` (13, page 1 of 2)");
    expect(lines(first)[0]).toMatch(/the panel `server:power\.restart`$/);
    const second = await (await house.person("adam").click(first, "More ▶")).reply();
    expect(lines(second)).toHaveLength(3);
    expect((await ask("/activity", { event: "nothing" })).content).toContain("holds nothing with `nothing`");
  });

  test("suggests events, and shows no values of startup variables", async () => {
    const choices = await house.person("adam").autocomplete("/activity", { event: "sched" }, "event");
    expect(choices).toEqual([expect.objectContaining({ value: "server:schedule" })]);
    house.panel
      .server("survival")
      .log("server:startup.edit", 1, { variable: "PASSWORD", old: "a", new: "hunter22" });
    const { content } = await ask("/activity");
    expect(content).toContain("`variable: PASSWORD`");
    expect(content).not.toContain("hunter22");
  });

  test("is for admins, and needs the key's permission", async () => {
    expect((await ask("/activity", {}, "oscar")).content).toContain("You cannot use this");
    house.panel.server("survival").permissions(["websocket.connect"]);
    expect((await ask("/activity")).content).toContain("the permission `activity.read`");
  });
});

describe("/audit", () => {
  test("shows what was done, newest first, with how it went", async () => {
    await ask("/backup lock", { backup: "Before the update" }, "oscar");
    await ask("/schedule disable", { schedule: "Nightly restart", server: "valheim" });
    await ask("/startup list");
    const all = await ask("/audit");
    expect(all.content.split("\n")[0]).toBe("**Roost's log** (2, page 1 of 1)");
    const { id: oscar } = house.person("oscar");
    expect(lines(all)).toEqual([
      expect.stringMatching(
        /^`#2` <t:\d+:R> <@\d+> `\/schedule disable schedule: Nightly restart` on \*\*valheim\*\* → turned off$/,
      ),
      expect.stringMatching(
        new RegExp(`^\`#1\` <t:\\d+:R> <@${oscar}> .*\\/backup lock.* on \\*\\*survival\\*\\* → locked$`),
      ),
    ]);
    expect(all.ephemeral).toBe(true);
    expect(all.pings.users).toEqual([]);
  });

  test("is narrowed to a person and to a server", async () => {
    await ask("/backup lock", { backup: "Before the update" }, "oscar");
    await ask("/schedule disable", { schedule: "Nightly restart", server: "valheim" });
    expect(lines(await ask("/audit", { server: "valheim" }))).toHaveLength(1);
    expect(lines(await ask("/audit", { server: house.panel.server("survival").id }))[0]).toContain(
      "backup lock",
    );
    expect(lines(await ask("/audit", { user: "oscar" }))[0]).toContain("backup lock");
    expect((await ask("/audit", { user: "vera" })).content).toMatch(/^Roost's log of <@\d+> is empty/);
  });

  test("holds what was refused", async () => {
    await ask("/database create", { name: "plots" }, "oscar");
    expect(lines(await ask("/audit"))[0]).toContain(
      "`/database create name: plots` on **survival** → 🚫 refused",
    );
  });

  test("comes in pages", async () => {
    for (let index = 0; index < 9; index += 1) {
      await ask("/schedule disable", { schedule: "Nightly restart" });
    }
    const first = await ask("/audit");
    expect(lines(first)).toHaveLength(8);
    const second = await (await house.person("adam").click(first, "More ▶")).reply();
    expect(lines(second)[0]).toContain("`#1`");
  });

  test("opens even when the panel shows no server", async () => {
    await using empty = await openHouse({ panel: { servers: [] }, unready: true });
    await empty.starting;
    await empty.discord.ready();
    expect((await (await empty.person("adam").slash("/audit")).reply()).content).toContain(
      "Roost's log is empty",
    );
  });
});
