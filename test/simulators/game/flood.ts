/** A game gone mad: numbered lines at a steady rate, made in small batches because timers are coarser than lines. */
import type { SimClock } from "./sim-clock.ts";

const stepMs = 10;

export interface Flood {
  linesPerSecond: number;
  seconds: number;
  /** Receives each batch, oldest line first. */
  print: (lines: string[]) => void;
}

/** One numbered line: `[flood] 000001 …`, as long as a usual log line. */
export function floodLine(number: number): string {
  return `[12:00:00] [Server thread/WARN]: [flood] ${String(number).padStart(6, "0")} Can't keep up! Is the server overloaded?`;
}

/** Prints `linesPerSecond * seconds` lines in real time, whatever the time scale; resolves with their count. */
export function flood(clock: SimClock, { linesPerSecond, seconds, print }: Flood): Promise<number> {
  const total = Math.round(linesPerSecond * seconds);
  const startedAt = clock.wall();
  return new Promise((resolve) => {
    let sent = 0;
    const step = (): void => {
      const due = Math.min(total, Math.ceil(((clock.wall() - startedAt) / 1000) * linesPerSecond));
      const batch = Array.from({ length: due - sent }, (_, index) => floodLine(sent + index + 1));
      sent = due;
      if (batch.length > 0) print(batch);
      if (sent >= total) resolve(total);
      else clock.after(stepMs * clock.timeScale, step);
    };
    step();
  });
}
