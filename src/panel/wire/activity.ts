/** The panel's own log. */
import { z } from "zod";
import { maybeItem } from "./envelope.ts";
import { flag, maybeText, moment, text } from "./json.ts";

export interface ActivityEntry {
  readonly id: string;
  /** Like `server:power.start`. */
  readonly event: string;
  readonly isApi: boolean;
  /** Only of one's own actions, or for root administrators. */
  readonly ip?: string | undefined;
  readonly description?: string | undefined;
  /** Whatever the event carries. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly at: Date;
  /** Absent for what the panel did by itself, and when not asked for. */
  readonly actor?: { readonly uuid: string; readonly username: string } | undefined;
}

export const activityEntry: z.ZodType<ActivityEntry> = z
  .object({
    id: z.coerce.string().catch(""),
    event: text,
    is_api: flag,
    ip: maybeText,
    description: maybeText,
    properties: z.record(z.string(), z.unknown()).catch({}),
    timestamp: moment,
    relationships: z
      .object({ actor: maybeItem(z.object({ uuid: text, username: text })) })
      .catch({ actor: undefined }),
  })
  .transform((wire) => ({
    id: wire.id,
    event: wire.event,
    isApi: wire.is_api,
    ip: wire.ip,
    description: wire.description,
    properties: wire.properties,
    at: wire.timestamp,
    actor: wire.relationships.actor,
  }));
