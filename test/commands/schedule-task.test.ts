import { expect, test } from "vitest";
import { create } from "../../commands/schedule/create.ts";
import { removeTask } from "../../commands/schedule/remove-task.ts";
import { tasksField } from "../../commands/schedule/task-words.ts";
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

const suggested = (typed: string) =>
  taskOption.complete({
    typed,
    options: { schedule: "9" },
    server: { api: { schedules: { list: () => Promise.resolve([schedule]) } } },
  } as unknown as CompletionContext);

test("a suggestion means the task that it names", async () => {
  const choices = await suggested("");
  expect(choices.map(({ value }) => findTask(schedule, value).sequence)).toEqual([1, 2]);
  expect(choices[0]?.value).toBe(handleOf(findTask(schedule, "1")));
});

test.each([
  ["STOPS", [1]],
  ["server", [1, 2]],
  ["2", [2]],
  [" #1 ", [2]],
  ["backup", []],
])("%j typed suggests the tasks in the places %j", async (typed, places) => {
  const choices = await suggested(typed);
  expect(choices.map(({ value }) => findTask(schedule, value).sequence)).toEqual(places);
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

test.each([
  [1, 20, 0],
  [10, 1000, 0],
  [40, 1000, 1],
])("%i tasks that type %i characters fit a field", (count, length, cutLines) => {
  const many = Array.from({ length: count }, (_, index) => ({
    id: index,
    sequence: index + 1,
    action: "command",
    payload: "x".repeat(length),
    offsetSeconds: 899,
    continuesOnFailure: true,
  }));
  const field = tasksField(many as unknown as Schedule["tasks"]);
  expect(field.length).toBeLessThanOrEqual(1024);
  const lines = field.split("\n");
  if (cutLines === 0) expect(lines).toHaveLength(count);
  else expect(lines.at(-1)).toBe(`… and ${count - lines.length + 1} more`);
});

test("a new schedule offers first tasks that are added once, however often they are pressed", async () => {
  const made = {
    ...schedule,
    cron: { minute: "0", hour: "*/6", dayOfMonth: "*", month: "*", dayOfWeek: "*" },
  };
  const server = { key: "x", api: { schedules: { create: () => Promise.resolve(made) } } };
  const { buttons = [] } = await run(create, { server, options: { name: "Nightly", when: "every 6 hours" } });
  expect(buttons.map(({ inPlace }) => inPlace)).toEqual([true, true]);
});
