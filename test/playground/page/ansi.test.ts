import { expect, test } from "vitest";
import { parseAnsi, type Span } from "./ansi.ts";

const span = (text: string, ...classes: string[]): Span => ({ text, classes });

test.each<[string, Span[]]>([
  ["plain", [span("plain")]],
  ["\u001B[31mred\u001B[0m plain", [span("red", "fg-31"), span(" plain")]],
  ["\u001B[1;4;32mx", [span("x", "bold", "underline", "fg-32")]],
  [
    "\u001B[1mb\u001B[33;44my\u001B[22;39my\u001B[my",
    [span("b", "bold"), span("y", "bold", "fg-33", "bg-44"), span("y", "bg-44"), span("y")],
  ],
  ["\u001B[38mx\u001B[99mz", [span("x"), span("z")]],
  ["\u001B[2Jx", [span("\u001B[2Jx")]],
])("%j", (text, spans) => {
  expect(parseAnsi(text)).toEqual(spans);
});
