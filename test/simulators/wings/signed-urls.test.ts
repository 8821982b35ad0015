import { afterEach, describe, expect, it } from "vitest";
import { HandClock } from "../game/hand-clock.ts";
import { ask, attributes } from "../panel/ask.ts";
import { PanelSimulator } from "../panel/panel-simulator.ts";

let panel: PanelSimulator;
const hand = new HandClock();
const start = async (options = {}): Promise<PanelSimulator> =>
  (panel = await PanelSimulator.start({ clock: hand, ...options }));
afterEach(() => panel.stop());

const path = (): string => `/servers/${panel.server("survival").uuid}`;
const link = async (route: string): Promise<string> =>
  String(attributes(await ask(panel, `GET ${path()}${route}`))["url"]);
const upload = (url: string, files: Record<string, string | Blob>, field = "files"): Promise<Response> => {
  const form = new FormData();
  for (const [name, body] of Object.entries(files)) form.append(field, new Blob([body]), name);
  return fetch(url, { method: "POST", body: form });
};

describe("a download", () => {
  it("comes from the node, with its name, once", async () => {
    await start();
    const url = await link(`/files/download?file=${encodeURIComponent("/read me.txt")}`);
    expect(new URL(url).origin).toBe(panel.wings.url);
    const first = await fetch(url);
    expect([first.status, await first.text()]).toEqual([200, "a blank in the name\n"]);
    expect(first.headers.get("content-disposition")).toBe('attachment; filename="read me.txt"');
    const second = await fetch(url);
    expect([second.status, await second.json()]).toEqual([
      404,
      { error: "The requested resource was not found on this server." },
    ]);
  });

  it("is used up even by a request that fails", async () => {
    await start();
    const url = await link("/files/download?file=late.txt");
    expect((await fetch(url)).status).toBe(404);
    panel.server("survival").node.files.write("late.txt", Buffer.from("x"));
    expect((await fetch(url)).status).toBe(404);
  });

  it("expires after 15 minutes", async () => {
    await start();
    const url = await link("/files/download?file=eula.txt");
    hand.advance(15 * 60_000);
    const late = await fetch(url);
    expect([late.status, Object.keys((await late.json()) as object)]).toEqual([500, ["error", "request_id"]]);
  });

  it("decodes a name twice, unlike the other routes", async () => {
    await start();
    const name = "plugins/My Plugin & Co/100% notes.txt";
    const once = encodeURIComponent(name);
    expect((await fetch(await link(`/files/download?file=${encodeURIComponent(once)}`))).status).toBe(200);
    expect((await ask(panel, `GET ${path()}/files/contents?file=${once}`)).status).toBe(200);
  });

  it("needs its own scope on a modern node, and none on a classic one", async () => {
    await start();
    const url = await link("/files/upload");
    expect((await fetch(url.replace("upload", "download"))).status).toBe(404);
    await panel.stop();
    await start({ profile: "classic" });
    expect((await fetch(await link("/files/download?file=eula.txt"))).status).toBe(200);
  });

  it("gives a backup as an archive, and 404 while it is pending", async () => {
    await start();
    const done = panel.server("survival").row.backups[0]!;
    const archive = await fetch(await link(`/backups/${done.uuid}/download`));
    expect(archive.headers.get("content-disposition")).toBe(`attachment; filename="${done.uuid}.tar.gz"`);
    expect((await archive.bytes()).subarray(0, 2)).toEqual(new Uint8Array([0x1f, 0x8b]));
    const pending = attributes(await ask(panel, `POST ${path()}/backups`));
    expect((await fetch(await link(`/backups/${String(pending["uuid"])}/download`))).status).toBe(404);
  });
});

describe("an upload", () => {
  it("takes several files, into a directory of the query", async () => {
    await start();
    const url = `${await link("/files/upload")}&directory=/plugins/new`;
    const answer = await upload(url, { "a.txt": "one", "sub/b.txt": "two" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    const { files } = panel.server("survival").node;
    expect([
      files.read("plugins/new/a.txt").toString(),
      files.read("plugins/new/sub/b.txt").toString(),
    ]).toEqual(["one", "two"]);
    expect((await upload(url, { "c.txt": "x" })).status).toBe(404);
  });

  it.each<[string, () => Promise<Response>, number, RegExp]>([
    [
      "another field",
      async () => upload(await link("/files/upload"), { "a.txt": "x" }, "file"),
      400,
      /^No files were/,
    ],
    [
      "too large",
      async () => upload(await link("/files/upload"), { "a.bin": "x".repeat(2_000_000) }),
      400,
      /than the maximum file upload size of 1 MB\.$/,
    ],
    ["forbidden", async () => upload(await link("/files/upload"), { "a.denied": "x" }), 403, /egg denylist/],
    [
      "no form",
      async () => fetch(await link("/files/upload"), { method: "POST", body: "x" }),
      400,
      /multipart/,
    ],
  ])("is refused: %s", async (_, run, status, words) => {
    await start({ node: { uploadLimitBytes: 1024 * 1024 } });
    const answer = await run();
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as { error: string }).error).toMatch(words);
  });
});
