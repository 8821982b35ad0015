/** Locks and unlocks backups of one server. The panel only knows a toggle, so each change looks first and again after. */
import type { ServerApi } from "../panel/panel.ts";

export class BackupLocks {
  readonly #api: ServerApi;
  #last: Promise<unknown> = Promise.resolve();

  constructor(api: ServerApi) {
    this.#api = api;
  }

  /**
   * One at a time: two toggles at once would undo each other. @returns false when it was so already.
   * @throws {PanelError} what the panel answers.
   */
  set(backupUuid: string, isLocked: boolean): Promise<boolean> {
    const change = this.#last.then(() => this.#set(backupUuid, isLocked));
    // The next one waits for this one's end, whatever it is; the failure itself goes to this one's caller.
    this.#last = change.catch(() => undefined);
    return change;
  }

  async #set(backupUuid: string, isLocked: boolean): Promise<boolean> {
    const { backups } = this.#api;
    const before = await backups.details(backupUuid);
    if (before.isLocked === isLocked) return false;
    const after = await backups.toggleLock(backupUuid);
    // Somebody in the panel's own pages toggled in between: once more makes it right.
    if (after.isLocked !== isLocked) await backups.toggleLock(backupUuid);
    return true;
  }
}
