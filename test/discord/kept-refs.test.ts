import { expect, test } from "vitest";
import { createKeptRefs } from "../../src/discord/kept-refs.ts";
import type { SmallState } from "../../src/store/small-state.ts";

function memory(): SmallState {
  const values = new Map<string, unknown>();
  return {
    get: (name) => values.get(name),
    set: (name, value) => void values.set(name, structuredClone(value)),
    remove: (name) => void values.delete(name),
    names: () => [],
  };
}

test("two uses of one channel forget nothing of one another, over a restart", () => {
  const state = memory();
  const [status, alerts] = ["status", "alerts"].map((purpose) => createKeptRefs(state, purpose, "1"));
  status?.set("survival", "10");
  for (let alert = 0; alert < 400; alert += 1) alerts?.set(`alert ${alert}`, String(alert));
  expect(createKeptRefs(state, "status", "1").get("survival")).toBe("10");
  expect(createKeptRefs(state, "alerts", "1").get("alert 399")).toBe("399");
  expect(createKeptRefs(state, "alerts", "1").get("alert 1")).toBeUndefined();
});

test("what the first versions kept is found", () => {
  const state = memory();
  state.set("messages:1", [["survival", "10"]]);
  expect(createKeptRefs(state, "status", "1").get("survival")).toBe("10");
  expect(createKeptRefs(state, "status", "2").get("survival")).toBeUndefined();
});
