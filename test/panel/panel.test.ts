import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  apiKey,
  fakePanel,
  item,
  list,
  makePanel,
  pagination,
  rateHeaders,
  server,
  stats,
  uuid,
} from "./fixtures.ts";

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe("panel", () => {
  it("sends the key, asks for JSON and says who it is", async () => {
    const { panel } = makePanel();
    const scope = nock("https://panel.example.com", {
      reqheaders: {
        authorization: `Bearer ${apiKey}`,
        accept: "application/json",
        "user-agent": "Roost/1.2.3",
      },
      badheaders: ["cookie", "origin", "referer"],
    })
      .get("/api/client/account")
      .reply(200, item({ id: 1, username: "me", admin: true }));
    expect(await panel.account.details()).toMatchObject({ username: "me", isAdmin: true });
    scope.done();
  });

  it("lists the servers of all pages", async () => {
    const { panel } = makePanel();
    fakePanel()
      .get("/")
      .query({ page: 1, per_page: 100 })
      .reply(200, list([server], pagination(1, 2)));
    fakePanel()
      .get("/")
      .query({ page: 2, per_page: 100 })
      .reply(200, list([{ ...server, uuid: `2${uuid.slice(1)}` }], pagination(2, 2)));
    const servers = await panel.servers.list();
    expect(servers.map((one) => one.uuid)).toEqual([uuid, `2${uuid.slice(1)}`]);
  });

  it("gives resources with their age, and learns the budget from the headers", async () => {
    const { panel, clock } = makePanel();
    fakePanel().get(`/servers/${uuid}/resources`).reply(200, item(stats), rateHeaders(256, 200));
    const reading = await panel.server(uuid).resources();
    expect(reading).toMatchObject({
      stale: false,
      readAt: clock.now(),
      value: { state: "running", uptimeMs: 615_000 },
    });
    expect(panel.budget()).toMatchObject({ limit: 256, isLearned: true, remaining: 200 });
  });
});
