import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Options } from "../simulators/discord/command-call.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { buttonsOf, openHouse, type House } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house[Symbol.asyncDispose]());

const ask = async (path: string, options: Options = {}): Promise<SeenMessage> =>
  (await house.person("adam").slash(`/network ${path}`, options)).reply();
const row = () => house.panel.server("survival").row;
const ports = (): number[] => row().allocations.map(({ port }) => port);

describe("/network", () => {
  test("lists addresses with what they are for", async () => {
    const [primary, query] = ports();
    expect((await ask("list")).content.split("\n")).toEqual([
      "**Addresses of survival** (2 of 3)",
      `⭐ \`play.example.net:${primary}\` · primary · \`203.0.113.5:${primary}\``,
      `▫️ \`203.0.113.5:${query}\` · query`,
    ]);
  });

  test("adds one, and says when the plan has no more", async () => {
    expect((await ask("add")).content).toMatch(/has the address `203\.0\.113\.5:\d+` now/);
    expect(row().allocations).toHaveLength(3);
    expect((await ask("list")).content).toContain("(3 of 3)");
    expect((await ask("add")).content).toContain("has 3 of 3 addresses, so it gets no more");
  });

  test("tells the panel's own reasons in words", async () => {
    house.panel.state.settings.autoAllocation = false;
    expect((await ask("add")).content).toBe(
      "This panel does not hand out further addresses. Ask your hoster for one.",
    );
    house.panel.state.settings.autoAllocation = true;
    await ask("add");
    await ask("remove", { address: String(ports()[2]) });
    expect((await ask("add")).content).toMatch(/gets no more|only now and then/);
  });

  test("notes what an address is for, and takes the note away", async () => {
    const address = String(ports()[1]);
    expect((await ask("note", { address, note: "voice *chat*" })).content).toContain(
      String.raw`: voice \*chat\*`,
    );
    expect(row().allocations[1]?.notes).toBe("voice *chat*");
    expect((await ask("note", { address })).content).toContain("has no note any more");
    expect(row().allocations[1]?.notes).toBeNull();
    expect(await house.records()).toMatchObject([
      { outcome: expect.stringContaining("query → voice") as string },
      { outcome: expect.stringContaining("→ no note") as string },
    ]);
  });

  test("makes one primary, from the next start on", async () => {
    const [first, second] = ports();
    const reply = await ask("primary", { address: `203.0.113.5:${second}` });
    expect(reply.content).toContain("takes effect when the server starts next");
    expect(buttonsOf(reply)).toEqual(["Restart"]);
    expect(row().primaryAllocation).toBe(row().allocations[1]?.id);
    expect((await ask("primary", { address: String(second) })).content).toContain(
      "is the primary address already",
    );
    expect((await house.records())[0]).toMatchObject({
      outcome: `primary: \`play.example.net:${first}\` → \`203.0.113.5:${second}\``,
    });
  });

  test("gives one back after asking, but never the primary one", async () => {
    const [first, second] = ports();
    expect((await ask("remove", { address: String(first) })).content).toContain(
      "is the primary address, so it stays",
    );
    const asked = await ask("remove", { address: String(second) });
    expect(asked.content).toContain("(query) of **survival** back?");
    const use = await house.person("adam").click(asked, "Give it back");
    expect((await use.reply()).content).toContain("no more");
    expect(ports()).toEqual([first]);
  });

  test("sees that an address became the primary one while it was asked", async () => {
    const [, second] = ports();
    const asked = await ask("remove", { address: String(second) });
    await ask("primary", { address: String(second) });
    const use = await house.person("adam").click(asked, "Give it back");
    expect((await use.reply()).content).toContain("is the primary address, so it stays");
    expect(ports()).toContain(second);
  });

  test.each(["1", "play.example.net", "\u202E`x`"])("knows no address %j", async (address) => {
    expect((await ask("note", { address, note: "x" })).content).toContain("has no address");
  });

  test("suggests addresses by what they are for", async () => {
    const choices = await house.person("adam").autocomplete("/network note", { address: "que" }, "address");
    expect(choices).toEqual([expect.objectContaining({ name: `203.0.113.5:${ports()[1]} · query` })]);
  });
});
