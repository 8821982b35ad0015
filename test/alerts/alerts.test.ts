import { describe, expect, it } from "vitest";
import type { Alert } from "../../src/alerts/alert.ts";
import { Alerts } from "../../src/alerts/alerts.ts";
import type { Finding } from "../../src/alerts/outage-watch.ts";
import type { Fleet } from "../../src/fleet/fleet.ts";
import type { FleetEvent, FleetServer } from "../../src/fleet/server.ts";
import { silentLog } from "../../src/lib/logger.ts";
import type { ServerState } from "../../src/wings/stats.ts";
import { ManualClock } from "../manual-clock.ts";

/** Three servers of one node, without a panel. */
class Stage {
  readonly clock = new ManualClock();
  readonly told: string[] = [];
  finding: Finding = "fine";
  socket: "open" | "connecting" = "open";
  readonly servers = ["one", "two", "three"].map(
    (key) =>
      ({
        uuid: `uuid-${key}`,
        key,
        name: key,
        details: () => ({ node: "node-1", limits: { memoryMib: 0, diskMib: 0 } }),
        live: () => ({ socket: this.socket }),
        recentLines: () => [],
      }) as unknown as FleetServer,
  );
  readonly alerts: Alerts;
  #listener: (event: FleetEvent) => void = () => undefined;

  constructor() {
    const fleet = {
      servers: this.servers,
      subscribe: (listener: (event: FleetEvent) => void) => {
        this.#listener = listener;
        return () => undefined;
      },
    };
    this.alerts = new Alerts({
      fleet: fleet as unknown as Fleet,
      board: {
        raise: (alert: Alert) => this.told.push(`raised ${alert.kind}`),
        update: (alert: Alert) => this.told.push(`changed ${alert.kind}`),
        announceEnd: (alert: Alert) => this.told.push(`over ${alert.kind}`),
      },
      ask: () => Promise.resolve(this.finding),
      troubles: () => 0,
      lastDeed: () => undefined,
      prepareLine: (raw) => raw,
      kept: { load: () => ({}), save: () => undefined, loadAlerts: () => [], saveAlerts: () => undefined },
      clock: this.clock,
      log: silentLog,
    });
  }

  all(state: ServerState, previous: ServerState): void {
    const at = this.clock.now();
    for (const server of this.servers) this.#listener({ type: "state", state, previous, at, server });
  }

  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 5000) await this.clock.advance(5000);
  }
}

/** The node is away for three minutes, and its servers are down when it is back. */
async function rebooted(): Promise<Stage> {
  const stage = new Stage();
  stage.all("running", "unknown");
  Object.assign(stage, { socket: "connecting", finding: "no-node" });
  await stage.pass(180_000);
  stage.all("offline", "running");
  Object.assign(stage, { socket: "open", finding: "fine" });
  await stage.pass(30_000);
  return stage;
}

describe("a node that reboots", () => {
  it("is one alert, not one for each of its servers that it starts again", async () => {
    const stage = await rebooted();
    stage.all("starting", "offline");
    await stage.pass(30_000);
    stage.all("running", "starting");
    await stage.pass(600_000);
    expect(stage.told).toEqual(["raised outage", "changed outage", "over outage"]);
    stage.alerts.stop();
  });

  it("and leaves servers behind that stay down is told of them later", async () => {
    const stage = await rebooted();
    expect(stage.told).toEqual(["raised outage", "changed outage", "over outage"]);
    await stage.pass(400_000);
    expect(stage.told.slice(3)).toEqual(["raised crash", "raised crash", "raised crash"]);
    stage.alerts.stop();
  });

  it("excuses no crash long after", async () => {
    const stage = await rebooted();
    stage.all("running", "offline");
    await stage.pass(400_000);
    stage.all("offline", "running");
    await stage.pass(10_000);
    expect(stage.told.slice(3)).toEqual(["raised crash", "raised crash", "raised crash"]);
    stage.alerts.stop();
  });
});
