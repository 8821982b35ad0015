/** A small Rust server: the log lines of the real one, console commands by way of its RCON wrapper, players with Steam ids. */
import { Script, type Game, type GameHost, type GameKind } from "./game.ts";

const maxPlayers = 40;
const saveEveryMs = 300_000;

class RustServer implements Game {
  readonly #host: GameHost;
  readonly #script: Script;
  /** Name → Steam id. */
  readonly #players = new Map<string, string>();
  #isReady = false;
  #isEnding = false;

  constructor(host: GameHost) {
    this.#host = host;
    this.#script = new Script(host.clock);
  }

  start(instantly: boolean): void {
    const say =
      (...lines: string[]) =>
      (): void => {
        for (const line of lines) this.#host.print(line);
      };
    this.#script.spread(instantly ? 0 : this.#host.startMs, [
      say("Loading Prefab Bundle", "Initializing 12417 prefabs"),
      say("[Raknet] Server Initialized", "Loading Procedural Map.3000.1337.250.map"),
      say("Spawning World", "Processing World"),
      say("Server Config Loaded", "SteamServer Initialized"),
      say("SteamServer Connected"),
      () => {
        this.#isReady = true;
        this.#host.print("Server startup complete");
        this.#script.every(saveEveryMs, () => {
          this.#save();
        });
      },
    ]);
  }

  input(line: string): void {
    const [word = "", ...rest] = line.trim().split(/\s+/);
    if (!word || this.#isEnding) return;
    const answers: Record<string, () => void> = {
      say: () => {
        this.#host.print(`[CHAT] SERVER: ${rest.join(" ")}`);
      },
      status: () => {
        this.#tellStatus();
      },
      "server.save": () => {
        this.#save();
      },
      quit: () => {
        this.#stop();
      },
    };
    if (Object.hasOwn(answers, word)) answers[word]?.();
    else this.#host.print(`Command '${word}' not found`);
  }

  signal(): void {
    this.#stop();
  }

  kill(): void {
    this.#end(137);
  }

  players(): string[] {
    return [...this.#players.keys()];
  }

  playerJoins(name: string): void {
    if (!this.#isReady || this.#players.has(name)) return;
    const id = `7656119800000${2000 + this.#players.size}`;
    this.#players.set(name, id);
    this.#host.print(`198.51.100.24:53001/${id}/${name} joined [windows/${id}]`);
  }

  playerLeaves(name: string): void {
    const id = this.#players.get(name);
    if (id === undefined) return;
    this.#players.delete(name);
    this.#host.print(`198.51.100.24:53001/${id}/${name} disconnecting: disconnect`);
  }

  says(name: string, text: string): void {
    this.#host.print(`[CHAT] ${name}[${this.#players.get(name) ?? "76561198000000000"}] : ${text}`);
  }

  #tellStatus(): void {
    this.#host.print("hostname: Roost's island");
    this.#host.print(`players : ${this.#players.size} (${maxPlayers} max) (0 queued) (0 joining)`);
    for (const [name, id] of this.#players) this.#host.print(`${id} "${name}" 42 600s`);
  }

  #save(): void {
    const things = (48_000 + this.#players.size * 120).toLocaleString("en-US");
    this.#host.print(`Saved ${things} ents, cache(0.03), write(0.01), disk(0.02).`);
  }

  #stop(): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#script.clear();
    this.#host.print("Server is shutting down");
    this.#script.at(this.#host.stopMs, () => {
      this.#save();
      this.#end(0);
    });
  }

  #end(code: number): void {
    this.#script.clear();
    this.#host.exit(code);
  }
}

export const rust: GameKind = {
  egg: "Rust",
  done: /Server startup complete/,
  stop: { command: "quit" },
  invocation: './RustDedicated -batchmode +server.port {{SERVER_PORT}} +server.hostname "{{HOSTNAME}}"',
  image: "registry.example/games:rust",
  features: ["steam_disk_space"],
  create: (host) => new RustServer(host),
};
