import { expect, test } from "vitest";
import { cmd } from "../../commands/cmd.ts";
import { run as runSchedule } from "../../commands/schedule/run.ts";
import { PanelError } from "../../src/panel/panel.ts";
import { run } from "./context.ts";

const failed = (outcomeUnknown: boolean): PanelError =>
  new PanelError("POST /servers/:server/command", { failure: "refused", outcomeUnknown });

/** A server that says what becomes of the wish for a stop. */
function serverWith(act: () => Promise<unknown>, payload = "restart") {
  const told: string[] = [];
  const action = ["restart", "start"].includes(payload) ? "power" : "command";
  const schedule = {
    id: 1,
    name: "Nightly",
    tasks: [{ id: 7, sequence: 1, action, payload, offsetSeconds: 0 }],
  };
  const server = {
    name: "survival",
    key: "survival",
    forget: () => undefined,
    api: { schedules: { list: () => Promise.resolve([schedule]), execute: act } },
    run: (command: string) => {
      told.push(command);
      return act();
    },
    power: () => Promise.reject(new Error("not asked for")),
    expectStop: (by: string) => {
      told.push(`expected by ${by}`);
      return () => told.push("taken back");
    },
  };
  return { server, told };
}

const options = { schedule: "1" };

test("/schedule run expects the stop that a task will make, and says only how many tasks there are", async () => {
  const { server, told } = serverWith(() => Promise.resolve());
  const { text } = await run(runSchedule, { server, options });
  expect(told).toEqual(["expected by Ann"]);
  expect(text).toBe("▶️ **Nightly** runs on **survival** now: 1 task.");
});

test.each([
  ["start", 0],
  ["say hi", 0],
  ["save-all; stop", 1],
])("/schedule run of %j expects %i stops", async (payload, count) => {
  const { server, told } = serverWith(() => Promise.resolve(), payload);
  const { text } = await run(runSchedule, { server, options });
  expect(told).toHaveLength(count);
  expect(text).not.toContain(payload);
});

test("a refusal takes the expectation back; a lost answer does not", async () => {
  for (const isLost of [false, true]) {
    const { server, told } = serverWith(() => Promise.reject(failed(isLost)));
    await expect(run(runSchedule, { server, options })).rejects.toThrow(PanelError);
    expect(told).toEqual(["expected by Ann", ...(isLost ? [] : ["taken back"])]);
  }
});

const typed = { command: "say bye; stop" };

test("/cmd sends a line with a stop in it as it is, and expects the stop", async () => {
  const { server, told } = serverWith(() => Promise.resolve({ lines: [], truncated: false }));
  await run(cmd, { server, options: typed });
  expect(told).toEqual(["expected by Ann", "say bye; stop"]);
});

test("/cmd takes the expectation back when the line was refused", async () => {
  const { server, told } = serverWith(() => Promise.reject(failed(false)));
  await expect(run(cmd, { server, options: typed })).rejects.toThrow(PanelError);
  expect(told.at(-1)).toBe("taken back");
});

test("/cmd refuses a line with a stop in it to whom may not stop", async () => {
  const { server, told } = serverWith(() => Promise.resolve({ lines: [], truncated: false }));
  const may = (path: string): boolean => path !== "power stop";
  await expect(run(cmd, { server, options: typed, may })).rejects.toThrow(/counts as a power action/);
  expect(told).toEqual([]);
});
