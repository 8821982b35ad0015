/** Numbers that are read from their parts when somebody asks, in the words of prom-client. */
import { Counter, Gauge, type Registry } from "prom-client";

export interface Read {
  name: string;
  help: string;
  labels?: string[];
  /** Labels and value of each series, as of now. */
  read: () => Iterable<readonly [labels: Record<string, string>, value: number]>;
}

export function gauge(registry: Registry, { name, help, labels = [], read }: Read): void {
  const metric = new Gauge({
    name: `roost_${name}`,
    help,
    labelNames: labels,
    registers: [],
    collect() {
      this.reset();
      for (const [of, value] of read()) this.set(of, value);
    },
  });
  registry.registerMetric(metric);
}

/** A total that another part counts. */
export function counter(registry: Registry, { name, help, labels = [], read }: Read): void {
  const metric = new Counter({
    name: `roost_${name}_total`,
    help,
    labelNames: labels,
    registers: [],
    collect() {
      this.reset();
      for (const [of, value] of read()) this.inc(of, value);
    },
  });
  registry.registerMetric(metric);
}
