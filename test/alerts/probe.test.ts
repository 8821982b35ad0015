import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createProbe } from "../../src/alerts/probe.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { errorBody, fakePanel, item, list, makePanel, runUntil, stats, uuid } from "../panel/fixtures.ts";

beforeAll(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
});
afterAll(() => {
  nock.enableNetConnect();
});

const server = { uuid } as FleetServer;
const path = `/servers/${uuid}/resources`;

describe("a probe", () => {
  it("asks the panel itself, and leaves the last reading for others to stand on", async () => {
    const { panel } = makePanel();
    const ask = createProbe(panel);
    fakePanel().get(path).reply(200, item(stats));
    await panel.server(uuid).resources();
    fakePanel().get(path).reply(504, errorBody(504, "DaemonConnectionException"));
    expect(await ask(server)).toBe("no-node");
    expect((await panel.server(uuid).resources()).value.state).toBe("running");
  });

  it("asks only whether the panel is there, and takes no older answer for that", async () => {
    const { panel, clock } = makePanel();
    const ask = createProbe(panel);
    const query = { page: 1, per_page: 1 };
    fakePanel().get("/").query(query).reply(200, list([]));
    expect(await ask(undefined)).toBe("fine");
    fakePanel().get("/").query(query).times(9).reply(503, "maintenance");
    expect(await runUntil(ask(undefined), clock)).toBe("no-panel");
  });

  it("takes a state that is none for a node that is away", async () => {
    const { panel } = makePanel();
    fakePanel()
      .get(path)
      .reply(200, item({ ...stats, current_state: "missing" }));
    expect(await createProbe(panel)(server)).toBe("no-node");
  });

  it.each([
    [409, "ServerStateConflictException"],
    [404, "NotFoundHttpException"],
  ])("learns nothing about the node where the panel answers by itself: %d", async (status, code) => {
    const { panel } = makePanel();
    fakePanel().get(path).reply(status, errorBody(status, code));
    expect(await createProbe(panel)(server)).toBe("panel-only");
  });
});
