/** Alerts and mutes in the store, read back with care: another version may have written them. */
import { z } from "zod";
import type { SmallState } from "../store/small-state.ts";
import type { KeptAlert } from "./alert-book.ts";
import type { KeptAlerts } from "./alerts.ts";

const base = {
  id: z.string(),
  about: z.string(),
  since: z.number(),
  isSilent: z.literal(true).exactOptional(),
};
const server = z.object({ key: z.string(), name: z.string() });

const alert = z.discriminatedUnion("kind", [
  z.object({
    ...base,
    kind: z.literal("crash"),
    server,
    count: z.number(),
    downAt: z.number(),
    exitCode: z.number().exactOptional(),
    isOutOfMemory: z.boolean(),
    isGivenUp: z.boolean(),
    isDiskFull: z.literal(true).exactOptional(),
    isSeen: z.boolean(),
    lastDeed: z.string().exactOptional(),
  }),
  z.object({
    ...base,
    kind: z.literal("outage"),
    node: z.string().exactOptional(),
    servers: z.array(server),
    count: z.number().default(1),
  }),
  z.object({ ...base, kind: z.literal("stuck"), server, state: z.enum(["starting", "stopping"]) }),
  z.object({
    ...base,
    kind: z.literal("full"),
    server,
    what: z.enum(["disk", "memory"]),
    percent: z.number(),
  }),
]);

const alerts: z.ZodType<KeptAlert[]> = z.array(alert);
const mutes = z.record(z.string(), z.number());
const seenUp = z.record(z.string(), z.number());

export function createKeptAlerts(state: SmallState): KeptAlerts {
  return {
    loadAlerts: () => alerts.safeParse(state.get("alerts")).data ?? [],
    saveAlerts(open) {
      state.set("alerts", open);
    },
    loadSeenUp: () => seenUp.safeParse(state.get("seen-up")).data ?? {},
    saveSeenUp(seen) {
      state.set("seen-up", seen);
    },
    load: () => mutes.safeParse(state.get("mutes")).data ?? {},
    save(untilByName) {
      state.set("mutes", untilByName);
    },
  };
}
