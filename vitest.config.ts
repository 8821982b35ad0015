import { defineConfig } from "vitest/config";
import { SummaryReporter } from "./test/summary-reporter.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Most tests of the whole app wait for sockets and timers: more workers than cores shorten the run.
    maxWorkers: 3,
    // Real sockets on a machine that does other things as well: a test that fails twice is broken.
    retry: process.env["CI"] ? 1 : 0,
    reporters: ["default", new SummaryReporter()],
    // The real app against the simulators, and the spawned program, take longer than a pure test.
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
