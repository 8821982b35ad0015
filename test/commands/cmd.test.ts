import { expect, test } from "vitest";
import { cmd } from "../../commands/cmd.ts";
import { run } from "./context.ts";

test.each([
  [undefined, "sent, unseen"],
  [[], "sent"],
  [["There are 0 players"], "sent"],
])("with %j from the console the record says: %s", async (lines, outcome) => {
  const server = { name: "x", key: "x", run: () => Promise.resolve({ lines, truncated: false }) };
  expect((await run(cmd, { server, options: { command: "list" } })).outcome).toBe(outcome);
});
