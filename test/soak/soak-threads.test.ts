/** The same with a thread for each run of the server: `SOAK_HOURS=10 SOAK_SEED=7 npx vitest run test/soak/soak-threads.test.ts`. */
import { expect, test } from "vitest";
import { defectsIn, totalsOf } from "./report.ts";
import { straysIn } from "./runs.ts";
import { soak } from "./soak.ts";

const hours = Number(process.env["SOAK_HOURS"] ?? 2);
const seed = Number(process.env["SOAK_SEED"] ?? 1);
/** Real milliseconds: many times what an hour takes, for a machine that does other things as well. */
const limitMs = 60_000 + hours * 20_000;

test(
  `every line of ${hours} hours with faults stands in the thread of its run (SOAK_SEED=${seed})`,
  async () => {
    const journal: string[] = [];
    const result = await soak({ seed, hours, threads: 5, tell: (text) => journal.push(text) });
    process.stdout.write(`SOAK_SEED=${seed} SOAK_HOURS=${hours}: ${totalsOf(result.account)}\n`);
    expect(defectsIn(result), journal.join("\n")).toEqual([]);
    expect(straysIn(result), journal.join("\n")).toEqual([]);
    expect(result.account.shown).toBeGreaterThan(hours * 500);
  },
  limitMs,
);
