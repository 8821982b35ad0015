/** Which commands Discord registers. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, TOKEN } from "./client.ts";
import { DiscordSimulator } from "./discord-simulator.ts";
import type { Raw } from "./raw.ts";

let discord: DiscordSimulator;

beforeEach(async () => {
  // Without the schemas, which would refuse some bodies before the simulator's own checks see them.
  discord = await DiscordSimulator.start({ token: TOKEN, openApiPath: "" });
});

afterEach(() => discord.stop());

async function json(answer: Promise<Response>): Promise<Raw> {
  return (await (await answer).json()) as Raw;
}

describe("commands", () => {
  const put = (...commands: Raw[]): Promise<Response> =>
    call(
      discord,
      "PUT",
      `/applications/${discord.applicationId}/guilds/${discord.guild.id}/commands`,
      commands,
    );
  const option = (more: Raw): Raw => ({ type: 3, name: "o", description: "o", ...more });

  it.each<[string, Raw]>([
    ["a name with capitals", { name: "Restart", description: "x" }],
    ["a name with a space", { name: "re start", description: "x" }],
    ["no description", { name: "x" }],
    ["a description above 100", { name: "x", description: "x".repeat(101) }],
    [
      "26 options",
      {
        name: "x",
        description: "x",
        options: Array.from({ length: 26 }, (_, i) => option({ name: `o${i}` })),
      },
    ],
    [
      "required after optional",
      { name: "x", description: "x", options: [option({}), option({ name: "p", required: true })] },
    ],
    ["the same option twice", { name: "x", description: "x", options: [option({}), option({})] }],
    [
      "choices with autocomplete",
      {
        name: "x",
        description: "x",
        options: [option({ autocomplete: true, choices: [{ name: "a", value: "a" }] })],
      },
    ],
    [
      "more than 8000 characters",
      {
        name: "x",
        description: "x",
        options: [
          option({
            choices: Array.from({ length: 25 }, (_, i) => ({
              name: "n".repeat(100),
              value: `${i}`.padEnd(100, "v"),
            })),
          }),
          option({
            name: "p",
            choices: Array.from({ length: 25 }, (_, i) => ({
              name: "n".repeat(100),
              value: `${i}`.padEnd(100, "v"),
            })),
          }),
        ],
      },
    ],
  ])("are refused with %s", async (_what, command) => {
    expect(await json(put(command))).toMatchObject({ code: 50_035 });
    expect(discord.commands(discord.guild.id)).toEqual([]);
  });

  it("are refused above a hundred, or when two have one name", async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ name: `c${index}`, description: "x" }));
    expect(await json(put(...many))).toMatchObject({ code: 50_035 });
    const twin = { name: "x", description: "x" };
    expect(await json(put(twin, twin))).toMatchObject({ code: 50_035 });
  });

  it("keep their ids over a bulk overwrite, and count the writes", async () => {
    const command = { name: "status", description: "x", default_member_permissions: "8" };
    const [first] = (await (await put(command)).json()) as Raw[];
    const [second] = (await (await put({ ...command, description: "y" })).json()) as Raw[];
    expect(second?.["id"]).toBe(first?.["id"]);
    expect(discord.commandWrites).toBe(2);
    await expect(discord.person("oscar").slash("/status")).rejects.toThrow("is not offered to oscar");
  });
});
