/** What the routes work on. */
import type { Commands } from "./commands.ts";
import type { Changes } from "./changes.ts";
import type { Interactions } from "./interactions.ts";
import type { Messages } from "./messages.ts";
import type { MessageWriter } from "./message-writer.ts";
import type { RateLimits } from "./rate-limits.ts";
import type { Responder } from "./responder.ts";
import type { SimClock } from "./sim-clock.ts";
import type { World } from "./world.ts";

export interface Backend {
  world: World;
  messages: Messages;
  writer: MessageWriter;
  commands: Commands;
  interactions: Interactions;
  responder: Responder;
  limits: RateLimits;
  changes: Changes;
  clock: SimClock;
  gatewayUrl: () => string;
  /** Intents whose content rule REST follows: those of the portal. */
  portalIntents: () => number;
}
