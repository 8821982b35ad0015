/** The program itself, started as its own process: for exit codes, signals and what it prints. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "./house.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

export interface Program extends AsyncDisposable {
  /** Everything printed so far, on both streams. */
  printed: () => string;
  untilPrinted: (text: string) => Promise<void>;
  signal: (name: "SIGTERM" | "SIGINT" | "SIGUSR2") => void;
  /** Its exit code, and how many milliseconds after the signal (or the start) it left. */
  exited: Promise<{ code: number | null; afterMs: number }>;
}

/** `preload` is code that runs in the process before the program. */
export function startProgram(environment: Record<string, string>, preload?: string): Program {
  const folder = mkdtempSync(join(tmpdir(), "roost-"));
  const flags =
    preload === undefined ? [] : ["--import", `data:text/javascript,${encodeURIComponent(preload)}`];
  // A folder of its own: no .env of the developer's may reach it.
  const child = spawn(process.execPath, [...flags, main], {
    cwd: folder,
    env: { DATA_DIR: join(folder, "data"), LOG_LEVEL: "debug", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const collect = (chunk: Buffer): void => {
    printed += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  let since = performance.now();
  const exited = new Promise<{ code: number | null; afterMs: number }>((resolve) => {
    child.once("close", (code) => {
      resolve({ code, afterMs: performance.now() - since });
    });
  });
  return {
    printed: () => printed,
    untilPrinted: async (text) => {
      await until(() => printed.includes(text), `“${text}” in:\n${printed}`);
    },
    signal: (name) => {
      since = performance.now();
      child.kill(name);
    },
    exited,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
