/** What goes wrong in ten hours: each fault with its beginning, its end, and how long it lasts. */
import { pause, type House } from "../e2e/house.ts";
import type { Dice } from "./dice.ts";
import type { Bot } from "./bot.ts";
import type { Voice } from "./voice.ts";

export interface Scene {
  house: House;
  bot: Bot;
  voice: Voice;
  dice: Dice;
}

export interface Fault {
  readonly name: string;
  /** How often it comes, compared with the others. */
  readonly weight: number;
  /** It waits until then. */
  readonly mayBegin?: (scene: Scene) => boolean;
  readonly begin: (scene: Scene) => void;
  /** What must happen before time goes on. */
  readonly settle?: (scene: Scene) => Promise<void>;
  readonly end?: (scene: Scene) => void;
  /** Seconds, where it has an end. */
  readonly lasts?: readonly [least: number, most: number];
}

const minute = 60;
const console = ({ house }: Scene) => house.discord.guild.channel("console");
const server = ({ house }: Scene) => house.panel.server("survival");
const path = (scene: Scene): string => `/channels/${console(scene).id}`;

const node: Fault[] = [
  { name: "socket drops", weight: 4, begin: ({ house }) => house.panel.wings.dropSockets() },
  { name: "token expires", weight: 4, begin: ({ house }) => house.panel.wings.expireTokens() },
  { name: "tokens revoked", weight: 1, begin: ({ house }) => house.panel.wings.denylist() },
  { name: "wings restarts", weight: 3, begin: ({ house }) => house.panel.wings.restart() },
  {
    name: "node down",
    weight: 3,
    lasts: [5, 8 * minute],
    begin: ({ house }) => house.panel.wings.down(),
    end: ({ house }) => house.panel.wings.up(),
  },
  {
    name: "half-open sockets",
    weight: 1,
    lasts: [5, 3 * minute],
    begin: ({ house }) => house.panel.wings.halfOpen(),
    // A line that was dead does not come alive again with what it lost: whatever is still open breaks.
    end({ house }) {
      house.panel.wings.halfOpen(false);
      house.panel.wings.dropSockets();
    },
  },
];

const panel: Fault[] = [
  {
    name: "panel down",
    weight: 2,
    lasts: [5, 15 * minute],
    begin: ({ house }) => house.panel.down(),
    end: ({ house }) => house.panel.up(),
  },
  {
    name: "panel slow",
    weight: 2,
    lasts: [10, 5 * minute],
    begin: ({ house, dice }) => house.panel.slow(dice.between(500, 40_000)),
    end: ({ house }) => house.panel.slow(0),
  },
  {
    name: "panel refuses",
    weight: 2,
    begin: ({ house, dice }) =>
      house.panel.failNext(429, { times: dice.between(1, 4), headers: { "Retry-After": "30" } }),
  },
];

const isGatewayUp = ({ house }: Scene): boolean => house.discord.gatewayCounts.connected === 1;

/** Real milliseconds: discord.js waits that long before it identifies again, and hours would pass meanwhile. */
const identifyMs = 12_000;

async function untilGatewayUp(scene: Scene): Promise<void> {
  for (let waitedMs = 0; waitedMs < identifyMs && !isGatewayUp(scene); waitedMs += 20) await pause(20);
}

const gateway: Fault[] = [
  {
    name: "session invalid",
    weight: 1,
    mayBegin: (scene) => isGatewayUp(scene) && !scene.bot.isBusy,
    begin: ({ house, dice }) => house.discord.invalidateSession(dice.pick([true, false])),
    async settle(scene) {
      // The old connection is still there for a moment.
      await pause(200);
      await untilGatewayUp(scene);
    },
  },
  {
    name: "gateway drops",
    mayBegin: isGatewayUp,
    weight: 1,
    begin: ({ house, dice }) => house.discord.dropGateway(dice.pick([4000, 1006])),
  },
  {
    name: "gateway asks to reconnect",
    weight: 1,
    mayBegin: isGatewayUp,
    begin: ({ house }) => house.discord.reconnect(),
  },
];

const discord: Fault[] = [
  {
    name: "discord away",
    mayBegin: isGatewayUp,
    weight: 3,
    lasts: [5, 25 * minute],
    begin: ({ house }) => house.discord.outage(true),
    end: ({ house }) => house.discord.outage(false),
  },
  {
    name: "discord fails",
    weight: 2,
    begin: (scene) =>
      scene.house.discord.failNext(scene.dice.pick([500, 502, 503]), {
        path: path(scene),
        times: scene.dice.between(1, 12),
      }),
  },
  {
    name: "discord limits",
    weight: 2,
    begin: (scene) => scene.house.discord.rateLimitNext(scene.dice.between(5, 40), { path: path(scene) }),
  },
  {
    name: "discord hangs",
    weight: 2,
    lasts: [2, minute],
    begin: (scene) => scene.house.discord.hangNext({ path: path(scene), times: scene.dice.between(1, 3) }),
    end: ({ house }) => house.discord.answerAgain(),
  },
  {
    name: "an answer is lost",
    weight: 3,
    lasts: [2, minute],
    begin: (scene) => scene.house.discord.loseAnswer({ path: path(scene), times: scene.dice.between(1, 2) }),
    end: ({ house }) => house.discord.answerAgain(),
  },
  {
    name: "channel forbidden",
    weight: 1,
    lasts: [10, 20 * minute],
    begin: (scene) => console(scene).hide(),
    end: (scene) => console(scene).show(),
  },
  {
    name: "somebody talks",
    weight: 4,
    begin: (scene) => void scene.house.person("vera").say("console", "what happened?"),
  },
];

const game: Fault[] = [
  { name: "server crashes", weight: 3, begin: (scene) => server(scene).crash(scene.dice.pick([1, 137])) },
  { name: "server restarts", weight: 2, begin: (scene) => server(scene).node.act("restart") },
  {
    name: "server stopped",
    weight: 2,
    lasts: [10, 10 * minute],
    begin: (scene) => server(scene).node.act("stop"),
    end: (scene) => server(scene).node.act("start"),
  },
  { name: "flood", weight: 3, begin: ({ voice, dice }) => voice.flood(dice.between(500, 5000)) },
  { name: "stack trace", weight: 3, begin: ({ voice }) => voice.fail() },
  { name: "repeats", weight: 2, begin: ({ voice }) => voice.complain() },
];

const bot: Fault[] = [
  {
    name: "bot restarts",
    weight: 5,
    lasts: [1, 6 * minute],
    begin: (scene) => scene.bot.stop(),
    end: (scene) => scene.bot.start(),
  },
];

export const faults: readonly Fault[] = [...node, ...panel, ...gateway, ...discord, ...game, ...bot];
