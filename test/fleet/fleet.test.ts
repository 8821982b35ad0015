import { afterEach, describe, expect, test } from "vitest";
import { until } from "../wings/until.ts";
import { fleetRig, type Rig } from "./fleet-rig.ts";

let rig: Rig;
afterEach(async () => {
  await rig.stop();
});

describe("a fleet", () => {
  test("opens a socket with the panel's origin and tells lines in batches", async () => {
    rig = await fleetRig();
    await rig.open();
    expect(rig.node.requests[0]?.headers.origin).toBe("https://panel.example");
    rig.socket().send("console output", "one");
    rig.socket().send("console output", "two\r\nthree\r\n");
    await until(() => rig.server.recentLines(10).length === 3);
    await rig.clock.advance(50);
    const batches = rig.events.filter((event) => event.type === "lines");
    expect(batches).toHaveLength(1);
    expect(batches[0]?.lines.map((line) => line.text)).toEqual(["one", "two", "three"]);
  });
});
