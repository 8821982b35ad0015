import { describe, expect, it } from "vitest";
import { createRedactor } from "../../src/relay/redactor.ts";

const address = "203.0.113.7";

describe("a redactor", () => {
  it("hides by the built-in rules, by the owner's pattern, or by both", () => {
    const text = `key=abc from ${address}, KEY=def`;
    expect(createRedactor({ isOn: true, own: undefined })(text)).toBe("key=abc from [ip], KEY=def");
    expect(createRedactor({ isOn: false, own: undefined })(text)).toBe(text);
    expect(createRedactor({ isOn: false, own: /key=\w+/i })(text)).toBe(`[hidden] from ${address}, [hidden]`);
    expect(createRedactor({ isOn: true, own: /key=\w+/i })(text)).toBe("[hidden] from [ip], [hidden]");
  });

  it("remembers nothing from one line to the next", () => {
    const redact = createRedactor({ isOn: false, own: /secret/g });
    expect([redact("secret a"), redact("secret b")]).toEqual(["[hidden] a", "[hidden] b"]);
  });

  it("finds what stands deep in a very long line, and changes nothing else", () => {
    const long = `${"word ".repeat(3000)}secret-12 ${"x".repeat(9000)} secret-3`;
    const shown = createRedactor({ isOn: false, own: /secret-\d+/ })(long);
    expect(shown).toBe(long.replaceAll(/secret-\d+/g, "[hidden]"));
  });
});
