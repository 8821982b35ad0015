import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PanelSimulator } from "../simulators/panel/panel-simulator.ts";
import { quickTimings, until } from "./house.ts";

const root = new URL("../../", import.meta.url);

/** The README's script, with its imports pointing at this checkout. */
async function readScript(): Promise<string> {
  const readme = await readFile(new URL("README.md", root), "utf8");
  const [, script] = /```ts\n(\/\/ tail\.ts\n.*?)```/s.exec(readme) ?? [];
  if (script === undefined) throw new Error("the README shows no tail.ts");
  return script.replaceAll('"./src/', `"${new URL("src/", root).href}`);
}

test("the README's script lists servers, restarts one and tails its console", async () => {
  const panel = await PanelSimulator.start({ timings: quickTimings });
  const folder = await mkdtemp(join(tmpdir(), "roost-script-"));
  const script = join(folder, "tail.ts");
  const environment = join(folder, ".env");
  await writeFile(script, await readScript());
  await writeFile(environment, `PANEL_URL=${panel.url}\nPANEL_API_KEY=${panel.key}\n`);
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [`--env-file=${environment}`, script, "survival"], { env: { PATH } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  try {
    await until(() => output.includes("restart: done"), "the restart", 15_000);
    expect(output).toMatch(/^\w{8} survival: running$/m);
    expect(output).toMatch(/^\w{8} valheim: offline$/m);
    // What is printed while the history is being caught counts as history: so, until it is heard.
    await until(() => {
      panel.server("survival").print("[12:00:00] hello from the game");
      return output.includes("hello from the game");
    }, "the console");
    expect(panel.server("survival").powerSignals).toEqual(["restart"]);
    const exited = once(child, "exit");
    child.kill("SIGINT");
    expect(await exited).toEqual([0, null]);
    expect(output).not.toMatch(/error|warning/i);
    expect(output).not.toContain(panel.key);
    expect(panel.problems).toEqual([]);
  } finally {
    child.kill("SIGKILL");
    await panel.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
