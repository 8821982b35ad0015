/** Schedules and their tasks: an update replaces all of it, what is left out is off. */
import { isCron } from "../cron.ts";
import { list } from "../envelope.ts";
import { display, forbidden, generic, notFound } from "../errors.ts";
import { accepted, noContent, ok, serverRoute, type ServerCall, type ServerRoute } from "../route.ts";
import { validate } from "../rules.ts";
import type { Schedule, Task } from "../world.ts";
import { truthy } from "./backups.ts";
import { scheduleItem, taskItem } from "./schedule-items.ts";
import { execute } from "./schedule-run.ts";

const maxTasks = 10;

export const scheduleRoutes: ServerRoute[] = [
  serverRoute("GET /schedules", "schedule.read", ({ server, state }) =>
    ok(list(server.row.schedules.map((schedule) => scheduleItem(schedule, state.clock.wall())))),
  ),
  serverRoute("POST /schedules", "schedule.create", ({ server, state, input, user }) => {
    const at = state.clock.wall();
    const schedule: Schedule = {
      id: state.nextId(),
      ...readBody(input),
      processing: false,
      lastRunAt: null,
      createdAt: at,
      updatedAt: at,
      tasks: [],
    };
    server.row.schedules.push(schedule);
    server.log("server:schedule.create", user.id, { name: schedule.name });
    return ok(scheduleItem(schedule, at));
  }),
  serverRoute("GET /schedules/:schedule", "schedule.read", (call) =>
    ok(scheduleItem(find(call), call.state.clock.wall())),
  ),
  serverRoute("POST /schedules/:schedule", "schedule.update", (call) => {
    const schedule = find(call);
    const at = call.state.clock.wall();
    Object.assign(schedule, readBody(call.input), { updatedAt: at });
    call.server.log("server:schedule.update", call.user.id, { name: schedule.name });
    return ok(scheduleItem(schedule, at));
  }),
  serverRoute("POST /schedules/:schedule/execute", "schedule.update", async (call) => {
    const schedule = find(call);
    if (schedule.tasks.length === 0) {
      throw display("Cannot process schedule for task execution: no tasks are registered.");
    }
    await execute(call, schedule);
    call.server.log("server:schedule.execute", call.user.id, { name: schedule.name });
    return accepted;
  }),
  serverRoute("DELETE /schedules/:schedule", "schedule.delete", (call) => {
    const schedule = find(call);
    call.server.row.schedules.splice(call.server.row.schedules.indexOf(schedule), 1);
    call.server.log("server:schedule.delete", call.user.id, { name: schedule.name });
    return noContent;
  }),
  serverRoute("POST /schedules/:schedule/tasks", "schedule.update", (call) => {
    const schedule = find(call);
    if (schedule.tasks.length >= maxTasks) {
      throw display(
        `Schedules may not have more than ${maxTasks} tasks associated with them. Creating this task would put this schedule over the limit.`,
        "ServiceLimitExceededException",
      );
    }
    const at = call.state.clock.wall();
    const task: Task = {
      id: call.state.nextId(),
      ...readTask(call),
      sequence: sequenceOf(call, schedule.tasks.length + 1),
      queued: false,
      createdAt: at,
      updatedAt: at,
    };
    placeTask(schedule, task);
    return ok(taskItem(task));
  }),
  serverRoute("POST /schedules/:schedule/tasks/:task", "schedule.update", (call) => {
    const schedule = find(call);
    const task = findTask(call, schedule);
    Object.assign(task, readTask(call), { updatedAt: call.state.clock.wall() });
    schedule.tasks.splice(schedule.tasks.indexOf(task), 1);
    task.sequence = sequenceOf(call, task.sequence);
    placeTask(schedule, task);
    return ok(taskItem(task));
  }),
  serverRoute("DELETE /schedules/:schedule/tasks/:task", undefined, (call) => {
    const schedule = find(call);
    const task = findTask(call, schedule);
    if (!call.may("schedule.update")) throw forbidden("You do not have permission to perform this action.");
    schedule.tasks.splice(schedule.tasks.indexOf(task), 1);
    renumber(schedule);
    return noContent;
  }),
];

function find({ server, params }: ServerCall): Schedule {
  const schedule = server.row.schedules.find(({ id }) => id === Number(params["schedule"]));
  if (!schedule) throw notFound();
  return schedule;
}

function findTask({ params }: ServerCall, schedule: Schedule): Task {
  const task = schedule.tasks.find(({ id }) => id === Number(params["task"]));
  if (!task) throw notFound();
  return task;
}

/** The whole schedule: what is left out is off. */
function readBody(
  input: Record<string, unknown>,
): Pick<Schedule, "name" | "cron" | "active" | "onlyWhenOnline"> {
  const required = "required|string";
  validate(input, {
    name: "required|string|max:191",
    minute: required,
    hour: required,
    day_of_month: required,
    day_of_week: required,
    is_active: "boolean",
  });
  // Not validated, and yet the panel cannot do without it.
  if (typeof input["month"] !== "string") throw generic("TypeError");
  const field = (name: string): string => String(input[name]);
  const cron = {
    minute: field("minute"),
    hour: field("hour"),
    dayOfMonth: field("day_of_month"),
    month: field("month"),
    dayOfWeek: field("day_of_week"),
  };
  if (!isCron(cron)) throw display("The cron data provided does not evaluate to a valid expression.");
  // PHP's truth: the text "false" is true.
  const onlyWhenOnline = Boolean(input["only_when_online"]) && input["only_when_online"] !== "0";
  return { name: field("name"), cron, active: truthy(input["is_active"]), onlyWhenOnline };
}

function readTask({
  input,
  server,
  state,
}: ServerCall): Pick<Task, "action" | "payload" | "offsetSeconds" | "continueOnFailure"> {
  const powered = state.profile === "modern" && input["action"] === "power";
  validate(input, {
    action: "required|in:command,power,backup",
    payload:
      input["action"] === "backup"
        ? "nullable|string"
        : `required|string${powered ? "|in:start,stop,restart,kill" : ""}`,
    time_offset: "required|numeric|min:0|max:900",
    sequence_id: "numeric|min:1",
    continue_on_failure: "boolean",
  });
  if (input["action"] === "backup" && !server.row.featureLimits.backups) {
    throw forbidden("A backup task cannot be created when the server's backup limit is set to 0.");
  }
  return {
    action: String(input["action"]),
    payload: typeof input["payload"] === "string" ? input["payload"] : "",
    offsetSeconds: Number(input["time_offset"]),
    continueOnFailure: truthy(input["continue_on_failure"]),
  };
}

function sequenceOf({ input }: ServerCall, fallback: number): number {
  return input["sequence_id"] === undefined ? fallback : Number(input["sequence_id"]);
}

function placeTask(schedule: Schedule, task: Task): void {
  schedule.tasks.splice(Math.min(task.sequence - 1, schedule.tasks.length), 0, task);
  renumber(schedule);
}

function renumber(schedule: Schedule): void {
  for (const [index, task] of schedule.tasks.entries()) task.sequence = index + 1;
}
