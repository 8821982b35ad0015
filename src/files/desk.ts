/** What `/files` needs beside the panel: the files people hand over, and what files held before. */
import type { Clock } from "../lib/clock.ts";
import type { Database } from "../store/database.ts";
import { createFormerContents, type FormerContents } from "../store/former-contents.ts";
import { Attachments } from "./attachments.ts";
import { Readings } from "./readings.ts";

export interface FileDesk {
  readonly attachments: Pick<Attachments, "open" | "read">;
  readonly former: FormerContents;
  readonly readings: Readings;
}

export interface OpenFileDesk extends FileDesk {
  /** Ends the connections once what is under way is done. */
  close(): Promise<void>;
}

export interface FileDeskOptions {
  readonly database: Database;
  readonly clock: Clock;
  /** Base address of Discord's API. */
  readonly apiUrl: string;
}

export function openFileDesk({ database, clock, apiUrl }: FileDeskOptions): OpenFileDesk {
  const attachments = new Attachments({ apiUrl });
  return {
    attachments,
    former: createFormerContents(database, clock),
    readings: new Readings(),
    close: () => attachments.close(),
  };
}
