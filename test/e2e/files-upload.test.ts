import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FilesRig } from "./files-rig.ts";
import { openHouse, type House } from "./house.ts";

const mib = 1024 * 1024;

let house: House;
beforeAll(async () => {
  house = await openHouse({ panel: { node: { uploadLimitBytes: 30 * mib } } });
});
afterAll(() => house[Symbol.asyncDispose]());

const rig = new FilesRig(() => house);

/** A node that hangs up after so many bytes of an upload. */
async function breakingNode(bytes: number, onBreak: () => void): Promise<AsyncDisposable> {
  const server = createServer((request) => {
    let seen = 0;
    request.on("data", (chunk: Buffer) => {
      seen += chunk.byteLength;
      if (seen < bytes || request.destroyed) return;
      onBreak();
      request.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const value = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Links lead to it from now on.
  Object.defineProperty(house.panel.wings, "url", { value, configurable: true });
  return {
    async [Symbol.asyncDispose]() {
      Reflect.deleteProperty(house.panel.wings, "url");
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("/files upload", () => {
  const file = { name: "notes.txt", data: "hello\n" };

  test.each([
    ["a folder that exists", "plugins", "plugins/notes.txt"],
    ["the top folder", "/", "notes.txt"],
    ["a folder that does not exist yet", "new/folder/", "new/folder/notes.txt"],
    [
      "a path with a name of its own",
      "plugins/My Plugin & Co/100% 🏰 .hidden",
      "plugins/My Plugin & Co/100% 🏰 .hidden",
    ],
    ["a name with a dot first", ".env", ".env"],
  ])("puts a file into %s", async (_, path, target) => {
    const reply = await rig.slash("upload", { path, file });
    expect(reply.content).toBe(`Uploaded \`/${target}\`: 6 B.`);
    expect([rig.onDisk(target), reply.ephemeral]).toEqual(["hello\n", true]);
  });

  test("asks before it overwrites", async () => {
    rig.put("there.txt", "old");
    const asked = await rig.slash("upload", { path: "there.txt", file });
    expect(asked.content).toMatch(
      /^Replace `\/there\.txt`\? It is 3 B, changed <t:\d+:R>; yours is 6 B\. What is there now cannot be brought back\.$/,
    );
    expect(rig.onDisk("there.txt")).toBe("old");
    expect((await rig.click(asked, "Replace it")).content).toBe("Replaced `/there.txt`: 3 B → 6 B.");
    expect(rig.onDisk("there.txt")).toBe("hello\n");
  });

  test("asks before it overwrites inside a folder, and leaves it when told so", async () => {
    rig.put("plugins/keep.txt", "old");
    const asked = await rig.slash("upload", { path: "plugins/", file: { ...file, name: "keep.txt" } });
    expect((await rig.click(asked, "Cancel")).content).toBe("Nothing was done.");
    expect(rig.onDisk("plugins/keep.txt")).toBe("old");
  });

  test("brings 25 MiB over byte for byte", async () => {
    const data = Buffer.alloc(25 * mib);
    for (let at = 0; at < data.length; at += 4096) data.writeUInt32LE(at, at);
    expect(
      (await rig.slash("upload", { path: "big.bin", file: { name: "big.bin", data } })).content,
    ).toContain("25 MiB");
    const node = rig.tree.resolve("big.bin");
    expect(node?.kind === "file" && node.data.equals(data)).toBe(true);
  });

  test("says when the node takes no file that large, and that nothing is there", async () => {
    const data = Buffer.alloc(31 * mib);
    expect((await rig.slash("upload", { path: "huge.bin", file: { name: "huge.bin", data } })).content).toBe(
      "The server's machine takes no file over 30 MB. Nothing of it is on the disk.",
    );
  });

  test("passes on why the node refuses a file", async () => {
    expect((await rig.slash("upload", { path: "x.denied", file })).content).toMatch(
      /egg denylist.*Nothing of it is on the disk\.$/,
    );
  });

  describe("that breaks half way tells what is on the disk", () => {
    const data = Buffer.alloc(4 * mib, "x");
    const half = data.byteLength / 2;

    test.each([
      ["nothing", 0, "The upload broke off. Nothing of it is on the disk."],
      [
        "half",
        half,
        "The upload broke off. What is at `/half.bin` now is incomplete: 2 MiB of 4 MiB. Upload it again.",
      ],
      ["all", 2 * half, "The upload broke off. It is on the disk all the same, whole: `/half.bin`."],
    ])("%s of it", async (_, written, sentence) => {
      rig.tree.remove("half.bin");
      await using _node = await breakingNode(half, () => {
        if (written > 0) rig.put("half.bin", data.subarray(0, written));
      });
      const reply = await rig.slash("upload", { path: "half.bin", file: { name: "half.bin", data } });
      expect(reply.content).toBe(sentence);
    });

    test("and what was there before", async () => {
      rig.put("before.bin", "old");
      const asked = await rig.slash("upload", { path: "before.bin", file: { name: "before.bin", data } });
      await using _node = await breakingNode(half, () => undefined);
      const reply = await rig.click(asked, "Replace it");
      expect(reply.content).toBe("The upload broke off. `/before.bin` is as it was before.");
    });
  });

  test("refuses a name that is a folder, and one that no disk takes", async () => {
    rig.put("taken/notes.txt/inside", "x");
    expect((await rig.slash("upload", { path: "taken", file })).content).toBe(
      "There is a folder `/taken/notes.txt` already.",
    );
    expect((await rig.slash("upload", { path: "x".repeat(256), file })).content).toMatch(
      /^That name is too long/,
    );
    expect((await rig.slash("upload", { path: "a\nb", file })).content).toMatch(/line breaks/);
  });
});
