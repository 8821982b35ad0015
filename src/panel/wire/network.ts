/** A server's addresses. */
import { z } from "zod";
import { amount, flag, maybeText, text } from "./json.ts";

export interface Allocation {
  readonly id: number;
  readonly ip: string;
  /** What players should be told instead of `ip`. */
  readonly alias?: string | undefined;
  readonly port: number;
  readonly notes?: string | undefined;
  readonly isDefault: boolean;
}

export const allocation: z.ZodType<Allocation> = z
  .object({
    id: z.number(),
    ip: text,
    ip_alias: maybeText,
    port: amount,
    notes: maybeText,
    is_default: flag,
  })
  .transform((wire) => ({
    id: wire.id,
    ip: wire.ip,
    alias: wire.ip_alias,
    port: wire.port,
    notes: wire.notes,
    isDefault: wire.is_default,
  }));
