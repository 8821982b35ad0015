import * as fc from "fast-check";
import { expect, test } from "vitest";
import { pageButtons, pageOf } from "../../commands/pages.ts";

const all = Array.from({ length: 23 }, (_, index) => index);

test.each([
  [undefined, 1, 0, 10],
  [1, 1, 0, 10],
  [3, 3, 20, 3],
  [4, 3, 20, 3],
  [-7, 1, 0, 10],
])("page %s is page %i, from item %i on, with %i items", (wanted, number, first, length) => {
  const page = pageOf(all, wanted, 10);
  expect(page).toMatchObject({ number, count: 3 });
  expect([page.items[0], page.items.length]).toEqual([first, length]);
});

test("an empty list is one empty page", () => {
  expect(pageOf([], 5, 10)).toEqual({ items: [], number: 1, count: 1 });
});

test("all pages together are the list", () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (items, perPage) => {
      const { count } = pageOf(items, 1, perPage);
      const pages = Array.from({ length: count }, (_, index) => pageOf(items, index + 1, perPage).items);
      expect(pages.flat()).toEqual(items);
    }),
  );
});

test.each([
  [1, 3, [2]],
  [2, 3, [1, 3]],
  [3, 3, [2]],
  [1, 1, []],
])("on page %i of %i the buttons lead to %j, keeping the options", (number, count, targets) => {
  const buttons = pageButtons({ items: [], number, count }, "files list", { path: "/x" });
  expect(buttons.map(({ options }) => options["page"])).toEqual(targets);
  for (const { command, options, inPlace } of buttons)
    expect([command, options["path"], inPlace]).toEqual(["files list", "/x", true]);
});
