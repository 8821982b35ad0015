import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { buttonsOf, fieldsOf, openHouse, type House } from "./house.ts";

const noLimits = { memory: 0, cpu: 0, disk: 0 };

let house: House;
beforeAll(async () => {
  house = await openHouse({
    panel: {
      servers: [
        { name: "survival", game: "minecraft", running: true },
        { name: "valheim", game: "valheim", running: false },
        { name: "free", game: "minecraft", running: true, limits: noLimits },
        { name: "moody", game: "minecraft", running: false },
      ],
    },
  });
});
afterAll(() => house[Symbol.asyncDispose]());

const status = async (name: "adam" | "oscar" | "vera", server?: string): Promise<SeenMessage> => {
  const use = await house.person(name).slash("/status", server === undefined ? {} : { server });
  return await use.reply();
};

describe("/status", () => {
  test("shows a running server in green, with uptime in words and the address, without asking the panel", async () => {
    const reply = await status("vera");
    expect(reply.embeds[0]).toMatchObject({ title: "survival", color: 0x57_f2_87 });
    expect(fieldsOf(reply)).toMatchObject({
      State: "🟢 Running",
      Uptime: expect.stringMatching(/^10 min( \d+ s)?$/) as string,
      Address: "`play.example.net:25576`",
    });
    expect(reply.ephemeral).toBe(false);
    expect(house.panel.count("GET", "/servers/:server/resources")).toBe(0);
  });

  test("sets CPU, memory and disk against their limits", async () => {
    expect(fieldsOf(await status("vera"))).toMatchObject({
      CPU: expect.stringMatching(/^\d+ % of 200 %$/) as string,
      Memory: expect.stringMatching(/^[\d.]+ [GM]iB of 4 GiB \(\d+ %\)$/) as string,
      Disk: expect.stringMatching(/^[\d.]+ MiB of 20 GiB \(0 %\)$/) as string,
    });
  });

  test("takes a limit of 0 for no limit", async () => {
    const { CPU, Memory, Disk } = fieldsOf(await status("vera", "free"));
    expect([CPU, Memory, Disk].join(", ")).toMatch(/^\d+ %, [\d.]+ [GM]iB, [\d.]+ MiB$/);
  });

  test("shows an offline server in red, without what it does not use", async () => {
    const reply = await status("vera", "valheim");
    expect(reply.embeds[0]).toMatchObject({ title: "valheim", color: 0xed_42_45 });
    expect(Object.keys(fieldsOf(reply))).toEqual(["State", "Disk", "Address"]);
  });

  test("shows what is between in amber", async () => {
    house.panel.server("moody").neverDone();
    const start = await house.person("oscar").slash("/power", { signal: "start", server: "moody" });
    await start.reply();
    await house.untilHealth(({ sockets }) => sockets.some(({ state }) => state === "starting"));
    const reply = await status("vera", "moody");
    expect(reply.embeds[0]).toMatchObject({ color: 0xfe_e7_5c });
    expect(fieldsOf(reply)["State"]).toBe("🟡 Starting");
  });

  test("offers what the one who asked may do, and nothing else", async () => {
    expect(buttonsOf(await status("vera"))).toEqual(["Refresh"]);
    expect(buttonsOf(await status("oscar"))).toEqual(["Refresh", "Restart", "Stop"]);
    expect(buttonsOf(await status("adam"))).toEqual(["Refresh", "Restart", "Stop", "Send command"]);
    expect(buttonsOf(await status("oscar", "valheim"))).toEqual(["Refresh", "Start"]);
  });

  test("is refreshed in its place", async () => {
    const shown = await status("oscar", "free");
    const use = await house.person("vera").click(shown, "Refresh");
    const refreshed = await use.reply();
    expect(refreshed.id).toBe(shown.id);
    // The buttons are now for whoever pressed it.
    expect(buttonsOf(refreshed)).toEqual(["Refresh"]);
  });

  test("finds a server by alias, id, name or the beginning of its name", async () => {
    const { id, uuid } = house.panel.server("valheim");
    for (const typed of [id, uuid, "valheim", "VALH"])
      expect((await status("vera", typed)).embeds[0]?.title).toBe("valheim");
  });

  test("suggests servers while one types", async () => {
    const person = house.person("vera");
    const all = await person.autocomplete("/status", { server: "" }, "server");
    expect(all).toHaveLength(4);
    const [only, ...others] = await person.autocomplete("/status", { server: "VALH" }, "server");
    expect(others).toEqual([]);
    expect(only?.name).toContain("valheim");
    expect((await status("vera", String(only?.value))).embeds[0]?.title).toBe("valheim");
  });
});

describe("/servers", () => {
  test("lists all with their state, by name", async () => {
    const use = await house.person("vera").slash("/servers");
    const { content } = await use.reply();
    expect(content.split("\n")[0]).toBe("**Servers** (4)");
    expect(content).toMatch(/🟢 \*\*survival\*\* `\w{8}` · Running · 10 min/);
    expect(content).toMatch(/🔴 \*\*valheim\*\* `\w{8}` · Offline/);
  });
});

describe("when the node does not answer", () => {
  test("shows the last reading with its age", async () => {
    house.panel.node.down();
    await house.untilHealth(({ sockets }) => sockets.every(({ socket }) => socket !== "open"));
    await house.travel(40_000);
    const reply = await status("vera");
    expect(reply.embeds[0]?.description).toMatch(/does not answer.*as of 4\d s ago\.$/);
    expect(fieldsOf(reply)["Memory"]).toMatch(/GiB/);
    const list = await house.person("vera").slash("/servers");
    expect((await list.reply()).content).toMatch(/\*\*survival\*\* `\w{8}` · Running \(4\d s ago\)/);
  });

  test("is up to date again as soon as it does", async () => {
    house.panel.node.up();
    await house.travel(120_000);
    await house.untilConsolesOpen();
    expect((await status("vera")).embeds[0]?.description).toBeUndefined();
  });
});
