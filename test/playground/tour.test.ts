import { expect, test } from "vitest";
import { walk } from "./tour.ts";
import { openWorld } from "./world.ts";

test("the walk shows every command's answer, both outcomes, a refusal and the console", async () => {
  await using world = await openWorld({ timings: { startMs: 200, stopMs: 100, backupMs: 100 } });
  const lines: string[] = [];
  await walk(world, (line) => lines.push(line));
  const text = lines.join("\n");
  expect(text).toContain("vera> /status");
  expect(text).toMatch(/oscar> \/restart .*[\s\S]*Restarting survival[\s\S]*survival is running again/);
  expect(text).toContain("There are 1 of a max of 20 players online: Alex");
  expect(text).toMatch(/The backup before-the-update is done/);
  expect(text).toContain("│ difficulty=normal");
  expect(text).toMatch(/nobody> \/restart\n {2}│ .*@Operator/);
  expect(text).toMatch(/#console[\s\S]*is anybody here\?/);
  expect(text).not.toMatch(/<@|\u001B|undefined/);
  expect(world.discord.problems).toEqual([]);
  expect(world.panel.problems).toEqual([]);
});
