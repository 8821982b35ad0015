import { expect, test } from "vitest";
import { add } from "../../commands/network/add.ts";
import { run } from "./context.ts";

test.each([
  [0, 0, "The plan of **x** has no room for one more address. Ask your hoster for more."],
  [0, 1, "The plan of **x** has no room for one more address. Ask your hoster for more."],
  [
    2,
    2,
    "**x** has 2 of 2 addresses, so it gets no more. Remove one with `/network remove`, or ask your hoster for more.",
  ],
])("with a limit of %i and %i there, none is added", async (allocations, count, sentence) => {
  const server = {
    name: "x",
    details: () => ({ featureLimits: { allocations } }),
    api: { network: { list: () => Promise.resolve(Array.from({ length: count })) } },
  };
  await expect(run(add, { server })).rejects.toThrow(sentence);
});
