/** Backups on the node: archives made and unpacked by timer; the panel is told first, then the sockets. */
import { createHash } from "node:crypto";
import type { SimClock } from "../game/sim-clock.ts";
import { unpack } from "./archive.ts";
import type { Files } from "./files.ts";
import type { Power } from "./power.ts";
import type { Generation, Timings } from "./profile.ts";
import { notFound, WingsError } from "./wings-error.ts";

export interface BackupResult {
  uuid: string;
  is_successful: boolean;
  /** Hex SHA-1; empty on failure. */
  checksum: string;
  checksum_type: "sha1";
  file_size: number;
}

export interface BackupHost {
  clock: SimClock;
  timings: Timings;
  profile: Generation;
  files: Files;
  power: Power;
  emit: (event: string, args?: string[], permission?: string) => void;
  /** The panel's callbacks. */
  onBackup: (result: BackupResult) => void;
  onRestored: (uuid: string, successful: boolean) => void;
}

const restoreStopMs = 120_000;

export class NodeBackups {
  readonly archives = new Map<string, Buffer>();
  /** Faults: how many of the next backups fail, or never end. */
  failing = 0;
  stuck = 0;
  /** While it restores, the node treats the server as suspended. */
  restoring = false;
  readonly #host: BackupHost;

  constructor(host: BackupHost) {
    this.#host = host;
  }

  create(uuid: string, ignored: string[]): void {
    if (this.stuck > 0) {
      this.stuck -= 1;
      return;
    }
    const fails = this.failing > 0;
    if (fails) this.failing -= 1;
    this.#host.clock.after(this.#host.timings.backupMs, () => {
      const data = fails ? undefined : this.#host.files.archive(this.#ignored(ignored));
      if (data) this.archives.set(uuid, data);
      const result: BackupResult = {
        uuid,
        is_successful: Boolean(data),
        checksum: data ? createHash("sha1").update(data).digest("hex") : "",
        checksum_type: "sha1",
        file_size: data?.length ?? 0,
      };
      this.#host.onBackup(result);
      const event = this.#host.profile === "classic" ? `backup completed:${uuid}` : "backup completed";
      this.#host.emit(event, [JSON.stringify(result)], "backup.read");
    });
  }

  delete(uuid: string): void {
    if (!this.archives.delete(uuid)) throw new WingsError(404, notFound);
  }

  /** Truncates at once, unpacks later. The server stays offline. */
  restore(uuid: string, truncate: boolean): void {
    const data = this.archives.get(uuid);
    if (!data) throw new WingsError(404, notFound);
    if (truncate) this.#host.files.truncate();
    this.restoring = true;
    void this.#unpack(uuid, data);
  }

  async #unpack(uuid: string, data: Buffer): Promise<void> {
    const { clock, timings, power, emit, onRestored } = this.#host;
    let successful = await power.stopWithin(restoreStopMs);
    if (successful) {
      await clock.sleep(timings.restoreMs);
      successful = this.#extract(data, uuid);
    }
    this.restoring = false;
    onRestored(uuid, successful);
    if (successful) emit("daemon message", ["Completed server restoration from local backup."]);
    emit("backup restore completed", [""]);
  }

  /** Whether all of it could be unpacked. */
  #extract(data: Buffer, uuid: string): boolean {
    const entries = unpack(data, uuid) ?? [];
    for (const { path } of entries) this.#host.emit("daemon message", [`(restoring): ${path}`]);
    try {
      this.#host.files.extract("/", entries);
      return true;
    } catch (error) {
      if (error instanceof WingsError) return false;
      throw error;
    }
  }

  #ignored(lines: string[]): string[] {
    if (lines.length > 0) return lines;
    const node = this.#host.files.tree.resolve(".pteroignore");
    return node?.kind === "file" ? node.data.toString("utf8").split("\n") : [];
  }
}
