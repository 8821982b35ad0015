/** Entries of a directory. */
import { z } from "zod";
import { amount, flag, maybeMoment, moment, text } from "./json.ts";

export interface FileEntry {
  /** Any name a file system takes; not a path. */
  readonly name: string;
  readonly kind: "file" | "directory";
  readonly isSymlink: boolean;
  /** Bytes. */
  readonly size: number;
  /** Like `-rw-r--r--`. */
  readonly mode: string;
  /** Octal digits, like `644`. */
  readonly modeBits: string;
  readonly mimetype: string;
  readonly createdAt?: Date | undefined;
  readonly modifiedAt: Date;
}

export const fileEntry: z.ZodType<FileEntry> = z
  .object({
    name: z.string(),
    mode: text,
    mode_bits: z.coerce.string().catch(""),
    size: amount,
    is_file: flag,
    is_symlink: flag,
    mimetype: text,
    created_at: maybeMoment,
    modified_at: moment,
  })
  .transform((wire) => ({
    name: wire.name,
    kind: wire.is_file ? ("file" as const) : ("directory" as const),
    // The node's own flag is not reliable; the mode is.
    isSymlink: wire.is_symlink || /^l/i.test(wire.mode),
    size: wire.size,
    mode: wire.mode,
    modeBits: wire.mode_bits,
    mimetype: wire.mimetype,
    createdAt: wire.created_at,
    modifiedAt: wire.modified_at,
  }));
