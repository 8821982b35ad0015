import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Options } from "../simulators/discord/command-call.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { buttonsOf, fieldsOf, openHouse, type House } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse({
    environment: ({ discord }) => ({ AUDIT_CHANNEL_ID: discord.guild.channel("audit").id }),
  });
});
afterEach(() => house[Symbol.asyncDispose]());

const ask = async (path: string, options: Options = {}): Promise<SeenMessage> =>
  (await house.person("adam").slash(`/startup ${path}`, options)).reply();
const empty = async (variable: string): Promise<SeenMessage> =>
  (await house.person("adam").click(await ask("set", { variable }), "Empty it")).reply();
const valueOf = (server: string, env: string) =>
  house.panel.server(server).row.variables.find((variable) => variable.env === env)?.value;

describe("/startup list", () => {
  test("shows each variable with its value and its rules in words", async () => {
    const fields = fieldsOf(await ask("list"));
    expect(fields["minecraft version · MINECRAFT_VERSION"]).toBe(
      "`latest` (default)\nThe minecraft version.\n*may be empty; text; at most 20 characters*",
    );
    expect(fields["build number · BUILD_NUMBER"]).toContain("*set by the hoster*");
    expect(Object.keys(fields)).toHaveLength(3);
  });

  test("hides passwords behind spoilers", async () => {
    await ask("set", { variable: "PASSWORD", value: "hunter22", server: "valheim" });
    const reply = await ask("list", { server: "valheim" });
    expect(fieldsOf(reply)["password · PASSWORD"]).toContain("||`hunter22`||");
    expect(reply.embeds[0]?.description).not.toContain("hunter22");
  });
});

describe("/startup set", () => {
  test("changes a variable, says when that counts, and offers a restart", async () => {
    const reply = await ask("set", { variable: "MINECRAFT_VERSION", value: "1.21" });
    expect(reply.content).toBe(
      "`MINECRAFT_VERSION` is `1.21` now. That takes effect when **survival** starts next.",
    );
    expect(buttonsOf(reply)).toEqual(["Restart"]);
    expect(valueOf("survival", "MINECRAFT_VERSION")).toBe("1.21");
    expect(fieldsOf(await ask("list"))["minecraft version · MINECRAFT_VERSION"]).toContain("`1.21`");
    expect((await house.records())[0]).toMatchObject({ outcome: "`MINECRAFT_VERSION`: `latest` → `1.21`" });
  });

  test("empties what may be empty, once that is meant", async () => {
    expect((await empty("minecraft version")).content).toContain("is empty now");
    expect(valueOf("survival", "MINECRAFT_VERSION")).toBe("");
  });

  test.each([
    [
      "MINECRAFT_VERSION",
      "x".repeat(21),
      "**minecraft version** does not take that. It takes: may be empty; text; at most 20 characters.",
    ],
    ["SERVER_JARFILE", "../evil", "It takes: must not be empty; text; of the form"],
    ["SERVER_JARFILE", undefined, "It takes: must not be empty"],
  ])("tells the rules of %s in words", async (variable, value, sentence) => {
    const reply = value === undefined ? await empty(variable) : await ask("set", { variable, value });
    expect(reply.content).toContain(sentence);
    expect(reply.content).toContain("The panel says: “The ");
    expect(valueOf("survival", variable)).toBeNull();
  });

  test("does not try what only the hoster may set, or what is not there", async () => {
    expect((await ask("set", { variable: "BUILD_NUMBER", value: "1" })).content).toContain(
      "is set by your hoster",
    );
    expect((await ask("set", { variable: "NOPE", value: "1" })).content).toContain(
      "There is no variable `NOPE`",
    );
    expect(house.panel.count("PUT", "/servers/:server/startup/variable")).toBe(0);
  });

  test("suggests what may be changed", async () => {
    const choices = await house.person("adam").autocomplete("/startup set", { variable: "" }, "variable");
    expect(choices.map(({ value }) => value)).toEqual(["SERVER_JARFILE", "MINECRAFT_VERSION"]);
  });

  test("writes a password down nowhere", async () => {
    await ask("set", { variable: "PASSWORD", value: "hunter22", server: "valheim" });
    await house.travel(5000);
    const records = await house.records();
    expect(records).toMatchObject([
      { arguments: { variable: "PASSWORD", value: "[hidden]" }, outcome: "`PASSWORD` changed" },
    ]);
    const channel = house.discord.messages("audit").map(({ content }) => content);
    expect(channel.join("\n")).toContain("/startup set");
    expect([...channel, ...house.logged].join("\n")).not.toContain("hunter22");
  });

  test("waits while the server is blocked", async () => {
    house.panel.server("survival").row.status = "installing";
    await house.travel(20_000);
    const { content } = await ask("set", { variable: "MINECRAFT_VERSION", value: "1" });
    expect(content).toContain("it is suspended, being installed, restored or moved");
    house.panel.server("survival").row.status = null;
  });
});
