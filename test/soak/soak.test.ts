/** Run it longer, or with other chances: `SOAK_HOURS=100 SOAK_SEED=7 npx vitest run test/soak/soak.test.ts`. */
import { expect, test } from "vitest";
import { defectsIn, totalsOf } from "./report.ts";
import { soak } from "./soak.ts";

const hours = Number(process.env["SOAK_HOURS"] ?? 10);
const seed = Number(process.env["SOAK_SEED"] ?? 1);
/** Real milliseconds: many times what an hour takes, for a machine that does other things as well. */
const limitMs = 60_000 + hours * 20_000;

test(
  `every line of ${hours} hours with faults is accounted for (SOAK_SEED=${seed})`,
  async () => {
    const journal: string[] = [];
    const result = await soak({ seed, hours, tell: (text) => journal.push(text) });
    const defects = defectsIn(result);
    process.stdout.write(`SOAK_SEED=${seed} SOAK_HOURS=${hours}: ${totalsOf(result.account)}\n`);
    expect(defects, journal.join("\n")).toEqual([]);
    expect(result.account.shown).toBeGreaterThan(hours * 500);
  },
  limitMs,
);
