/** Small things kept over restarts: message ids, cursors, mutes. One JSON value for each name. */
import { lightly, type Database } from "./database.ts";

export interface SmallState {
  /** What was kept under this name; `undefined` for nothing, or for what cannot be read any more. */
  get(name: string): unknown;
  /** Never throws: what cannot be kept is lost at the next restart. */
  set(name: string, value: unknown): void;
  remove(name: string): void;
  /** The names that begin so. */
  names(prefix: string): string[];
}

/** @param onTrouble told once when nothing can be kept, with the `error`, and once when it can again. */
export function createSmallState(
  database: Database,
  onTrouble: (trouble: { isOver: boolean; error?: unknown }) => void,
): SmallState {
  const read = database.prepare("SELECT value FROM small_state WHERE name = ?");
  const write = database.prepare(
    "INSERT INTO small_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  const drop = database.prepare("DELETE FROM small_state WHERE name = ?");
  const list = database.prepare("SELECT name FROM small_state WHERE substr(name, 1, ?) = ? ORDER BY name");
  let isInTrouble = false;
  /** It is written often, unlike records. */
  const keep = (write: () => unknown): void => {
    try {
      lightly(database, write);
      if (isInTrouble) onTrouble({ isOver: true });
      isInTrouble = false;
    } catch (error) {
      if (!isInTrouble) onTrouble({ isOver: false, error });
      isInTrouble = true;
    }
  };
  return {
    get(name) {
      const value = read.get(name)?.["value"];
      try {
        return typeof value === "string" ? (JSON.parse(value) as unknown) : undefined;
      } catch {
        // Not written by this program: as good as nothing.
        return undefined;
      }
    },
    set(name, value) {
      keep(() => write.run(name, JSON.stringify(value)));
    },
    remove(name) {
      keep(() => drop.run(name));
    },
    names: (prefix) => list.all(prefix.length, prefix).map(({ name }) => String(name)),
  };
}
