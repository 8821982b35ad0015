/** A console channel in which Roost lacks one permission or another: the console goes on, and says what is missing. */
import { afterEach, expect, test } from "vitest";
import type { PermissionName } from "../simulators/discord/permissions.ts";
import { openConsoleHouse } from "./console-house.ts";
import { pause, until, type House } from "./house.ts";

let house: House | undefined;
afterEach(async () => {
  await house?.[Symbol.asyncDispose]();
  house = undefined;
});

async function openWithout(
  missing: readonly PermissionName[],
  environment: Record<string, string> = {},
): Promise<House> {
  house = await openConsoleHouse({
    environment: () => environment,
    before: ({ discord }) => {
      if (missing.length > 0) discord.guild.channel("console").deny(...missing);
    },
  });
  return house;
}

const text = (at: House, channel: string): string =>
  at.discord
    .messages(channel)
    .map(({ content }) => content)
    .join("\n");

async function untilShown(at: House, words: string, channel = "console"): Promise<void> {
  for (let step = 0; step < 100 && !text(at, channel).includes(words); step += 1) {
    await at.travel(1000);
    await pause(10);
  }
  expect(text(at, channel)).toContain(words);
}

test("without Attach Files a flood is summed up, the channel says what is missing, and lines go on", async () => {
  const at = await openWithout(["AttachFiles"]);
  const server = at.panel.server("survival");
  server.print(...Array.from({ length: 500 }, (_, index) => `flood ${index} ${"x".repeat(60)}`));
  await untilShown(at, "**500 lines**");
  expect(text(at, "console")).toContain("**Attach Files**");
  server.print("after the flood");
  await untilShown(at, "after the flood");
  expect(text(at, "audit")).not.toContain("cannot be shown");
});

test("without Read Message History and Embed Links who types is answered all the same", async () => {
  const at = await openWithout(["ReadMessageHistory", "EmbedLinks"]);
  at.panel.server("survival").print("ready");
  await untilShown(at, "ready");
  const [message] = at.discord.messages("console");
  if (!message) throw new Error("no message");
  await at.person("vera").say("console", "list", { replyTo: message });
  await until(() => text(at, "console").includes("it needs the role"), "the refusal");
});

test.each<[PermissionName]>([["SendMessagesInThreads"], ["CreatePublicThreads"]])(
  "without %s the console's lines stand in the channel itself",
  async (missing) => {
    const at = await openWithout([missing], { CONSOLE_THREADS: "3" });
    const server = at.panel.server("survival");
    server.print("first line");
    await untilShown(at, "first line");
    server.print("second line");
    await untilShown(at, "second line");
    await untilShown(at, "**Send Messages in Threads**", "audit");
    expect(text(at, "audit")).not.toContain("cannot be shown");
  },
);

test("in a thread that a moderator locked the run goes on in the channel, and the next one in a thread", async () => {
  const at = await openWithout([], { CONSOLE_THREADS: "3" });
  const server = at.panel.server("survival");
  const threads = () => [...at.discord.guild.channels.values()].filter(({ isThread }) => isThread);
  server.print("first line");
  const first = await until(() => threads()[0], "a thread");
  await untilShown(at, "first line", first.id);
  Object.assign(first.thread ?? {}, { locked: true, archived: true });
  first.announce();
  server.print("after it was locked");
  await untilShown(at, "after it was locked");
  server.node.act("restart");
  const second = await until(() => threads()[1], "a second thread");
  server.print("in the next run");
  await untilShown(at, "in the next run", second.id);
});
