import * as fc from "fast-check";
import { expect, test } from "vitest";
import { servers } from "../../commands/servers.ts";
import { run } from "./context.ts";

const day = 86_400_000;
const server = (
  name: string,
  live: object = { socket: "open", state: "running", stats: { uptimeMs: day } },
) => ({
  name,
  key: "12345678",
  live: () => live,
  status: () => Promise.resolve({ state: "offline", stale: true, readAt: -day }),
});
const textOf = async (all: object[]): Promise<string> =>
  (await run(servers, { fleet: { servers: all, refresh: () => Promise.resolve() } })).text ?? "";

test("a server is one line: its mark, its name, what it is", async () => {
  const text = await textOf([
    server("survival"),
    server("$& $1"),
    server("down", { socket: "closed" }),
    server("stuck", { problem: "suspended" }),
  ]);
  expect(text.split("\n").slice(1)).toEqual([
    "🟢 **survival** `12345678` · Running · 1 d",
    "🟢 **$& $1** `12345678` · Running · 1 d",
    "🔴 **down** `12345678` · Offline (1 d ago)",
    "⚪ **stuck** `12345678` · Suspended",
  ]);
});

test("a page fits into one message whatever the names are, with a line for each server", async () => {
  const unit = fc.constantFrom("a", "*", "@", "\n", "é", "😀", "_", "|");
  const live = fc.constantFrom(undefined, { socket: "closed" }, { socket: "refused", problem: "busy" });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.string({ unit, minLength: 100, maxLength: 191 }), live), {
        minLength: 15,
        maxLength: 15,
      }),
      async (all) => {
        const text = await textOf(all.map(([name, state]) => server(name, state)));
        expect(text.length).toBeLessThanOrEqual(2000);
        expect(text.split("\n")).toHaveLength(16);
      },
    ),
    { numRuns: 50 },
  );
});
