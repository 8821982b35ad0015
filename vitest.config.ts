import { defineConfig } from "vitest/config";
import { SummaryReporter } from "./test/summary-reporter.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", new SummaryReporter()],
    // The real app against the simulators, and the spawned program, take longer than a pure test.
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
