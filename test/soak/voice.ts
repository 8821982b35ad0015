/** What a game says over hours: numbered lines at a changing pace, floods, stack traces, repeats. */
import type { SimServer } from "../simulators/panel/sim-server.ts";
import type { Dice } from "./dice.ts";

/** Lines a second. */
const paces = [0, 0.02, 0.1, 0.3, 0.3, 1, 3];
const paceLastsMs = { least: 20_000, most: 15 * 60_000 };
const words = [
  "chunk saved",
  "WARN slow tick",
  "player moved",
  "ERROR no such entity",
  "world saved at noon",
];
const complaints = ["Can't keep up! Is the server overloaded?", "Mismatch in destroy block pos"];
const deepest = 60;
const tickMs = 500;

export class Voice {
  readonly #server: SimServer;
  readonly #dice: Dice;
  #number = 0;
  #owedMs = 0;
  #paceLeftMs = 0;
  #pace = 0;
  /** Lines that are due, with fractions. */
  #due = 0;
  /** Games speak in clumps: so many lines are due before they come. */
  #clump = 1;
  #floodLeft = 0;
  /** Its first line and how deep it is: a game falls into the same hole again. */
  #traces: readonly string[][] = [];

  constructor(server: SimServer, dice: Dice) {
    this.#server = server;
    this.#dice = dice;
  }

  /** Says what is due after `ms` more. A process that is not there says nothing. */
  speak(ms: number): void {
    this.#owedMs += ms;
    for (; this.#owedMs >= tickMs; this.#owedMs -= tickMs) this.#tick();
  }

  /** A tick is always as long, whatever steps time takes: chance goes the same way then. */
  #tick(): void {
    const dice = this.#dice;
    this.#paceLeftMs -= tickMs;
    if (this.#paceLeftMs <= 0) {
      this.#paceLeftMs = dice.between(paceLastsMs.least, paceLastsMs.most);
      this.#pace = dice.pick(paces);
    }
    this.#due += (tickMs / 1000) * this.#pace;
    const count = this.#due >= this.#clump ? Math.floor(this.#due) : 0;
    if (count > 0) this.#clump = dice.between(1, 40);
    this.#due -= count;
    if (!this.#server.node.power.game) return;
    for (let left = count; left > 0; left -= 1) this.#sayOne();
    const burst = Math.min(this.#floodLeft, dice.between(50, 800));
    this.#floodLeft -= burst;
    if (burst > 0) this.#server.print(...Array.from({ length: burst }, () => this.#numbered()));
  }

  /** So many lines in the next moments. */
  flood(lines: number): void {
    this.#floodLeft += lines;
  }

  /** One numbered line, now. */
  say(): string {
    const line = this.#numbered();
    this.#server.print(line);
    return line;
  }

  /** A trace, often one that was there before. */
  fail(): void {
    if (!this.#server.node.power.game) return;
    const dice = this.#dice;
    const isOld = this.#traces.length > 0 && dice.chance(0.6);
    const trace = isOld ? dice.pick(this.#traces) : this.#newTrace();
    this.#server.print(...trace);
    this.#traces = [...this.#traces.filter((one) => one !== trace), trace].slice(-4);
  }

  /** The same line several times. */
  complain(): void {
    if (!this.#server.node.power.game) return;
    const complaint = this.#dice.pick(complaints);
    for (let left = this.#dice.between(2, 40); left > 0; left -= 1) this.#server.print(complaint);
  }

  #sayOne(): void {
    const dice = this.#dice;
    if (dice.chance(0.004)) this.fail();
    else if (dice.chance(0.01)) this.complain();
    else this.say();
  }

  #numbered(): string {
    this.#number += 1;
    return `line ${this.#number} ${this.#dice.pick(words)}`;
  }

  #newTrace(): string[] {
    this.#number += 1;
    const depth = this.#dice.between(3, deepest);
    return [
      `java.lang.IllegalStateException: failure ${this.#number}`,
      ...Array.from({ length: depth }, (_, frame) => `\tat com.example.World.tick(World.java:${frame + 40})`),
      `Caused by: java.io.IOException: cause ${this.#number}`,
      "\tat com.example.Store.read(Store.java:12)",
      "\t... 12 more",
    ];
  }
}
