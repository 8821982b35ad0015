/** Which nodes cannot be reached, or could not until a moment ago: what their servers do meanwhile is the node's doing. */
import type { OutageMemory } from "./outage-watch.ts";

/** After a reboot a node starts its servers again, one after the other. */
const shakyForMs = 5 * 60_000;

export class ShakyNodes {
  /** Monotonic: when something was wrong last. */
  readonly #badAt = new Map<string, number>();
  /** Behind a panel that is away nobody knows how the nodes are. */
  #panelBadAt = Number.NEGATIVE_INFINITY;

  /** Expects to be told again and again; `at` is monotonic. */
  note({ panel, nodes }: OutageMemory, at: number): void {
    if (panel) this.#panelBadAt = at;
    for (const node of nodes.keys()) this.#badAt.set(node, at);
    for (const [node, badAt] of this.#badAt) if (at - badAt >= shakyForMs) this.#badAt.delete(node);
  }

  /** Somebody works on the node: its servers go down with it. */
  noteMaintenance(node: string, at: number): void {
    this.#badAt.set(node, at);
  }

  has(node: string, at: number): boolean {
    const badAt = Math.max(this.#badAt.get(node) ?? Number.NEGATIVE_INFINITY, this.#panelBadAt);
    return at - badAt < shakyForMs;
  }
}
