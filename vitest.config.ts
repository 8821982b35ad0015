import { defineConfig } from "vitest/config";
import { SummaryReporter } from "./test/summary-reporter.ts";

/** Tests with limits of real time, which a busy machine breaks: they run when all others are done, one file at a time. */
const timed = [
  "test/e2e/bad-input.test.ts",
  "test/e2e/files-numbers.test.ts",
  "test/e2e/life.test.ts",
  "test/fleet/flood.test.ts",
  "test/playground/demo.test.ts",
  "test/playground/page-console.test.ts",
];

/** Defects of discord.js that the program survives: it logs what nobody caught, and goes on. */
const ofDiscordJs = new Set([
  // It listens no more to a connection that it gives up while it dials: a refusal that comes then is nobody's.
  "Unexpected server response: 503",
  // It goes on with an event of a session that has become invalid meanwhile.
  "Cannot read properties of null (reading 'sequence')",
]);

export default defineConfig({
  test: {
    // Real sockets on a machine that does other things as well: a test that fails twice is broken.
    retry: process.env["CI"] ? 1 : 0,
    reporters: ["default", new SummaryReporter()],
    onUnhandledError: ({ message }) => !ofDiscordJs.has(message),
    // The longest walks through the real app take 15 s on a quiet machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "side by side",
          include: ["test/**/*.test.ts"],
          exclude: timed,
          // Most tests of the whole app wait for sockets and timers: more workers than cores shorten the run.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "alone", include: timed, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
