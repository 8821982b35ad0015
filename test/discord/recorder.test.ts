import { describe, expect, test } from "vitest";
import { redact } from "../../src/relay/redact.ts";
import { createRecorder, recordRefusal, type Deed } from "../../src/discord/recorder.ts";
import { silentLog } from "../../src/lib/logger.ts";
import { UserError } from "../../src/reply.ts";
import { createAuditLog, type AuditLog } from "../../src/store/audit.ts";
import { openDatabase } from "../../src/store/database.ts";
import { ManualClock } from "../manual-clock.ts";

function rig() {
  const database = openDatabase(":memory:");
  const audit = createAuditLog(database, new ManualClock());
  const lines: string[] = [];
  const recorder = createRecorder({ audit, mirror: (line) => lines.push(line), redact, log: silentLog });
  return { database, audit, recorder, lines };
}

const newest = (audit: AuditLog, perPage = 1) => audit.page({ page: 1, perPage }).items;

const deed = (more: Partial<Deed> = {}): Deed => ({
  actor: { id: "7", name: "Adam", guildId: "1", channelId: "2" },
  interactionId: "3",
  command: "cmd",
  server: { name: "survival", uuid: "1f3c" },
  values: { command: "list", server: "survival" },
  secrets: new Set(),
  decision: "allowed",
  ...more,
});

describe("a deed", () => {
  test("is recorded and mirrored before, and completed after", () => {
    const { audit, recorder, lines } = rig();
    const id = recorder.begin(deed());
    expect(newest(audit)).toMatchObject([
      { command: "cmd", actorName: "Adam", server: "survival", serverUuid: "1f3c" },
    ]);
    expect(newest(audit)[0]).not.toHaveProperty("outcome");
    expect(lines).toEqual(["`#1` **Adam** (<@7>) used `/cmd command: list` on **survival**"]);
    recorder.finish(id, "sent\nand  more");
    expect(newest(audit)).toMatchObject([{ outcome: "sent and more" }]);
    expect(lines[1]).toBe("`#1` → sent and more");
  });

  test("of somebody with a hostile name is still one harmless line", () => {
    const { recorder, lines } = rig();
    recorder.begin(
      deed({
        actor: { id: "7", name: "**A**\n@everyone", guildId: "1", channelId: "2" },
        values: { command: "say `x`\n<@1>" },
      }),
    );
    expect(lines[0]).not.toMatch(/\n|(?<!\\)@everyone/);
    expect(lines[0]).toContain("`/cmd command: say ˋxˋ <@1>`");
  });

  test("hides in what is typed into a console what the console's stream hides, and nothing elsewhere", () => {
    const { audit, recorder, lines } = rig();
    recorder.begin(deed({ values: { command: "rcon password=hunter2" } }));
    recorder.begin(deed({ values: { payload: "/login hunter2", address: "203.0.113.5:25565" } }));
    expect(lines[0]).toContain("`/cmd command: rcon password=[hidden]`");
    expect(newest(audit, 2).map((record) => record.arguments)).toEqual([
      { payload: "/login [hidden]", address: "203.0.113.5:25565" },
      { command: "rcon password=[hidden]" },
    ]);
  });

  test("that was refused is recorded with that", () => {
    const { audit, recorder } = rig();
    recordRefusal(recorder, deed());
    expect(newest(audit)).toMatchObject([{ decision: "refused", outcome: "refused" }]);
  });

  test("is cut where it is long, in the mirror and in the store", () => {
    const { audit, recorder, lines } = rig();
    const id = recorder.begin(deed({ values: { command: "x".repeat(5000) } }));
    recorder.finish(id, "y".repeat(5000));
    for (const line of lines) expect(line.length).toBeLessThan(400);
    const [record] = newest(audit);
    expect(String(record?.arguments["command"]).length).toBeLessThanOrEqual(1000);
    expect(record?.outcome?.length).toBeLessThanOrEqual(200);
  });

  test("keeps its secrets to itself", () => {
    const { audit, recorder, lines } = rig();
    recorder.begin(deed({ values: { command: "hunter2" }, secrets: new Set(["command"]) }));
    expect(JSON.stringify([newest(audit), lines])).not.toContain("hunter2");
  });

  test("that was refused says so", () => {
    const { recorder, lines } = rig();
    recorder.begin(deed({ decision: "refused" }));
    expect(lines[0]).toMatch(/\(refused\)$/);
  });
});

describe("a store that fails", () => {
  test("lets nothing be done, and mirrors nothing", () => {
    const { database, recorder, lines } = rig();
    database.close();
    expect(() => recorder.begin(deed())).toThrow(UserError);
    expect(lines).toEqual([]);
  });

  test("after the deed keeps nobody from hearing how it went", () => {
    const { database, recorder, lines } = rig();
    const id = recorder.begin(deed());
    database.close();
    recorder.finish(id, "done");
    expect(lines[1]).toBe("`#1` → done");
  });
});
