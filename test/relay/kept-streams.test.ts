import { describe, expect, it } from "vitest";
import { createKeptStreams } from "../../src/relay/kept-streams.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createSmallState } from "../../src/store/small-state.ts";

const state = createSmallState(openDatabase(":memory:"), () => undefined);

describe("what was left, in the store", () => {
  it.each([
    ["of another version", { isPaused: false, handover: { underWay: { nonce: 5 } } }],
    ["without lines", { isPaused: false, handover: { waiting: [{ kind: "line" }] } }],
  ])("is not trusted: %s", (_, kept) => {
    state.set("console:odd", kept);
    expect(createKeptStreams(state).load("odd")).toStrictEqual({ isPaused: false, handover: undefined });
  });
});
