import { describe, expect, test } from "vitest";
import { redact } from "../../src/relay/redact.ts";
import { corpus, toLine } from "./redact-corpus.ts";

const lines = Object.entries(corpus).flatMap(([game, marked]) =>
  marked.map((line, index) => ({ name: `${game} ${index + 1}`, ...toLine(line) })),
);

// Named by number: what fails in a report must not look like a secret.
describe("lines of real games", () => {
  test.each(lines)("$name shows all but what is private", ({ text, shown, secrets }) => {
    const redacted = redact(text);
    expect(secrets.filter((secret) => redacted.includes(secret))).toEqual([]);
    expect(redacted).toBe(shown);
  });

  test("hold enough of both to say something", () => {
    const isPrivate = lines.filter(({ secrets }) => secrets.length > 0);
    expect(isPrivate.length).toBeGreaterThan(50);
    expect(lines.length - isPrivate.length).toBeGreaterThan(70);
  });
});
