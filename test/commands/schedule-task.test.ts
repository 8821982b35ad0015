import { expect, test } from "vitest";
import { removeTask } from "../../commands/schedule/remove-task.ts";
import { findTask, handleOf, taskOption } from "../../commands/schedule/task-option.ts";
import type { CompletionContext } from "../../src/command.ts";
import type { Schedule } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { ask, run } from "./context.ts";

// The panel's numbers are the places of others: 2 is the first, 1 the second.
const tasks = [
  { id: 2, sequence: 1, action: "power", payload: "stop", offsetSeconds: 0 },
  { id: 1, sequence: 2, action: "power", payload: "start", offsetSeconds: 0 },
];
const schedule = { id: 9, name: "Nightly", tasks } as unknown as Schedule;

test.each([
  ["1", 2],
  [" 2 ", 1],
  ["#1", 1],
  ["#2", 2],
])("%j means the task with the number %i", (wanted, id) => {
  expect(findTask(schedule, wanted).id).toBe(id);
});

test.each(["3", "#3", "", "0"])("%j means none", (wanted) => {
  expect(() => findTask(schedule, wanted)).toThrow(UserError);
});

test("a suggestion means the task that it names", async () => {
  const server = { api: { schedules: { list: () => Promise.resolve([schedule]) } } };
  const choices = await taskOption.complete({
    options: { schedule: "9" },
    server,
  } as unknown as CompletionContext);
  expect(choices.map(({ value }) => findTask(schedule, value).sequence)).toEqual([1, 2]);
  expect(choices[0]?.value).toBe(handleOf(findTask(schedule, "1")));
});

test("what is removed is the task that was asked about, though its place has moved", async () => {
  const removed: number[] = [];
  const shown = { ...schedule, tasks: [...tasks] };
  const schedules = {
    list: () => Promise.resolve([shown]),
    details: () => Promise.resolve(shown),
    removeTask: (_: number, id: number) => Promise.resolve(removed.push(id)),
  };
  const server = { api: { schedules }, forget: () => undefined };
  const options = { schedule: "9", task: "1" };
  const question = await ask(removeTask, { server, options });
  shown.tasks = tasks.map((task) => ({ ...task, sequence: 3 - task.sequence }));
  await run(removeTask, { server, options: { ...options, ...question?.fills } });
  expect(removed).toEqual([2]);
});
