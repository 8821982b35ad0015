import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buttonsOf, openHouse, until, type House } from "./house.ts";

const names = ["alpha", "bravo", "crashy", "deaf", "endless", "forever", "golf", "hotel", "india", "juliett"];

let house: House;
beforeAll(async () => {
  house = await openHouse({ panel: { servers: names.map((name) => ({ name, running: name !== "bravo" })) } });
});
afterAll(() => house[Symbol.asyncDispose]());

const server = (name: string) => house.panel.server(name);

describe("/restart", () => {
  test("says that it was sent, then that the server is back", async () => {
    const use = await house
      .person("oscar")
      .slash("/restart", { server: "alpha", reason: "**bold** @everyone" });
    const sent = await use.reply();
    expect(sent.content).toBe("Restarting **alpha** …\nReason: \\*\\*bold\\*\\* \\@everyone");
    expect(sent.ephemeral).toBe(false);
    const done = await use.next();
    expect(done.content).toMatch(/^🟢 \*\*alpha\*\* is running again, after \d s\.\nReason: /);
    expect(done.id).toBe(sent.id);
    expect(server("alpha").powerSignals).toEqual(["restart"]);
    expect(use.history.every(({ pings }) => !pings.everyone)).toBe(true);
  });

  test("starts a server that is offline", async () => {
    const use = await house.person("oscar").slash("/restart", { server: "bravo" });
    await use.until(({ content }) => content.includes("**bravo** is running again"));
  });

  test("tells when the server crashes while it starts", async () => {
    const use = await house.person("oscar").slash("/restart", { server: "crashy" });
    // Wings starts a crashed server again once, by itself.
    for (let crash = 0; crash < 2; crash += 1) {
      await until(() => server("crashy").state === "starting" && server("crashy").node.power.game, "a start");
      server("crashy").crash();
    }
    await until(() => server("crashy").state === "offline", "the crash");
    await house.travel(30_000);
    const { content } = await use.until(({ content }) => content.startsWith("🔴"));
    expect(content).toBe("🔴 **crashy** began to start and went offline again. Its console says why.");
  });

  test("tells when nothing happens", async () => {
    server("deaf").lockPower();
    const use = await house.person("oscar").slash("/restart", { server: "deaf" });
    await use.reply();
    await house.travel(70_000);
    const { content } = await use.until(({ content }) => content.startsWith("⚪"));
    expect(content).toContain("nothing was seen to happen");
    expect(content).toContain("look at `/status`");
  });

  test("tells when the server is still stopping", async () => {
    const { node } = server("endless");
    node.power.stopLimitMs = 60 * 60_000;
    server("endless").hangOnStop();
    const use = await house.person("oscar").slash("/restart", { server: "endless" });
    await use.reply();
    await until(() => server("endless").state === "stopping", "stopping");
    await house.travel(11 * 60_000, 5000);
    const { content } = await use.until(({ content }) => content.startsWith("🟡"));
    expect(content).toMatch(/\*\*endless\*\* is still stopping after 1\d min/);
    expect(content).toContain("`/power kill`");
    expect(server("endless").powerSignals).toEqual(["restart"]);
  });

  test("tells when the server never says that it is ready", async () => {
    server("forever").neverDone();
    const use = await house.person("oscar").slash("/restart", { server: "forever" });
    await use.reply();
    await until(() => server("forever").state === "starting", "starting");
    await house.travel(6 * 60_000, 5000);
    await use.until(({ content }) => /is still starting after [56] min/.test(content));
  });

  test("by two people at once restarts once, and tells the second who was first", async () => {
    const [first, second] = await Promise.all([
      house.person("oscar").slash("/restart", { server: "golf" }),
      house.person("adam").slash("/restart", { server: "golf" }),
    ]);
    await first.until(({ content }) => content.includes("is running again"));
    expect((await second.reply()).content).toBe(
      "**golf** is busy: Oscar asked for “restart” just now. Wait for that to end.",
    );
    expect(server("golf").powerSignals).toEqual(["restart"]);
  });
});

describe("/power", () => {
  test("stops and starts, and tells each outcome", async () => {
    const stop = await house.person("oscar").slash("/power", { signal: "stop", server: "hotel" });
    await stop.until(({ content }) => /^🔴 \*\*hotel\*\* is stopped, after \d s\.$/.test(content));
    const start = await house.person("oscar").slash("/power", { signal: "start", server: "hotel" });
    await start.until(({ content }) => /^🟢 \*\*hotel\*\* is running, after \d s\.$/.test(content));
  });

  test("sends nothing when the server is there already", async () => {
    const before = house.panel.count("POST", "/servers/:server/power");
    const use = await house.person("oscar").slash("/power", { signal: "start", server: "hotel" });
    expect((await use.reply()).content).toBe("**hotel** is already running.");
    expect(house.panel.count("POST", "/servers/:server/power")).toBe(before);
  });

  test("kills only after a question, and overtakes a stop that hangs", async () => {
    server("india").hangOnStop();
    const stop = await house.person("oscar").slash("/power", { signal: "stop", server: "india" });
    await stop.reply();
    await until(() => server("india").state === "stopping", "stopping");
    const kill = await house.person("adam").slash("/power", { signal: "kill", server: "india" });
    const question = await kill.reply();
    expect(question.ephemeral).toBe(true);
    expect(question.content).toMatch(/^Kill \*\*india\*\*\? What was not saved is lost/);
    expect(server("india").powerSignals).toEqual(["stop"]);
    const killed = await house.person("adam").click(question, "Kill the server");
    await killed.until(({ content }) => content.includes("**india** was killed and is offline"));
    await stop.until(({ content }) => content === "**india**: Adam killed the server meanwhile.");
    expect(server("india").powerSignals).toEqual(["stop", "kill"]);
  });

  test("works from the buttons under a status", async () => {
    const status = await house.person("oscar").slash("/status", { server: "juliett" });
    const stop = await house.person("oscar").click(await status.reply(), "Stop");
    await stop.until(({ content }) => content.includes("**juliett** is stopped"));
    const again = await house.person("oscar").slash("/status", { server: "juliett" });
    const shown = await again.reply();
    expect(buttonsOf(shown)).toEqual(["Refresh", "Start"]);
    const start = await house.person("oscar").click(shown, "Start");
    await start.until(({ content }) => content.includes("**juliett** is running"));
  });
});
