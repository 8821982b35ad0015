/** One message for each server that says how it is, changed in place: seldom, and only when there is something to say. */
import { consoleButton, sendCommandButton, startButton } from "../cards/server-buttons.ts";
import { statusCard } from "../cards/status-card.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { FleetServer } from "../fleet/server.ts";
import type { ServerStatus } from "../fleet/status.ts";
import type { Cancel, Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { nameLasting } from "./lasting-id.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { Button } from "../reply.ts";
import { render } from "./render.ts";

export interface StatusMessagesOptions {
  fleet: Fleet;
  notices: NoticeBoard;
  clock: Clock;
  log: Log;
}

const everyMs = 15_000;
/** Without a console each look costs a request of the panel. */
const blindEveryMs = 2 * 60_000;
/** A channel takes about one edit a second: with many servers each has its turn less often. */
const perServerMs = 1500;

export class StatusMessages {
  readonly #options: StatusMessagesOptions;
  /** What each server's message says, roughly; by server. */
  readonly #shown = new Map<string, string>();
  readonly #askedAt = new Map<string, number>();
  #tick: Cancel;

  constructor(options: StatusMessagesOptions) {
    this.#options = options;
    // Soon after the start the consoles are open, and nobody need be asked.
    this.#tick = options.clock.after(3000, () => {
      this.#look();
    });
  }

  stop(): void {
    this.#tick();
  }

  #look(): void {
    const { fleet, clock, log } = this.#options;
    this.#tick = clock.after(Math.max(everyMs, fleet.servers.length * perServerMs), () => {
      this.#look();
    });
    for (const server of fleet.servers) {
      this.#update(server).catch((error: unknown) => {
        log.debug({ err: error, server: server.key }, "a status message was left as it is");
      });
    }
  }

  async #update(server: FleetServer): Promise<void> {
    const { clock, notices } = this.#options;
    const at = clock.monotonic();
    const isBlind = server.live().socket !== "open";
    if (isBlind && at - (this.#askedAt.get(server.uuid) ?? -Infinity) < blindEveryMs) return;
    if (isBlind) this.#askedAt.set(server.uuid, at);
    const status = await server.status();
    const gist = gistOf(server, status);
    if (this.#shown.get(server.uuid) === gist) return;
    this.#shown.set(server.uuid, gist);
    const card = statusCard({ name: server.name, details: server.details(), status }, clock.now());
    const { embeds, components } = render({ card, buttons: buttonsFor(server, status) }, nameLasting);
    notices.show(`status:${server.uuid}`, { content: "", embeds, components });
  }
}

/** Whoever presses one is asked for the same access as for the command. None stops a server: a thumb may slip. */
function buttonsFor(server: FleetServer, { state }: ServerStatus): Button[] {
  return state === "offline"
    ? [startButton(server), consoleButton(server)]
    : [consoleButton(server), sendCommandButton(server)];
}

/** What is worth an edit: a step of a tenth of a core, of a sixteenth of a GiB, of ten minutes. */
function gistOf({ name }: FleetServer, { state, problem, stale, usage }: ServerStatus): string {
  const steps = usage && [
    Math.round(usage.cpuPercent / 10),
    Math.round(usage.memoryBytes / 2 ** 26),
    Math.round(usage.diskBytes / 2 ** 28),
    Math.floor(usage.uptimeMs / 600_000),
  ];
  return JSON.stringify([name, state, problem, stale, state === "offline" ? undefined : steps]);
}
