/** What the panel does when its node reports: a backup, a restore or an installation has ended. */
import type { PanelCallbacks } from "../wings/node-server.ts";
import type { PanelState } from "./route.ts";
import type { SimServer } from "./sim-server.ts";

/** The node reports; rows change. */
export function callbacksOf(state: PanelState): PanelCallbacks {
  const find = (uuid: string): SimServer | undefined => state.servers.find((server) => server.uuid === uuid);
  return {
    onBackup: (uuid, result) => {
      const backup = find(uuid)?.row.backups.find((entry) => entry.uuid === result.uuid);
      if (!backup) return;
      backup.completedAt = state.clock.wall();
      backup.successful = result.is_successful;
      backup.bytes = result.file_size;
      backup.checksum = result.is_successful ? `sha1:${result.checksum}` : null;
      if (!result.is_successful) backup.locked = false;
      find(uuid)?.log(`server:backup.${result.is_successful ? "complete" : "fail"}`, null, {
        name: backup.name,
      });
      state.changed(uuid, "backup");
    },
    onRestored: (uuid) => {
      const server = find(uuid);
      if (server?.row.status === "restoring_backup") server.row.status = null;
      state.changed(uuid, "restored");
    },
    onInstalled: (uuid) => {
      const server = find(uuid);
      if (server?.row.status === "installing") server.row.status = null;
      state.changed(uuid, "installed");
    },
    onChange: (uuid, what) => {
      state.changed(uuid, what);
    },
  };
}
