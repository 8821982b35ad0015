/** What life does to a server, its panel and Discord: one verb each, for the buttons of the side panel. */
import type { SimServer } from "../simulators/panel/sim-server.ts";
import { buyServer } from "./new-servers.ts";
import type { PageVerb } from "./protocol.ts";
import type { World } from "./world.ts";

interface Verb extends PageVerb {
  /** Gives a sentence where what happened is not seen by itself. */
  run: (world: World, server: SimServer) => string | void;
  /** For a verb that stays in force: how it ends. */
  undo?: (world: World) => void;
}

const players = ["Alex", "Steve", "Noor", "Yuki", "Maren", "Tariq"];
const chat = [
  "is anybody here?",
  "who took the diamonds",
  "brb",
  "look at this castle 🏰",
  "lag?",
  "good night all",
];
const flood = { linesPerSecond: 1000, seconds: 5 };
const slowMs = 2500;

const pick = (from: readonly string[]): string => from[Math.floor(Math.random() * from.length)] ?? "";

export const verbs: readonly Verb[] = [
  {
    id: "join",
    label: "A player joins",
    hint: "One more in the game",
    group: "server",
    run: (_, server) => {
      const here = server.node.power.game?.players() ?? [];
      server.playerJoins(players.find((name) => !here.includes(name)) ?? pick(players));
    },
  },
  {
    id: "leave",
    label: "A player leaves",
    hint: "One less in the game",
    group: "server",
    run: (_, server) => {
      server.playerLeaves(server.node.power.game?.players().at(-1) ?? "");
    },
  },
  {
    id: "chat",
    label: "Somebody chats",
    hint: "A line of chat in the console",
    group: "server",
    run: (_, server) => {
      server.says(server.node.power.game?.players().at(-1) ?? "Alex", pick(chat));
    },
  },
  {
    id: "flood",
    label: "Console flood",
    hint: `${flood.linesPerSecond} lines a second, for ${flood.seconds} seconds`,
    group: "server",
    run: (_, server) => {
      void server.flood(flood.linesPerSecond, flood.seconds);
    },
  },
  {
    id: "crash",
    label: "Crash",
    hint: "The process dies",
    group: "server",
    run: (_, server) => {
      server.crash();
    },
  },
  {
    id: "start",
    label: "Start",
    hint: "Somebody presses Start in the panel",
    group: "server",
    run: (_, server) => {
      server.node.act("start");
    },
  },
  {
    id: "stop",
    label: "Stop",
    hint: "Somebody presses Stop in the panel",
    group: "server",
    run: (_, server) => {
      server.node.act("stop");
    },
  },
  {
    id: "buy",
    label: "A new server",
    hint: "Somebody buys another game server: it is installed and starts",
    group: "panel",
    run: ({ panel }) => buyServer(panel),
  },
  {
    id: "node-down",
    label: "Node unreachable",
    hint: "No console, no files; the panel answers 504",
    group: "panel",
    run: ({ panel }) => {
      panel.node.down();
    },
    undo: ({ panel }) => {
      panel.node.up();
    },
  },
  {
    id: "panel-down",
    label: "Panel down",
    hint: "Every connection breaks",
    group: "panel",
    run: ({ panel }) => {
      panel.down();
    },
    undo: ({ panel }) => {
      panel.up();
    },
  },
  {
    id: "panel-slow",
    label: "Panel slow",
    hint: `Every answer takes ${slowMs / 1000} s longer`,
    group: "panel",
    run: ({ panel }) => {
      panel.slow(slowMs);
    },
    undo: ({ panel }) => {
      panel.slow(0);
    },
  },
  {
    id: "spend",
    label: "Rate limit nearly spent",
    hint: "Somebody's browser uses all but 3 of this minute's requests",
    group: "panel",
    run: ({ panel }) => {
      panel.spend(Math.max(0, panel.state.settings.rateLimit - 3 - panel.spent()));
    },
  },
  {
    id: "socket",
    label: "Socket dropped",
    hint: "The console's connection breaks, once",
    group: "panel",
    run: ({ panel }) => {
      panel.wings.dropSockets();
    },
  },
  {
    id: "token",
    label: "Token expired",
    hint: "The console's token runs out now",
    group: "panel",
    run: ({ panel }) => {
      panel.wings.expireTokens();
    },
  },
  {
    id: "gateway",
    label: "Gateway lost",
    hint: "Discord's connection to the bot breaks, once",
    group: "discord",
    run: ({ discord }) => {
      discord.dropGateway(1006);
    },
  },
  {
    id: "outage",
    label: "Discord outage",
    hint: "503 everywhere, gateway closed",
    group: "discord",
    run: ({ discord }) => {
      discord.outage(true);
    },
    undo: ({ discord }) => {
      discord.outage(false);
    },
  },
];

/** The verbs of one world, and which of them are in force. */
export class WorldVerbs {
  readonly active = new Set<string>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * Does it, or ends it when it is in force. @returns a sentence where there is something to say
   * @throws when there is no such verb or server
   */
  run(id: string, serverName: string): string | void {
    const verb = verbs.find((one) => one.id === id);
    if (!verb) throw new Error(`There is no verb "${id}".`);
    if (verb.undo && this.active.delete(id)) {
      verb.undo(this.#world);
      return undefined;
    }
    if (verb.undo) this.active.add(id);
    return verb.run(this.#world, this.#world.panel.server(serverName));
  }
}

export const pageVerbs: readonly PageVerb[] = verbs.map(({ id, label, hint, group }) => ({
  id,
  label,
  hint,
  group,
}));
