import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHouse, until, type House } from "./house.ts";

/** One server for each trouble, so that none is in another's way. */
const names = ["alpha", "suspended", "installing", "restoring", "moving", "leaving", "slow", "forbidden"];

let house: House;
beforeAll(async () => {
  house = await openHouse({ panel: { servers: names.map((name) => ({ name, running: true })) } });
});
afterAll(() => house[Symbol.asyncDispose]());

type Options = Record<string, string | boolean>;

async function ask(path: string, options: Options = {}): Promise<string> {
  const use = await house.person("adam").slash(path, options);
  const { content, embeds } = await use.reply();
  return content || (embeds[0]?.description ?? "");
}

const count = (method: string, end: string): number =>
  house.panel.requests.filter((request) => request.method === method && request.route.endsWith(end)).length;

describe("a name that means nothing", () => {
  test.each<[string, Options, RegExp]>([
    [
      "/status",
      { server: "nosuch" },
      /^There is no server “nosuch”\. Roost knows alpha \(\w{8}\), .* and \w+ \(\w{8}\)\.$/,
    ],
    ["/restart", { server: "@everyone" }, /^There is no server “\\@everyone”\./],
    ["/backup info", { backup: "nosuch" }, /^There is no backup called `nosuch`\. Pick one/],
    ["/backup restore", { backup: "../../x" }, /^There is no backup called `\.\.\/\.\.\/x`\./],
    ["/backup delete", { backup: "`" }, /^There is no backup called `ˋ`\./],
    ["/files read", { path: "no/such.txt" }, /^There is no file `\/no\/such\.txt`\.|could not be read/],
    ["/files list", { path: "\u0000" }, /^There is no folder/],
    ["/files read", { path: "../../../etc/passwd" }, /^There is no (file|folder)|could not be read/],
  ])("%s %j is answered with what there is", async (path, options, sentence) => {
    const writes = house.panel.requests.filter(({ method }) => method !== "GET").length;
    expect(await ask(path, options)).toMatch(sentence);
    expect(house.panel.requests.filter(({ method }) => method !== "GET")).toHaveLength(writes);
  });
});

describe("a server that cannot do it", () => {
  test("because it is suspended", async () => {
    const server = house.panel.server("suspended");
    server.suspend();
    await house.untilHealth(({ sockets }) => sockets.some(({ problem }) => problem === "suspended"));
    expect(await ask("/status", { server: "suspended" })).toBe(
      "The server is suspended. Ask your hoster why.",
    );
    expect(await ask("/restart", { server: "suspended" })).toMatch(/cannot do this now: it is suspended/);
    expect(await ask("/servers")).toMatch(/⚪ \*\*suspended\*\* `\w{8}` · Suspended$/m);
    expect(server.powerSignals).toEqual([]);
  });

  test.each([
    ["installing", (name: string) => house.panel.server(name).installing()],
    ["moving", (name: string) => house.panel.server(name).transfer()],
    ["restoring", (name: string) => void (house.panel.server(name).row.status = "restoring_backup")],
  ])("because it is %s", async (name, begin) => {
    begin(name);
    expect(await ask("/power", { server: name, signal: "stop" })).toMatch(/^The server cannot do this now/);
    expect(await ask("/backup create", { server: name })).toMatch(/^The server cannot do this now/);
    expect(house.panel.server(name).powerSignals).toEqual([]);
  });

  test("because it is gone", async () => {
    house.panel.server("leaving").revokeAccess();
    expect(await ask("/power", { server: "leaving", signal: "stop" })).toMatch(
      /^The panel does not know that, or Roost's key may no longer see it/,
    );
  });

  test("because the panel key may not", async () => {
    house.panel.server("forbidden").permissions(["websocket.connect", "control.console"]);
    await house.travel(5000);
    expect(await ask("/power", { server: "forbidden", signal: "stop" })).toMatch(
      /panel key .*(not allowed|may not)/,
    );
    expect(await ask("/backup create", { server: "forbidden" })).toContain("`backup.create`");
  });
});

const lost = "It may still have happened: look at `/status` before you try again.";

describe("a panel in trouble is told in one sentence, and nothing is sent twice:", () => {
  const statuses: [string, { status: number; html?: boolean }, string][] = [
    ["401", { status: 401 }, "does not accept Roost's key"],
    ["403", { status: 403 }, "is not allowed to do this"],
    ["404", { status: 404 }, "does not know that"],
    ["409", { status: 409 }, "cannot do this now"],
    ["413", { status: 413, html: true }, "larger than the panel passes on"],
    ["422", { status: 422 }, "did not accept that"],
    ["429", { status: 429 }, "takes no more requests for now. Try again in"],
    ["500", { status: 500 }, "a problem of its own"],
    ["502 from a proxy", { status: 502, html: true }, lost],
    ["503", { status: 503 }, "a problem of its own"],
    ["504", { status: 504 }, lost],
    ["HTML with 200", { status: 200, html: true }, "Something other than the panel answered"],
    ["a redirect to the login page", { status: 302, html: true }, "Something other than the panel answered"],
  ];
  test.each(statuses)("%s", async (_, { status, html = false }, sentence) => {
    // The minute of a 429 before this one must be over.
    await house.travel(61_000, 5000);
    await until(() => house.panel.wings.sockets(house.panel.server("alpha").id) > 0, "the console");
    const before = {
      sent: count("POST", "/power"),
      told: house.loggedWith("answered with a failure").length,
    };
    house.panel.failNext(status, { path: "/power", html });
    const said = await ask("/power", { server: "alpha", signal: "stop" });
    expect(said).toContain(sentence);
    expect(said).not.toMatch(/undefined|null|\[object|HTTP \d|http/);
    expect(count("POST", "/power")).toBe(before.sent + 1);
    expect(house.loggedWith("answered with a failure").length).toBe(before.told + 1);
    expect(house.panel.server("alpha").state).toBe("running");
  });

  test("a panel that is down", async () => {
    await house.travel(61_000, 5000);
    house.panel.down();
    const sent = count("POST", "/power");
    expect(await ask("/power", { server: "alpha", signal: "stop" })).toMatch(
      /^The panel cannot be reached\. /,
    );
    expect(count("POST", "/power")).toBe(sent);
    house.panel.up();
  });

  test("a node that is down", async () => {
    house.panel.node.down();
    expect(await ask("/power", { server: "slow", signal: "stop" })).toBe(
      `The machine that runs the server does not answer the panel. ${lost}`,
    );
    house.panel.node.up();
    await house.travel(120_000, 2000);
    await until(() => house.panel.wings.sockets(house.panel.server("slow").id) > 0, "the console");
  });

  test("a read is tried again, and works", async () => {
    house.panel.failNext(500, { path: "/backups", times: 2 });
    const use = await house.person("adam").slash("/backup list", { server: "alpha" });
    await use.acknowledged();
    await house.travel(6000, 500);
    expect((await use.reply()).content).toContain("Backups of alpha");
  });
});

describe("a panel that answers after", () => {
  test.each([8, 12, 18])(
    "%i s is waited for, with the person told at once that it is being done",
    async (seconds) => {
      house.panel.slow(seconds * 1000, { path: "/servers/:server/power" });
      const sent = count("POST", "/power");
      const signal = house.panel.server("slow").state === "offline" ? "start" : "stop";
      const use = await house.person("adam").slash("/power", { server: "slow", signal });
      const { afterMs } = await use.acknowledged();
      expect(afterMs).toBeLessThan(1000);
      await house.travel(seconds * 1000 + 1000, 500);
      await use.until(({ content }) => /is (stopped|running)/.test(content));
      expect(count("POST", "/power")).toBe(sent + 1);
      house.panel.slow(0);
    },
  );

  test("24 s is given up, saying that it may have happened, and not sent again", async () => {
    const sent = count("POST", "/power");
    house.panel.slow(24_000, { path: "/servers/:server/power" });
    const use = await house.person("adam").slash("/power", { server: "alpha", signal: "stop" });
    await use.acknowledged();
    await house.travel(26_000, 500);
    expect((await use.reply()).content).toBe(`The panel is taking too long to answer. ${lost}`);
    await until(() => count("POST", "/power") === sent + 1, "the late request");
    house.panel.slow(0);
    // It did happen.
    await house.untilHealth(({ sockets }) =>
      sockets.some(({ server, state }) => server === house.panel.server("alpha").id && state === "offline"),
    );
  });

  test("anything leaves /status at once, for it needs no panel", async () => {
    house.panel.slow(20_000);
    const use = await house.person("vera").slash("/status", { server: "slow" });
    const startedAt = performance.now();
    expect((await use.reply()).embeds).toHaveLength(1);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    house.panel.slow(0);
  });

  test("anything leaves suggestions empty rather than failed", async () => {
    house.panel.slow(20_000);
    const suggested = house
      .person("adam")
      .autocomplete("/files read", { path: "world/", server: "alpha" }, "path");
    await house.travel(2500, 500);
    expect(await suggested).toEqual([]);
    house.panel.slow(0);
    await house.travel(25_000, 1000);
  });
});
