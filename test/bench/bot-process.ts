/** A bot in a process of its own, so that its memory and its time are its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface BotProcess extends AsyncDisposable {
  readonly pid: number;
  /** From the start of the process to its "ready", in ms. */
  readonly readyMs: number;
  /** Warnings and worse, as they were logged. */
  readonly complaints: readonly string[];
  /** Lines on stderr. */
  readonly errors: readonly string[];
  readonly hasExited: boolean;
}

export interface Launch {
  /** Arguments of Node: its options, the file. */
  args: readonly string[];
  /** The whole environment but PATH. */
  environment: Readonly<Record<string, string>>;
  /** Where it runs: no `.env` may stand there. */
  folder: string;
  /** Tells from a line of its output that it is ready; or this promise does. */
  isReady: ((line: string) => boolean) | Promise<void>;
}

const readyWithinMs = 30_000;
const stopWithinMs = 6000;

/** Those that have not ended: none outlives the bench, whatever ends it. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts it and waits until it is ready. Rejects when it ends before. */
export async function startBot({ args, environment, folder, isReady }: Launch): Promise<BotProcess> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const complaints: string[] = [];
  const errors: string[] = [];
  const ready = Promise.withResolvers<number>();
  createInterface(child.stdout).on("line", (line) => {
    if (typeof isReady === "function" && isReady(line)) ready.resolve(performance.now() - startedAt);
    if (isComplaint(line)) complaints.push(line);
  });
  createInterface(child.stderr).on("line", (line) => errors.push(line));
  if (typeof isReady !== "function") {
    isReady.then(() => {
      ready.resolve(performance.now() - startedAt);
    }, ready.reject);
  }
  child.once("exit", (code) => {
    running.delete(child);
    ready.reject(new Error(`the bot ended with ${code} before it was ready: ${errors.join("\n")}`));
  });
  const timer = setTimeout(() => {
    ready.reject(new Error(`the bot was not ready within ${readyWithinMs} ms`));
  }, readyWithinMs);
  try {
    const readyMs = await ready.promise;
    return {
      pid: child.pid ?? 0,
      readyMs,
      complaints,
      errors,
      get hasExited() {
        return child.exitCode !== null;
      },
      [Symbol.asyncDispose]: () => end(child),
    };
  } catch (error) {
    await end(child);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function isComplaint(line: string): boolean {
  return /"level":"(?:warn|error|fatal)"/.test(line);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopWithinMs);
  child.kill("SIGTERM");
  await exited;
  clearTimeout(timer);
}
