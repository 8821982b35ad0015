import { afterEach, describe, expect, it } from "vitest";
import { HandClock } from "../game/hand-clock.ts";
import { ask, type Asked } from "./ask.ts";
import { PanelSimulator } from "./panel-simulator.ts";

let panel: PanelSimulator;
const hand = new HandClock();
const start = async (options = {}): Promise<PanelSimulator> =>
  (panel = await PanelSimulator.start({ clock: hand, ...options }));
afterEach(() => panel.stop());

const path = (): string => `/servers/${panel.server("survival").uuid}`;
const rate = ({ headers }: Asked): (string | null)[] =>
  ["limit", "remaining"].map((name) => headers.get(`x-ratelimit-${name}`));

describe("the throttle", () => {
  it("counts per user from the first hit, and opens again after a minute", async () => {
    await start({ rateLimit: 2 });
    expect(rate(await ask(panel, "GET /account"))).toEqual(["2", "1"]);
    hand.advance(59_000);
    expect(rate(await ask(panel, "GET /account", { key: panel.addKey() }))).toEqual(["2", "0"]);
    const refused = await ask(panel, "GET /account");
    expect([refused.status, refused.code]).toEqual([429, "ThrottleRequestsException"]);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(refused.headers.get("x-ratelimit-reset")).toBe(String(hand.now() / 1000 + 1));
    expect([panel.spent(), panel.rateLimited]).toEqual([2, 1]);
    hand.advance(1000);
    expect((await ask(panel, "GET /account")).status).toBe(200);
  });

  it("gives Retry-After and Reset on refusals only", async () => {
    await start();
    const { headers } = await ask(panel, "GET /account");
    expect([headers.get("retry-after"), headers.get("x-ratelimit-reset")]).toEqual([null, null]);
  });

  it("shares the budget with the same person's browser", async () => {
    await start();
    panel.spend(100);
    expect(rate(await ask(panel, "GET /account"))).toEqual(["240", "139"]);
  });

  it("tells waits in real seconds when time runs faster", async () => {
    await start({ rateLimit: 1, timeScale: 10 });
    await ask(panel, "GET /account");
    const refused = await ask(panel, "GET /account");
    expect(refused.headers.get("retry-after")).toBe("6");
    hand.advance(6000);
    expect((await ask(panel, "GET /account")).status).toBe(200);
  });

  it("shows the tighter of two limits, per server and for all its users", async () => {
    await start();
    const root = panel.addKey({ user: "root" });
    for (const left of [4, 3, 2, 1, 0]) {
      expect(rate(await ask(panel, `GET ${path()}/websocket`))).toEqual(["5", String(left)]);
    }
    const refused = await ask(panel, `GET ${path()}/websocket`, { key: root });
    expect([refused.status, ...rate(refused)]).toEqual([429, "5", "0"]);
    expect((await ask(panel, `GET /servers/${panel.server("valheim").uuid}/websocket`)).status).toBe(200);
    expect(rate(await ask(panel, "GET /account"))).toEqual(["240", "233"]);
  });

  it("has no special limits on a classic panel", async () => {
    await start({ profile: "classic" });
    for (let i = 0; i < 6; i += 1) {
      expect(rate(await ask(panel, `GET ${path()}/websocket`))[0]).toBe("240");
    }
  });
});

describe("the backup throttle", () => {
  it("refuses the third within ten minutes, with another code and with budget left", async () => {
    await start({ settings: { backupThrottle: { count: 2, periodMs: 600_000 } } });
    panel.server("survival").row.featureLimits.backups = 9;
    await ask(panel, `POST ${path()}/backups`);
    hand.advance(60_000);
    await ask(panel, `POST ${path()}/backups`);
    const refused = await ask(panel, `POST ${path()}/backups`);
    expect([refused.status, refused.code]).toEqual([429, "TooManyRequestsHttpException"]);
    expect(refused.headers.get("retry-after")).toBe("600");
    expect(refused.headers.get("x-ratelimit-reset")).toBeNull();
    expect(Number(refused.headers.get("x-ratelimit-remaining"))).toBeGreaterThan(200);
    hand.advance(540_000);
    expect((await ask(panel, `POST ${path()}/backups`)).status).toBe(200);
  });
});

describe("resources", () => {
  it("are kept for 20 seconds, for everybody", async () => {
    await start();
    const state = async (): Promise<unknown> =>
      ((await ask(panel, `GET ${path()}/resources`)).json as { attributes: { current_state: string } })
        .attributes.current_state;
    expect(await state()).toBe("running");
    panel.server("survival").node.power.act("kill");
    hand.advance(19_999);
    expect(await state()).toBe("running");
    hand.advance(1);
    expect(await state()).toBe("offline");
  });

  it("answer 504 for whatever the node says, and do not keep that", async () => {
    await start();
    panel.node.answerWith(500);
    const failed = await ask(panel, `GET ${path()}/resources`);
    expect([failed.status, failed.code]).toEqual([504, "DaemonConnectionException"]);
    panel.node.answerWith(undefined);
    expect((await ask(panel, `GET ${path()}/resources`)).status).toBe(200);
  });
});
