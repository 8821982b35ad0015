import { describe, expect, it } from "vitest";
import { planStep, type Situation } from "../../src/relay/plan.ts";

const calm: Situation = {
  pendingBytes: 500,
  hasText: true,
  isPacked: false,
  hasNotes: false,
  fitsOpen: false,
  sinceFileMs: Number.POSITIVE_INFINITY,
  isFlooding: false,
  isDraining: false,
};

describe("the next request", () => {
  it.each([
    ["nothing when only empty lines wait", { hasText: false, fitsOpen: true }, "nothing"],
    ["an edit when all of it fits the open message", { fitsOpen: true }, "edit"],
    ["a post without an open message", {}, "post"],
    ["a post for up to three messages", { pendingBytes: 5800 }, "post"],
    ["a file for more", { pendingBytes: 5900 }, "file"],
    ["a file for what is packed already", { isPacked: true }, "file"],
    ["a file for more than one message while it floods", { pendingBytes: 2000, isFlooding: true }, "file"],
    ["a post for one message when a flood calms down", { pendingBytes: 1900, isFlooding: true }, "post"],
    ["nothing yet shortly after a file", { pendingBytes: 100_000, sinceFileMs: 4000 }, "nothing"],
    [
      "a file at once for what became of the server",
      { isPacked: true, hasNotes: true, sinceFileMs: 1200 },
      "file",
    ],
    ["the next file after a while", { pendingBytes: 100_000, sinceFileMs: 5000 }, "file"],
    ["the next file at once when it is big", { pendingBytes: 3_000_000, sinceFileMs: 1200 }, "file"],
    ["a file for more than one message at the end", { pendingBytes: 2500, isDraining: true }, "file"],
    ["no waiting for a file at the end", { pendingBytes: 9000, sinceFileMs: 10, isDraining: true }, "file"],
    ["a post for one message at the end", { isDraining: true }, "post"],
  ] as const)("is %s", (_, change, step) => {
    expect(planStep({ ...calm, ...change })).toBe(step);
  });
});
