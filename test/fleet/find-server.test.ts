import { expect, test } from "vitest";
import { findServer, UnknownServer } from "../../src/fleet/find-server.ts";

const servers = [
  { key: "smp", identifier: "1f3c9a77", uuid: "1f3c9a77-52d4-4c0e-9a51-6f2b8d0e7a10", name: "Survival" },
  { key: "2a2a2a2a", identifier: "2a2a2a2a", uuid: "2a2a2a2a-52d4-4c0e-9a51-6f2b8d0e7a10", name: "Creative" },
  { key: "1fff0000", identifier: "1fff0000", uuid: "1fff0000-52d4-4c0e-9a51-6f2b8d0e7a10", name: "smp" },
  { key: "3b3b3b3b", identifier: "3b3b3b3b", uuid: "3b3b3b3b-52d4-4c0e-9a51-6f2b8d0e7a10", name: "Twin" },
  { key: "4c4c4c4c", identifier: "4c4c4c4c", uuid: "4c4c4c4c-52d4-4c0e-9a51-6f2b8d0e7a10", name: "Twin" },
];

test.each([
  ["smp", "smp"],
  ["SMP ", "smp"],
  ["1f3c9a77", "smp"],
  ["2a2a2a2a-52d4-4c0e-9a51-6f2b8d0e7a10", "2a2a2a2a"],
  ["survival", "smp"],
  ["crea", "2a2a2a2a"],
  ["1ff", "1fff0000"],
])("%j means %s", (query, key) => {
  expect(findServer(servers, query).key).toBe(key);
});

test.each([
  ["1f", ["smp", "1fff0000"]],
  ["Twin", ["3b3b3b3b", "4c4c4c4c"]],
  ["nether", ["smp", "2a2a2a2a", "1fff0000", "3b3b3b3b", "4c4c4c4c"]],
])("%j means none, and the sentence names what it may be", (query, candidates) => {
  expect.assertions(3);
  try {
    findServer(servers, query);
  } catch (error) {
    expect(error).toBeInstanceOf(UnknownServer);
    expect((error as UnknownServer).candidates).toEqual(candidates);
    expect((error as UnknownServer).message).toContain(candidates[0]);
  }
});
