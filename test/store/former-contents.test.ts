import { afterEach, describe, expect, test } from "vitest";
import { openDatabase } from "../../src/store/database.ts";
import {
  createFormerContents,
  maxBytes,
  maxBytesOfFile,
  maxVersions,
} from "../../src/store/former-contents.ts";
import { ManualClock } from "../manual-clock.ts";

const mib = 1024 * 1024;
const server = "1a7ce997-259b-452e-8b4e-cecc464142ca";

const database = openDatabase(":memory:");
const clock = new ManualClock();
const former = createFormerContents(database, clock);
afterEach(() => {
  database.exec("DELETE FROM former_contents");
});

const keep = (content: string, path = "/a", of = server): void => {
  former.keep({
    server: of,
    path,
    content: Buffer.from(content),
    fingerprint: `${content.length} ${content.slice(0, 20)}`,
    actorName: "Adam",
  });
};
const contents = (path = "/a"): string[] =>
  former.list(server, path).map(({ id }) => Buffer.from(former.read(id) ?? []).toString());

describe("former contents", () => {
  test("are kept by server and path, newest first, with who replaced them and when", () => {
    keep("1");
    keep("2");
    keep("elsewhere", "/b");
    keep("another", "/a", "another server");
    expect(contents()).toEqual(["2", "1"]);
    expect(former.list(server, "/a")[0]).toMatchObject({
      at: clock.now(),
      bytes: 1,
      actorName: "Adam",
      path: "/a",
    });
  });

  test("become the newest again instead of being kept twice", () => {
    for (const content of ["1", "2", "1"]) keep(content);
    expect(contents()).toEqual(["1", "2"]);
  });

  test("are bounded in number for each file", () => {
    for (let index = 0; index < maxVersions + 5; index += 1) keep(`v${index}`);
    expect(contents()).toHaveLength(maxVersions);
    expect(contents()[0]).toBe(`v${maxVersions + 4}`);
  });

  test("are bounded in bytes for each file, except for the newest", () => {
    const large = (letter: string, bytes: number): string => letter.repeat(bytes);
    keep(large("a", 4 * mib));
    keep(large("b", 3 * mib));
    keep(large("c", 3 * mib));
    expect(contents().map((content) => content[0])).toEqual(["c", "b"]);
    keep(large("d", maxBytesOfFile + 1));
    expect(contents().map((content) => content[0])).toEqual(["d"]);
  });

  test("are bounded in bytes over all files, the oldest going first", () => {
    const size = 4 * mib;
    const count = maxBytes / size + 2;
    for (let index = 0; index < count; index += 1) keep("x".repeat(size), `/file ${index}`);
    const kept = Array.from({ length: count }, (_, index) => contents(`/file ${index}`).length);
    expect(kept).toEqual([0, 0, ...Array.from({ length: count - 2 }, () => 1)]);
  });

  test("are nothing where nothing was kept", () => {
    expect(former.list(server, "/none")).toEqual([]);
    expect(former.read(12_345)).toBeUndefined();
  });
});
