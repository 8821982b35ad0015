import { expect, test } from "vitest";
import { readPort } from "./demo-port.ts";

test.each([
  [undefined, 8787],
  ["", 8787],
  ["9000", 9000],
  [" 9000 ", 9000],
  ["0", 0],
  ["65535", 65_535],
  ["65536", undefined],
  ["-1", undefined],
  ["80.5", undefined],
  ["1e3", undefined],
  ["0x50", undefined],
  ["eighty", undefined],
])("DEMO_PORT=%j means %j", (text, port) => {
  expect(readPort(text)).toBe(port);
});
