import { describe, expect, it } from "vitest";
import { flood } from "./flood.ts";
import type { Game, GameKind } from "./game.ts";
import { HandClock } from "./hand-clock.ts";
import { minecraft } from "./minecraft.ts";
import { rust } from "./rust.ts";
import { SimClock } from "./sim-clock.ts";
import { valheim } from "./valheim.ts";

function boot(kind: GameKind): { game: Game; lines: string[]; exits: number[]; hand: HandClock } {
  const hand = new HandClock();
  const lines: string[] = [];
  const exits: number[] = [];
  const game = kind.create({
    clock: new SimClock(1, hand),
    startMs: 1000,
    stopMs: 500,
    print: (line) => lines.push(line),
    exit: (code) => exits.push(code),
  });
  game.start(false);
  return { game, lines, exits, hand };
}

describe("the Minecraft server", () => {
  it("says that it is ready when its start is over, not before", () => {
    const { lines, hand } = boot(minecraft);
    hand.advance(999);
    expect(lines.some((line) => minecraft.done.test(line))).toBe(false);
    hand.advance(1);
    expect(lines.at(-1)).toBe('[10:00:01] [Server thread/INFO]: Done (4.2s)! For help, type "help"');
  });

  it.each([
    ["list", "There are 1 of a max of 20 players online: Ann"],
    ["/list", "There are 1 of a max of 20 players online: Ann"],
    ["say hi all", "[Not Secure] [Server] hi all"],
    ["help", "/help [<command>]"],
    ["save-all", "Saving the game (this may take a moment!)"],
    ["fly", "Unknown or incomplete command, see below for error"],
    ["constructor", "Unknown or incomplete command, see below for error"],
    ["kick Ann", "Kicked Ann: Kicked by an operator"],
  ])("answers %s", (command, answer) => {
    const { game, lines, hand } = boot(minecraft);
    hand.advance(1000);
    game.playerJoins("Ann");
    const before = lines.length;
    game.input(command);
    expect(lines[before]).toContain(answer);
  });

  it("saves before it stops, and ends with code 0", () => {
    const { game, lines, exits, hand } = boot(minecraft);
    hand.advance(1000);
    game.input("stop");
    game.input("list");
    expect(lines.at(-1)).toContain("Stopping server");
    hand.advance(500);
    expect(lines.at(-1)).toContain("All dimensions are saved");
    expect(exits).toEqual([0]);
  });

  it("colours joins and leaves", () => {
    const { game, lines, hand } = boot(minecraft);
    hand.advance(1000);
    game.playerJoins("Ann");
    expect(lines.at(-1)).toContain("\u001B[93mAnn joined the game\u001B[0m");
    game.playerLeaves("Ann");
    expect(game.players()).toEqual([]);
  });
});

describe("the Valheim server", () => {
  it("has another style, ignores its stdin and stops by signal", () => {
    const { game, lines, exits, hand } = boot(valheim);
    hand.advance(1000);
    expect(lines.at(-1)).toBe("01/05/2026 10:00:01: Game server connected");
    const before = lines.length;
    game.input("stop");
    expect(lines).toHaveLength(before);
    game.signal();
    hand.advance(500);
    expect(exits).toEqual([0]);
  });
});

describe("the Rust server", () => {
  it.each([
    ["status", "hostname: Roost's island"],
    ["say hi all", "[CHAT] SERVER: hi all"],
    ["server.save", "Saved 48,120 ents, cache(0.03), write(0.01), disk(0.02)."],
    ["constructor", "Command 'constructor' not found"],
  ])("answers %s", (command, answer) => {
    const { game, lines, hand } = boot(rust);
    hand.advance(999);
    game.playerJoins("Ann");
    expect(game.players()).toEqual([]);
    hand.advance(1);
    expect(lines.at(-1)).toMatch(rust.done);
    game.playerJoins("Ann");
    const before = lines.length;
    game.input(command);
    expect(lines[before]).toBe(answer);
  });

  it("saves before it quits, and ends with code 0", () => {
    const { game, lines, exits, hand } = boot(rust);
    hand.advance(1000);
    game.input("quit");
    hand.advance(499);
    expect(exits).toEqual([]);
    hand.advance(1);
    expect(lines.at(-1)).toContain("Saved 48,000 ents");
    expect(exits).toEqual([0]);
  });
});

describe("flood", () => {
  it("prints every numbered line once, at the rate asked for, whatever the time scale", async () => {
    const hand = new HandClock();
    const lines: string[] = [];
    const done = flood(new SimClock(60, hand), {
      linesPerSecond: 1000,
      seconds: 2,
      print: (batch) => lines.push(...batch),
    });
    hand.advance(1000);
    expect(lines).toHaveLength(1000);
    hand.advance(1100);
    expect(await done).toBe(2000);
    expect(lines[1999]).toContain("[flood] 002000");
  });
});

describe("the clock", () => {
  it("runs faster by its scale, and tells clients how long that really takes", () => {
    const hand = new HandClock();
    const clock = new SimClock(60, hand);
    const start = clock.now();
    let fired = 0;
    clock.after(60_000, () => (fired += 1));
    hand.advance(999);
    expect(fired).toBe(0);
    hand.advance(1);
    expect([fired, clock.now() - start]).toEqual([1, 60_000]);
    expect([clock.realSeconds(60_000), clock.realSeconds(61_000), clock.realSeconds(0)]).toEqual([1, 2, 1]);
  });
});
