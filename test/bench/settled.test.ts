import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { settled } from "./settled.ts";

test("fails as the first that failed did, and not before all have ended", async () => {
  const ended: string[] = [];
  const fails = async (name: string): Promise<never> => {
    await setImmediate();
    ended.push(name);
    throw new Error(name);
  };
  const slow = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    ended.push("slow");
  };
  await expect(settled([slow(), fails("one"), fails("two")])).rejects.toThrow("one");
  expect(ended).toEqual(["one", "two", "slow"]);
});

test("gives what each gives, in their order", async () => {
  expect(await settled([Promise.resolve(1), "two"])).toEqual([1, "two"]);
});
