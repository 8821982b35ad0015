import { expect, test } from "vitest";
import { proposalOf, proposalOutcome } from "../../commands/files/proposal.ts";

const outcome = async (before: string, after: string): Promise<string> => {
  const former = { text: before } as Parameters<typeof proposalOf>[1];
  return proposalOutcome(await proposalOf("/server.properties", former, Buffer.from(after)));
};

test.each([
  ["max-players=20\n", "max-players=30\n", "`max-players=20 → max-players=30`"],
  ["difficulty: easy\n", "difficulty: hard\n", "`difficulty: easy → difficulty: hard`"],
  ["db=hunter2\n", "db=hunter3\n", "1 line added, 1 removed"],
  ["hunter2\n", "hunter3\n", "1 line added, 1 removed"],
  ["pvp=true\nk=hunter2\n", "pvp=false\nk=hunter3\n", "2 lines added, 2 removed"],
  ["pvp=true\n", "x=hunter3\n", "1 line added, 1 removed"],
  ["pvp=true\n", "pvp=true\nx=hunter3\n", "1 line added"],
  ["pvp=true\n", "pvp=true # hunter3\n", "1 line added, 1 removed"],
])("the record of %j to %j is %s", async (before, after, words) => {
  expect(await outcome(before, after)).toBe(words);
});
