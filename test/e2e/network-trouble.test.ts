import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Options } from "../simulators/discord/command-call.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { openHouse, type House } from "./house.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house[Symbol.asyncDispose]());

const ask = async (path: string, options: Options = {}): Promise<SeenMessage> =>
  (await house.person("adam").slash(`/${path}`, options)).reply();
const row = () => house.panel.server("survival").row;

/** One of each group, for reading and for changing. */
const uses: [string, Options][] = [
  ["backup list", {}],
  ["backup lock", { backup: "Before the update" }],
  ["schedule list", {}],
  ["schedule create", { name: "x", when: "04:00" }],
  ["schedule run", { schedule: "Nightly restart" }],
  ["database list", {}],
  ["database create", { name: "plots" }],
  ["subuser list", {}],
  ["network list", {}],
  ["network add", {}],
  ["startup list", {}],
  ["startup set", { variable: "MINECRAFT_VERSION", value: "1" }],
  ["activity", {}],
];

/** What is remembered for a while must not answer here. */
const forget = (): Promise<void> => house.travel(70_000, 10_000);

describe("while the panel lets nobody at the server", () => {
  test.each(uses)("/%s says so in one sentence", async (path, options) => {
    await forget();
    row().status = "installing";
    const { content } = await ask(path, options);
    row().status = null;
    expect(content).toBe(
      "The server cannot do this now: it is suspended, being installed, restored or moved. Look at `/status` and try again later.",
    );
  });
});

describe("when the panel fails", () => {
  test.each(uses)("/%s says what to do", async (path, options) => {
    await forget();
    house.panel.maintenance();
    const { content } = await ask(path, options);
    house.panel.maintenance(false);
    expect(content).toMatch(
      /^The panel has a problem of its own or is being worked on\. Try again in a few minutes\./,
    );
  });

  test("a change whose answer is lost is told as unknown, and not sent again", async () => {
    await forget();
    const before = house.panel.count("POST", "/servers/:server/network/allocations");
    house.panel.failNext(504, { path: "/servers/:server/network/allocations", method: "POST", html: true });
    expect((await ask("network add")).content).toContain(
      "It may still have happened: look at `/network list` before you try again.",
    );
    expect(house.panel.count("POST", "/servers/:server/network/allocations")).toBe(before + 1);
  });
});

describe("what is gone in between", () => {
  test("is told as such", async () => {
    await forget();
    const [, second] = row().allocations;
    await ask("network list");
    row().allocations.splice(1, 1);
    expect((await ask("network note", { address: String(second!.port), note: "x" })).content).toContain(
      "The panel does not know that",
    );
    row().allocations.push(second!);
    await forget();
    const asked = await ask("schedule delete", { schedule: "Nightly restart" });
    const kept = row().schedules.splice(0);
    const use = await house.person("adam").click(asked, "Delete the schedule");
    expect((await use.reply()).content).toContain("There is no schedule called");
    row().schedules.push(...kept);
  });
});

describe("odd names", () => {
  const odd = "@everyone **x** `y` ||z|| <@&1>\u202E https://evil.example";
  const shown = String.raw`\@everyone \*\*x\*\*`;

  test("are shown as they are, ping nobody and link nowhere", async () => {
    await forget();
    row().schedules[0]!.name = odd;
    row().allocations[1]!.notes = odd;
    row().backups[0]!.name = odd;
    house.panel.user("sanne").username = odd;
    house.panel.server("survival").log(odd, 3, { [odd]: odd });
    const replies = [
      await ask("schedule list"),
      await ask("network list"),
      await ask("backup list"),
      await ask("subuser list"),
      await ask("activity"),
      await ask("subuser remove", { person: "sanne@example.com" }),
    ];
    for (const reply of replies) {
      const text = reply.content + JSON.stringify(reply.embeds);
      expect(reply.pings).toEqual({ users: [], roles: [], everyone: false });
      expect(text).not.toContain("\u202E");
    }
    expect(replies[0]!.content).toContain(shown);
    expect(replies[0]!.content).toContain(String.raw`https\://evil.example`);
    expect(replies[1]!.content).toContain(shown);
    expect(replies[2]!.content).toContain(shown);
  });
});
