/** Backups. */
import { z } from "zod";
import { amount, flag, maybeMoment, maybeText, moment, text, texts } from "./json.ts";

export interface Backup {
  readonly uuid: string;
  readonly name: string;
  readonly state: "pending" | "done" | "failed";
  readonly isLocked: boolean;
  /** 0 until it is done. */
  readonly bytes: number;
  /** `sha1:<hex>` */
  readonly checksum?: string | undefined;
  readonly createdAt: Date;
  readonly completedAt?: Date | undefined;
  /** Patterns of files that were left out. */
  readonly ignoredFiles: readonly string[];
}

export const backup: z.ZodType<Backup> = z
  .object({
    uuid: z.string().min(1),
    name: text,
    is_successful: flag,
    is_locked: flag,
    bytes: amount,
    checksum: maybeText,
    created_at: moment,
    completed_at: maybeMoment,
    ignored_files: texts,
  })
  .transform((wire) => ({
    uuid: wire.uuid,
    name: wire.name,
    state: stateOf(wire.completed_at, wire.is_successful),
    isLocked: wire.is_locked,
    bytes: wire.bytes,
    checksum: wire.checksum,
    createdAt: wire.created_at,
    completedAt: wire.completed_at,
    ignoredFiles: wire.ignored_files,
  }));

function stateOf(completedAt: Date | undefined, isSuccessful: boolean): Backup["state"] {
  if (completedAt === undefined) return "pending";
  return isSuccessful ? "done" : "failed";
}
