import { expect, test } from "vitest";
import { unlessAborted } from "../../src/lib/unless-aborted.ts";

const never = new Promise<string>(() => undefined);

test("work that ends first is what it is, well or not", async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(Promise.resolve("done"), signal)).toBe("done");
  await expect(unlessAborted(Promise.reject(new Error("broken")), signal)).rejects.toThrow("broken");
});

test("work that does not end is left as soon as the signal is aborted", async () => {
  const stop = new AbortController();
  const left = unlessAborted(never, stop.signal);
  stop.abort();
  expect(await left).toBeUndefined();
  expect(await unlessAborted(never, stop.signal)).toBeUndefined();
});

test("a failure after the stop is nobody's", async () => {
  const stop = new AbortController();
  const { promise, reject } = Promise.withResolvers<string>();
  const left = unlessAborted(promise, stop.signal);
  stop.abort();
  reject(new Error("late"));
  expect(await left).toBeUndefined();
});
