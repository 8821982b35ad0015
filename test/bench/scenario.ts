/** What a scenario is: a name for the command line, and a run that gives rows for the table. */
import type { Row } from "./table.ts";

export interface BenchOptions {
  /** Shorter load, for CI. */
  isQuick: boolean;
  /** Where the bot's CPU profiles go; none unless told. */
  profileDir?: string | undefined;
  /** Tells how far it is. */
  say: (text: string) => void;
}

export interface Scenario {
  name: string;
  /** Needs little of the machine: with `--quick` all such scenarios run at the same time. */
  isLight?: boolean;
  run(options: BenchOptions): Promise<Row[]>;
}
