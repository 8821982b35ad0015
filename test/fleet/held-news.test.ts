import { expect, test } from "vitest";
import { toLines } from "../../src/fleet/console-line.ts";
import { afterStart } from "../../src/fleet/held-news.ts";
import { isLine } from "../../src/fleet/history-window.ts";
import { historyLimit } from "../../src/fleet/recover-gap.ts";

const pieces = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index}\r\nand more`);

test("a first history is as many pieces as the node keeps, whatever number of lines they hold", () => {
  const outputs = [...pieces(historyLimit, "old"), ...pieces(1, "new")];
  const held = outputs.flatMap((output) => toLines(output, 0));
  const { past, news } = afterStart({ held, pauses: [], replayed: held.length });
  expect(past).toHaveLength(2 * historyLimit);
  expect(news.filter(isLine).map(({ text }) => text)).toEqual(["new 0", "and more"]);
});
