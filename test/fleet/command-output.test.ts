import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CommandOutput } from "../../src/fleet/command-output.ts";
import { until } from "../wings/until.ts";
import { panelError } from "./fake-panel.ts";
import { fleetRig, type Rig } from "./fleet-rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await fleetRig();
  await rig.open();
});
afterEach(async () => {
  await rig.stop();
});

/** Prints a line and waits until the server has it. */
async function print(text: string): Promise<void> {
  rig.socket().send("console output", text);
  await until(() => rig.server.recentLines(1)[0]?.text === text);
}

function begin(command: string): { result: () => CommandOutput | undefined } {
  let result: CommandOutput | undefined;
  void rig.server.run(command).then((output) => (result = output));
  return { result: () => result };
}

describe("a console command", () => {
  test("answers with the lines that follow it, until it is quiet", async () => {
    await print("before");
    const { result } = begin("list");
    await until(() => rig.panel.count("command list") === 1);
    await print("There are 2 players");
    await rig.clock.advance(600);
    await print("Ann, Bob");
    await rig.clock.advance(600);
    expect(result()).toBeUndefined();
    await rig.clock.advance(150);
    expect(result()).toEqual({ lines: ["There are 2 players", "Ann, Bob"], truncated: false });
  });

  test("opens no socket of its own: all of them share the one there is", async () => {
    for (const command of ["one", "two", "three"]) {
      const { result } = begin(command);
      await until(() => result() !== undefined, rig.clock, 500);
    }
    expect(rig.node.requests).toHaveLength(1);
    expect(rig.panel.count("websocket")).toBe(1);
  });

  test("waits for quiet also when the console is quicker than the panel's answer", async () => {
    const answered = Promise.withResolvers<void>();
    rig.panel.answers.command = () => answered.promise;
    const { result } = begin("help");
    await until(() => rig.panel.count("command help") === 1);
    await print("first");
    answered.resolve();
    await rig.clock.advance(500);
    expect(result()).toBeUndefined();
    await print("second");
    await rig.clock.advance(750);
    expect(result()?.lines).toEqual(["first", "second"]);
  });

  test("waits for a slow first line", async () => {
    const { result } = begin("save");
    await until(() => rig.panel.count("command save") === 1);
    await rig.clock.advance(2_000);
    await print("Saved");
    await rig.clock.advance(1_000);
    expect(result()?.lines).toEqual(["Saved"]);
  });

  test("is over after three seconds on a console that is never quiet", async () => {
    const { result } = begin("list");
    await until(() => rig.panel.count("command list") === 1);
    for (let i = 1; i <= 10; i += 1) {
      await print(`line ${i}`);
      await rig.clock.advance(300);
    }
    expect(result()?.lines).toHaveLength(10);
  });

  test("is over after three seconds when nothing follows", async () => {
    const { result } = begin("nothing");
    await until(() => rig.panel.count("command nothing") === 1);
    await rig.clock.advance(2_900);
    expect(result()).toBeUndefined();
    await rig.clock.advance(200);
    expect(result()).toEqual({ lines: [], truncated: false });
  });

  test("waits for the one before it: two outputs could not be told apart", async () => {
    const first = begin("one");
    const second = begin("two");
    await until(() => rig.panel.count("command one") === 1);
    await print("first");
    expect(rig.panel.count("command two")).toBe(0);
    await until(() => rig.panel.count("command two") === 1, rig.clock, 100);
    await print("second");
    await until(() => second.result() !== undefined, rig.clock, 100);
    expect(first.result()?.lines).toEqual(["first"]);
    expect(second.result()?.lines).toEqual(["second"]);
  });

  test("goes on after one that failed, and is never sent twice", async () => {
    rig.panel.answers.command = () => Promise.reject(panelError("offline", 502));
    await expect(rig.server.run("one")).rejects.toMatchObject({ failure: "offline" });
    expect(rig.panel.count("command one")).toBe(1);
    rig.panel.answers.command = () => Promise.resolve();
    const { result } = begin("two");
    await until(() => result() !== undefined, rig.clock, 500);
  });

  test("keeps no more than some hundred lines of a flood", async () => {
    const { result } = begin("help");
    await until(() => rig.panel.count("command help") === 1);
    for (let i = 0; i < 1_500; i += 1) rig.socket().send("console output", `line ${i}`);
    await until(() => result() !== undefined);
    expect(result()?.truncated).toBe(true);
    expect(result()?.lines).toHaveLength(500);
    expect(result()?.lines?.[0]).toBe("line 0");
  });

  test("is sent while the socket is down, and says that its output is not visible", async () => {
    rig.socket().drop();
    await until(() => rig.server.live().socket === "closed");
    expect(await rig.server.run("list")).toEqual({ lines: undefined, truncated: false });
    expect(rig.panel.count("command list")).toBe(1);
  });
});
