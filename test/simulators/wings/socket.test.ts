import { afterEach, describe, expect, it } from "vitest";
import { PanelSimulator } from "../panel/panel-simulator.ts";
import { dial } from "./dial.ts";

const quick = { startMs: 20, stopMs: 20, backupMs: 10, restoreMs: 10 };
let panel: PanelSimulator | undefined;
afterEach(() => panel?.stop());

describe("the console socket", () => {
  it("answers auth first, then status, then lines", async () => {
    panel = await PanelSimulator.start({ timings: quick });
    const socket = await dial(panel, "survival");
    expect(socket.events()).toEqual(["auth success", "status"]);
    panel.server("survival").print("hello");
    expect(await socket.wait("console output")).toEqual({ event: "console output", args: ["hello"] });
    expect(panel.wings.sockets(panel.server("survival").id)).toBe(1);
  });

  it("delivers a flood whole and in order at 20,000 lines a second", async () => {
    panel = await PanelSimulator.start({ timings: quick });
    const socket = await dial(panel, "survival");
    const before = performance.now();
    const total = await panel.server("survival").flood(20_000, 0.5);
    const last = (): string => socket.frames.at(-1)?.args?.[0] ?? "";
    while (!last().includes(String(total))) await new Promise((resolve) => setTimeout(resolve, 5));
    const numbers = socket.frames
      .filter(({ event }) => event === "console output")
      .map(({ args }) => Number(/\[flood\] (\d+)/.exec(args?.[0] ?? "")?.[1]));
    expect(numbers).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
    expect(performance.now() - before).toBeLessThan(1_500);
  });
});
