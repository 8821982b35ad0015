import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import type { Options } from "../simulators/discord/command-call.ts";
import { buttonsOf, fieldsOf, openHouse, type House } from "./house.ts";

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house[Symbol.asyncDispose]());

const use = async (
  path: string,
  options: Options = {},
  who: "adam" | "oscar" = "adam",
): Promise<SeenMessage> => (await house.person(who).slash(`/schedule ${path}`, options)).reply();
const press = async (message: SeenMessage, label: string): Promise<SeenMessage> =>
  (await house.person("adam").click(message, label)).reply();
const rows = () => house.panel.server("survival").row.schedules;
const nightly = "Nightly restart";

describe("/schedule list and info", () => {
  test("say when and what in plain words", async () => {
    const { content, ephemeral } = await use("list", {}, "oscar");
    expect(content).toMatch(
      /\*\*Schedules of survival\*\* \(1\)\n🟢 \*\*Nightly restart\*\* · every day at 04:00, panel time · next <t:\d+:R> · 2 tasks$/,
    );
    expect(ephemeral).toBe(true);
    const fields = fieldsOf(await use("info", { schedule: nightly }, "oscar"));
    expect(fields["Runs"]).toBe("every day at 04:00, panel time\n`0 4 * * *`");
    expect(fields["Next"]).toMatch(/^<t:\d+:f>, <t:\d+:R>$/);
    expect(fields["Last"]).toBe("never");
    expect(fields["Tasks"]).toBe(
      "1. types `say Restarting soon` (goes on if it fails)\n2. after 1 min: restarts the server (goes on if it fails)",
    );
  });

  test("offer an operator to run it, and an admin to change it", async () => {
    expect(buttonsOf(await use("info", { schedule: nightly }, "oscar"))).toEqual(["Run now"]);
    expect(buttonsOf(await use("info", { schedule: nightly }))).toEqual(["Run now", "Turn off", "Delete"]);
  });

  test("suggest schedules by name and time", async () => {
    const person = house.person("oscar");
    const [found] = await person.autocomplete("/schedule info", { schedule: "night" }, "schedule");
    expect(found?.name).toBe("Nightly restart · every day at 04:00");
    expect((await use("info", { schedule: String(found?.value) })).embeds[0]?.title).toBe(nightly);
  });

  test("name what is not there", async () => {
    expect((await use("info", { schedule: "No\n`such`" })).content).toContain(
      "There is no schedule called `No ˋsuchˋ`",
    );
  });
});

describe("/schedule run", () => {
  test("does it now and says how many tasks that is", async () => {
    const { content, ephemeral } = await use("run", { schedule: nightly }, "oscar");
    expect(content).toContain("▶️ **Nightly restart** runs on **survival** now: 2 tasks.");
    expect(content).not.toContain("Restarting soon");
    expect(ephemeral).toBe(false);
    expect(house.panel.server("survival").stdin).toContain("say Restarting soon");
  });

  test("says beforehand that it would do nothing while the server is offline", async () => {
    const { content } = await use("run", { schedule: nightly, server: "valheim" }, "oscar");
    expect(content).toContain("runs only while **valheim** is running");
    expect(house.panel.count("POST", "/servers/:server/schedules/:schedule/execute")).toBe(0);
  });

  test("tells that a command needs a running server", async () => {
    house.panel.server("valheim").row.schedules[0]!.onlyWhenOnline = false;
    const { content } = await use("run", { schedule: nightly, server: "valheim" }, "oscar");
    expect(content).toContain("A command needs a running server");
  });

  test("has nothing to run without tasks", async () => {
    rows()[0]!.tasks = [];
    expect((await use("run", { schedule: nightly })).content).toContain("has no tasks");
  });
});

describe("/schedule create", () => {
  test("takes a time in words, and gives it a first task with a button", async () => {
    const made = await use("create", { name: "Backups", when: "every 6 hours", "online-only": false });
    expect(made.content).toContain("**Backups** is made: on the hour, every 6 hours, panel time. Next: <t:");
    expect(rows()[1]).toMatchObject({
      cron: { minute: "0", hour: "*/6", dayOfMonth: "*", month: "*", dayOfWeek: "*" },
      active: true,
      onlyWhenOnline: false,
    });
    expect((await press(made, "Make a backup")).content).toBe(
      "**Backups** now does this:\n1. makes a backup",
    );
  });

  test("suggests times in words", async () => {
    const choices = await house
      .person("adam")
      .autocomplete("/schedule create", { name: "x", when: "21:30" }, "when");
    expect(choices[0]).toMatchObject({ name: "every day at 21:30", value: "30 21 * * *" });
  });

  test.each([
    ["tomorrow", "is no time that Roost understands"],
    ["0 24 * * *", "The hour cannot be “24”: use a number from 0 to 23"],
    ["0 4 * 13 *", "The month cannot be “13”"],
  ])("tells what is wrong with %s before the panel is asked", async (when, sentence) => {
    expect((await use("create", { name: "x", when })).content).toContain(sentence);
    expect(house.panel.count("POST", "/servers/:server/schedules")).toBe(0);
  });

  test("passes on what only the panel finds wrong", async () => {
    const { content } = await use("create", { name: "x", when: "0 4 L * *" });
    expect(content).toBe(
      "The panel refused. The panel says: “The cron data provided does not evaluate to a valid expression.”",
    );
  });

  test("says when too many were made", async () => {
    const answers = [];
    for (const name of ["a", "b", "c"]) answers.push(await use("create", { name, when: "04:00" }));
    expect(answers[2]?.content).toMatch(/^The panel allows this only now and then\. Try again in \d+ s\.$/);
  });
});

describe("/schedule edit", () => {
  test("shows before and after, asks, and keeps what was not changed", async () => {
    const asked = await use("edit", { schedule: nightly, when: "monday 05:15" });
    expect(asked.content).toBe(
      "Change **Nightly restart** of **survival**?\nwhen: every day at 04:00 → every Monday at 05:15",
    );
    expect(rows()[0]?.cron.hour).toBe("4");
    expect((await press(asked, "Save")).content).toContain("**Nightly restart** is changed.");
    expect(rows()[0]).toMatchObject({
      name: nightly,
      cron: { minute: "15", hour: "5", dayOfMonth: "*", month: "*", dayOfWeek: "1" },
      active: true,
      onlyWhenOnline: true,
      tasks: [{ action: "command" }, { action: "power" }],
    });
    expect(await house.records()).toMatchObject([
      { command: "schedule edit", outcome: "when: every day at 04:00 → every Monday at 05:15" },
    ]);
  });

  test("saves nothing when somebody else changed it in between", async () => {
    const asked = await use("edit", { schedule: nightly, name: "Mine" });
    Object.assign(rows()[0]!, { onlyWhenOnline: false });
    const refused = await press(asked, "Save");
    expect(refused.content).toContain(
      "Nothing was saved: somebody changed **Nightly restart** in the meantime",
    );
    expect(rows()[0]?.name).toBe(nightly);
    expect(fieldsOf(await press(refused, "Show it"))["Only"]).toBeUndefined();
  });

  test("says so when nothing would change", async () => {
    expect((await use("edit", { schedule: nightly, name: nightly })).content).toContain("is so already");
    expect((await use("edit", { schedule: nightly })).content).toContain("Say what to change");
  });
});

describe("/schedule enable and disable", () => {
  test("change nothing else", async () => {
    const before = structuredClone(rows()[0]!);
    expect((await use("disable", { schedule: nightly })).content).toBe("**Nightly restart** is turned off.");
    expect(rows()[0]).toEqual({ ...before, active: false, updatedAt: expect.any(Number) as number });
    expect((await use("disable", { schedule: nightly })).content).toBe("**Nightly restart** is off already.");
    expect((await use("list")).content).toContain(
      "⚪ **Nightly restart** · every day at 04:00, panel time · off",
    );
    expect((await use("enable", { schedule: nightly })).content).toMatch(/is turned on\. Next: <t:/);
    expect(rows()[0]).toMatchObject({ active: true, onlyWhenOnline: true });
  });

  test("are for admins", async () => {
    const { content } = await use("disable", { schedule: nightly }, "oscar");
    expect(content).toContain("You cannot use this");
    expect(rows()[0]?.active).toBe(true);
  });
});

describe("/schedule delete", () => {
  test("asks, and tells what goes", async () => {
    const asked = await use("delete", { schedule: nightly });
    expect(asked.content).toContain("(every day at 04:00)? It cannot be brought back.\n1. types");
    expect((await press(asked, "Delete the schedule")).content).toBe(
      "The schedule **Nightly restart** is deleted.",
    );
    expect(rows()).toEqual([]);
    expect((await use("list")).content).toContain("has no schedules yet");
  });
});

describe("/schedule tasks", () => {
  test("are added in their place, changed, and removed", async () => {
    const added = await use("add-task", {
      schedule: nightly,
      action: "command",
      payload: "save-all",
      after: 30,
      position: 2,
      "go-on": false,
    });
    expect(added.content.split("\n").slice(1)).toEqual([
      "1. types `say Restarting soon` (goes on if it fails)",
      "2. after 30 s: types `save-all`",
      "3. after 1 min: restarts the server (goes on if it fails)",
    ]);
    const changed = await use("edit-task", { schedule: nightly, task: "2", payload: "save-all flush" });
    expect(changed.content).toContain("2. after 30 s: types `save-all flush`");
    const asked = await use("remove-task", { schedule: nightly, task: "2" });
    expect(asked.content).toContain("Remove this task from **Nightly restart**?\n2. after 30 s");
    const removed = await press(asked, "Remove the task");
    expect(removed.content).not.toContain("save-all");
    expect(rows()[0]?.tasks.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  test("suggest themselves by what they do", async () => {
    const person = house.person("adam");
    const choices = await person.autocomplete(
      "/schedule remove-task",
      { schedule: nightly, task: "" },
      "task",
    );
    expect(choices.map(({ name }) => name)).toEqual([
      "1. types say Restarting soon (goes on if it fails)",
      "2. after 1 min: restarts the server (goes on if it fails)",
    ]);
  });

  test("are removed by what they were, though others have moved meanwhile", async () => {
    const asked = await use("remove-task", { schedule: nightly, task: "2" });
    rows()[0]!.tasks.reverse();
    for (const [index, task] of rows()[0]!.tasks.entries()) task.sequence = index + 1;
    await press(asked, "Remove the task");
    expect(rows()[0]?.tasks.map(({ action }) => action)).toEqual(["command"]);
  });

  test.each([
    [{ action: "power", payload: "explode" }, "needs one of `start`, `stop`, `restart` or `kill`"],
    [{ action: "command" }, "There was nothing to send"],
    [{ action: "command", payload: "say a\nstop" }, "a command must be one line"],
  ])("%j are refused in words", async (task, sentence) => {
    expect((await use("add-task", { schedule: nightly, ...task })).content).toContain(sentence);
    expect(rows()[0]?.tasks).toHaveLength(2);
  });

  test("are no more than ten", async () => {
    const [task] = rows()[0]!.tasks;
    rows()[0]!.tasks = Array.from({ length: 10 }, (_, index) => ({
      ...task!,
      id: 900 + index,
      sequence: index + 1,
    }));
    const { content } = await use("add-task", { schedule: nightly, action: "backup" });
    expect(content).toContain("has 10 tasks, and the panel takes no more");
  });

  test("do nothing that the one who asks may not do, or that is not allowed here", async () => {
    const { id } = house.discord.guild.role("Operator");
    await house.restart({ ACCESS_CMD: id, CMD_DENY: "op" });
    await house.discord.ready();
    const { content } = await use("add-task", { schedule: nightly, action: "command", payload: "say hi" });
    expect(content).toBe("You may not type into the console yourself (`/cmd`), so you cannot schedule it.");
  });

  test("know the rules of the console", async () => {
    await house.restart({ CMD_DENY: "op" });
    await house.discord.ready();
    const { content } = await use("add-task", { schedule: nightly, action: "command", payload: "/op me" });
    expect(content).toContain("may not be sent from Discord here");
  });
});

describe("what the key may not do", () => {
  test("is named before the panel is asked, and when the panel says so", async () => {
    house.panel.server("survival").permissions(["websocket.connect", "schedule.read"]);
    const first = await use("disable", { schedule: nightly });
    expect(first.content).toContain("`schedule.update`");
    await house.travel(1000);
    const asked = house.panel.count("POST", "/servers/:server/schedules/:schedule");
    expect((await use("disable", { schedule: nightly })).content).toContain(
      "it lacks the permission `schedule.update`",
    );
    expect(house.panel.count("POST", "/servers/:server/schedules/:schedule")).toBe(asked);
  });
});
