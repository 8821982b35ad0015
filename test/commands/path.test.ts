import * as fc from "fast-check";
import { expect, test } from "vitest";
import { joinPath, normalPath, splitPath } from "../../commands/files/path.ts";

test.each([
  ["", "/"],
  ["/", "/"],
  ["config/x.yml", "/config/x.yml"],
  ["//config//x/", "/config/x"],
  ["./a/./b", "/a/b"],
  ["a/../b", "/b"],
  ["../../etc/passwd", "/etc/passwd"],
  ["a/../../..", "/"],
  ["with a blank/100% & 🏰.txt", "/with a blank/100% & 🏰.txt"],
])("%j is %j", (typed, path) => {
  expect(normalPath(typed)).toBe(path);
});

test("a path is never relative, never climbs, and is normal already", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("..", ".", "", "a", "b c", "ü")), (parts) => {
      const path = normalPath(parts.join("/"));
      expect(path).toMatch(/^\//);
      expect(path.split("/")).not.toContain("..");
      expect(normalPath(path)).toBe(path);
      const { directory, name } = splitPath(path);
      if (path !== "/") expect(joinPath(directory, name)).toBe(path);
    }),
  );
});
