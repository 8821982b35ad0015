import { afterEach, describe, expect, test } from "vitest";
import { openHouse, until, type House, type HouseOptions } from "./house.ts";

let house: House;
afterEach(() => house[Symbol.asyncDispose]());

const open = (threads: string, options: HouseOptions = {}): Promise<House> =>
  openHouse({
    environment: ({ discord }) => ({
      CONSOLE_CHANNEL_ID: discord.guild.channel("console").id,
      CONSOLE_THREADS: threads,
      AUDIT_CHANNEL_ID: discord.guild.channel("audit").id,
    }),
    ...options,
  });

const threads = () =>
  [...house.discord.guild.channels.values()].filter(
    ({ parentId, isThread }) => isThread && parentId === house.discord.guild.channel("console").id,
  );
/** What stands in a thread, messages in their order. */
const textIn = (id: string): string =>
  house.discord
    .messages(id)
    .map(({ content }) => content)
    .join("\n");
const starters = (): string[] => house.discord.messages("console").map(({ content }) => content);

async function untilShown(text: string): Promise<void> {
  await until(() => threads().some(({ id }) => textIn(id).includes(text)), `“${text}” in a thread`);
}

async function restartServer(): Promise<void> {
  const survival = house.panel.server("survival");
  survival.node.act("stop");
  await until(() => survival.state === "offline", "the server to stop");
  await untilShown("The server is offline");
  survival.node.act("start");
  await until(() => survival.state === "running", "the server to start");
}

describe("with CONSOLE_THREADS", () => {
  test("each run of the server has a thread of its own, and the channel says when it was", async () => {
    house = await open("5");
    const survival = house.panel.server("survival");
    survival.print("first run");
    await untilShown("first run");
    await restartServer();
    survival.print("second run");
    await untilShown("second run");
    const [first, second] = threads();
    expect(threads()).toHaveLength(2);
    expect(first?.name).toMatch(/^survival · \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
    expect(textIn(first?.id ?? "")).toMatch(/first run[^]*The server is offline\./);
    expect(textIn(first?.id ?? "")).not.toContain("starting");
    expect(textIn(second?.id ?? "")).toMatch(/The server is starting[^]*second run/);
    await until(() => starters()[0]?.startsWith("⏹️"), "the end of the first run");
    expect(starters()).toEqual([
      expect.stringMatching(/^⏹️ Console of \*\*survival\*\* from <t:\d+:f> to <t:\d+:t>/),
      expect.stringMatching(/^▶️ Console of \*\*survival\*\* since <t:\d+:f>$/),
    ]);
  });

  test("a restart of Roost goes on in the thread of the run, or opens one for a run that it did not see begin", async () => {
    house = await open("5");
    const survival = house.panel.server("survival");
    survival.print("before");
    await untilShown("before");
    await house.restart();
    await house.untilConsolesOpen();
    survival.print("after");
    await untilShown("after");
    expect(threads()).toHaveLength(1);
    await house.app.stop();
    survival.node.act("stop");
    await until(() => survival.state === "offline", "the server to stop");
    survival.node.act("start");
    await until(() => survival.state === "running", "the server to start");
    await house.restart();
    await house.untilConsolesOpen();
    await until(() => {
      survival.print("unseen run");
      return threads().length === 2;
    }, "a second thread");
  });

  test("only the newest are kept: older ones are deleted where Roost may, else archived", async () => {
    house = await open("1");
    const survival = house.panel.server("survival");
    survival.print("one");
    await untilShown("one");
    const [first] = threads();
    await restartServer();
    survival.print("two");
    await until(() => first?.thread?.archived === true, "the first thread to be archived");
    expect(threads()).toHaveLength(2);
  });

  test("a deleted thread is followed by another", async () => {
    house = await open("3");
    const survival = house.panel.server("survival");
    survival.print("one");
    await untilShown("one");
    house.discord.guild.deleteChannel(threads()[0]?.id ?? "");
    survival.print("two");
    await untilShown("two");
  });

  test("people type into the console in its thread", async () => {
    house = await open("3");
    const survival = house.panel.server("survival");
    survival.print("ready");
    await untilShown("ready");
    const [thread] = threads();
    const [message] = house.discord.messages(thread?.id ?? "");
    await house.person("adam").say(thread?.id ?? "", "list", message && { replyTo: message });
    await untilShown("⌨️ **Adam** `list`");
    await untilShown("players online");
  });

  test("where threads are not allowed the lines stand in the channel, and the audit channel says so once", async () => {
    house = await open("3", {
      before: ({ discord }) => discord.guild.channel("console").deny("CreatePublicThreads"),
    });
    house.panel.server("survival").print("no thread");
    await house.discord.untilMessage("console", ({ content }) => content.includes("no thread"));
    await house.discord.untilMessage("audit", ({ content }) => content.includes("Create Public Threads"));
    await restartInChannel();
    expect(threads()).toEqual([]);
    const told = house.discord
      .messages("audit")
      .map(({ content }) => content)
      .join("\n");
    expect(told.match(/Create Public Threads/g)).toHaveLength(1);
  });
});

async function restartInChannel(): Promise<void> {
  const survival = house.panel.server("survival");
  survival.node.act("stop");
  await until(() => survival.state === "offline", "the server to stop");
  survival.node.act("start");
  await house.discord.untilMessage("console", ({ content }) => content.includes("is running"));
}
