/** A long list in pages, turned with buttons. */
import type { IntegerOption } from "../src/command.ts";
import type { Button } from "../src/reply.ts";

/** Filled in by the buttons: counted from 1. */
export const pageOption = {
  type: "integer",
  name: "page",
  description: "Page",
  hidden: true,
} as const satisfies IntegerOption;

export interface Page<Item> {
  items: readonly Item[];
  number: number;
  count: number;
}

/** A page that does not exist (any more) gives the nearest one that does. */
export function pageOf<Item>(all: readonly Item[], wanted: number | undefined, perPage: number): Page<Item> {
  const count = Math.max(1, Math.ceil(all.length / perPage));
  const number = Math.min(Math.max(wanted ?? 1, 1), count);
  return { items: all.slice((number - 1) * perPage, number * perPage), number, count };
}

/** Back and forth, where there is somewhere to go. */
export function pageButtons(
  { number, count }: Page<unknown>,
  command: string,
  options: Button["options"],
): Button[] {
  const turn = (label: string, page: number): Button => ({
    label,
    style: "secondary",
    command,
    options: { ...options, page },
    inPlace: true,
  });
  return [
    ...(number > 1 ? [turn("◀ Back", number - 1)] : []),
    ...(number < count ? [turn("More ▶", number + 1)] : []),
  ];
}
