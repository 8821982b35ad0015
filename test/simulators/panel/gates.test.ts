import { afterEach, describe, expect, it } from "vitest";
import { ask } from "./ask.ts";
import { PanelSimulator } from "./panel-simulator.ts";

let panel: PanelSimulator;
const start = async (options = {}): Promise<PanelSimulator> => (panel = await PanelSimulator.start(options));
afterEach(() => panel.stop());

const path = (): string => `/servers/${panel.server("survival").uuid}`;

describe("authentication", () => {
  it("refuses a wrong key with exactly this body, without rate headers, at no cost", async () => {
    await start();
    const asked = await ask(panel, "GET /account", { key: `ptlc_${"x".repeat(43)}` });
    expect(asked.text).toBe(
      '{"errors":[{"code":"AuthenticationException","status":"401","detail":"Unauthenticated."}]}',
    );
    expect(asked.headers.get("x-ratelimit-limit")).toBeNull();
    expect(panel.spent()).toBe(0);
    expect(panel.key).toHaveLength(48);
  });

  it("refuses a revoked key", async () => {
    await start();
    panel.revokeKey();
    expect((await ask(panel, "GET /account")).status).toBe(401);
  });

  it("refuses an application key, after the throttle", async () => {
    await start();
    const asked = await ask(panel, "GET /account", { key: panel.addKey({ kind: "application" }) });
    expect([asked.status, asked.code]).toEqual([403, "AccessDeniedHttpException"]);
    expect(asked.headers.get("x-ratelimit-limit")).toBe("240");
  });

  it.each([
    [["127.0.0.0/8"], 200],
    [["10.0.0.1", "::1"], 403],
  ])("lets a key for %j in with %i", async (allowedIps, status) => {
    await start();
    expect((await ask(panel, "GET /account", { key: panel.addKey({ allowedIps }) })).status).toBe(status);
  });

  it("demands two-factor everywhere but on the account", async () => {
    await start();
    panel.demandTwoFactor();
    const asked = await ask(panel, "GET ");
    expect([asked.status, asked.code]).toEqual([400, "TwoFactorAuthRequiredException"]);
    expect(asked.headers.get("x-ratelimit-limit")).toBeNull();
    expect((await ask(panel, "GET /account")).status).toBe(200);
  });

  it("answers in HTML and redirects to whoever does not accept JSON", async () => {
    await start();
    const headers = { Accept: "text/html, application/json" };
    const unknown = await ask(panel, "GET /account", { headers, key: "none" });
    expect([unknown.status, unknown.headers.get("location")]).toEqual([302, "/auth/login"]);
    const invalid = await ask(panel, `POST ${path()}/command`, { headers, body: {} });
    expect(invalid.status).toBe(302);
    const missing = await ask(panel, "GET /servers/none", { headers });
    expect([missing.status, missing.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
  });

  it("takes cookies and the panel's own origin for a browser, and asks for a CSRF token", async () => {
    await start();
    const body = { command: "list" };
    const cookie = await ask(panel, `POST ${path()}/command`, {
      body,
      headers: { Cookie: "pterodactyl_session=x" },
    });
    const origin = await ask(panel, `POST ${path()}/command`, { body, headers: { Origin: panel.url } });
    expect([cookie.status, origin.status]).toEqual([419, 419]);
    expect((await ask(panel, "GET /account", { headers: { Origin: panel.url } })).status).toBe(200);
  });
});

describe("input", () => {
  it("is refused before everything else when its JSON is malformed", async () => {
    await start();
    const asked = await ask(panel, `POST ${path()}/command`, {
      raw: "{",
      headers: { "Content-Type": "application/json" },
    });
    expect([asked.status, asked.code]).toEqual([400, "BadRequestHttpException"]);
    expect(asked.headers.get("x-ratelimit-remaining")).toBeNull();
  });

  it("is trimmed, and empty text is nothing", async () => {
    await start();
    const empty = await ask(panel, `POST ${path()}/command`, { body: { command: "   " } });
    expect(empty.json).toEqual({
      errors: [
        {
          code: "ValidationException",
          status: "422",
          detail: "The command field is required.",
          meta: { source_field: "command", rule: "required" },
        },
      ],
    });
    await ask(panel, `POST ${path()}/command`, { body: { command: "  say hi " } });
    expect(panel.server("survival").stdin).toEqual(["say hi"]);
  });

  it("keeps blanks of file names for full ids only", async () => {
    await start();
    await ask(panel, `POST ${path()}/files/write?file=%20a`, { raw: "1" });
    await ask(panel, `POST /servers/${panel.server("survival").id}/files/write?file=%20b`, { raw: "2" });
    const { tree } = panel.server("survival").node.files;
    expect([tree.find(" a")?.kind, tree.find("b")?.kind]).toEqual(["file", "file"]);
  });

  it("names each broken rule", async () => {
    await start();
    const asked = await ask(panel, `POST ${path()}/power`, { body: { signal: "explode" } });
    expect((asked.json as { errors: unknown[] }).errors).toEqual([
      {
        code: "ValidationException",
        status: "422",
        detail: "The selected signal is invalid.",
        meta: { source_field: "signal", rule: "in" },
      },
    ]);
  });
});

describe("unknown routes", () => {
  it("answer 404, and 405 with the allowed verbs, and are remembered as problems", async () => {
    await start();
    expect((await ask(panel, "GET /nonsense")).code).toBe("NotFoundHttpException");
    const wrong = await ask(panel, "DELETE /account");
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET"]);
    expect(panel.problems).toEqual(["GET /api/client/nonsense", "DELETE /api/client/account"]);
  });
});

describe("permissions", () => {
  it("hide a server from who has none of them", async () => {
    await start();
    panel.server("survival").revokeAccess();
    const asked = await ask(panel, `GET ${path()}`);
    expect(asked.text).toContain("The requested resource does not exist on this server.");
    expect((await ask(panel, "GET /servers/00000000")).text).toContain("could not be found on the server");
  });

  it("bind a subuser to what he was given", async () => {
    await start();
    panel.server("survival").permissions(["websocket.connect", "control.start"]);
    const power = async (signal: string): Promise<number> =>
      (await ask(panel, `POST ${path()}/power`, { body: { signal } })).status;
    expect([await power("start"), await power("stop"), await power("explode")]).toEqual([204, 403, 403]);
    expect((await ask(panel, `GET ${path()}/resources`)).status).toBe(200);
    expect((await ask(panel, `GET ${path()}/files/list`)).code).toBe("AccessDeniedHttpException");
    const { meta } = (await ask(panel, `GET ${path()}`)).json as { meta: unknown };
    expect(meta).toEqual({
      is_server_owner: false,
      user_permissions: ["websocket.connect", "control.start"],
    });
  });

  it("name the missing one of the websocket apart", async () => {
    await start();
    panel.server("survival").permissions(["control.start"]);
    expect((await ask(panel, `GET ${path()}/websocket`)).code).toBe("HttpForbiddenException");
  });
});

describe("server states", () => {
  it.each<[string, () => void, string]>([
    ["suspended", () => panel.server("survival").suspend(), "currently suspended"],
    ["installing", () => panel.server("survival").installing(), "not yet completed its installation"],
    ["transferring", () => panel.server("survival").transfer(), "being transferred to a new machine"],
    ["maintenance", () => panel.node.maintenance(), "under maintenance"],
    [
      "restoring",
      () => (panel.server("survival").row.status = "restoring_backup"),
      "restoring from a backup",
    ],
  ])("%s blocks everything but the server itself", async (_, change, words) => {
    await start();
    change();
    for (const route of ["/resources", "/websocket", "/files/list", "/backups"]) {
      const asked = await ask(panel, `GET ${path()}${route}`);
      expect([asked.status, asked.code]).toEqual([409, "ServerStateConflictException"]);
      expect(asked.text).toContain(words);
    }
    expect((await ask(panel, `GET ${path()}`)).status).toBe(200);
  });

  it("let an administrator at the websocket while installing, not while suspended", async () => {
    await start();
    const key = panel.addKey({ user: "root" });
    panel.server("survival").installing();
    expect((await ask(panel, `GET ${path()}/websocket`, { key })).status).toBe(200);
    panel.server("survival").suspend();
    expect((await ask(panel, `GET ${path()}/websocket`, { key })).status).toBe(409);
  });

  it("a failed reinstallation blocks nothing", async () => {
    await start();
    panel.server("survival").row.status = "reinstall_failed";
    expect((await ask(panel, `GET ${path()}/resources`)).status).toBe(200);
  });
});
