/** A small Valheim server: Unity's log style, no console commands, stopped by a signal. */
import { Script, type Game, type GameHost, type GameKind } from "./game.ts";

class ValheimServer implements Game {
  readonly #host: GameHost;
  readonly #script: Script;
  readonly #players = new Map<string, string>();

  constructor(host: GameHost) {
    this.#host = host;
    this.#script = new Script(host.clock);
  }

  start(instantly: boolean): void {
    this.#script.spread(instantly ? 0 : this.#host.startMs, [
      () => {
        this.#host.print("[UnityMemory] Configuration Parameters - Can be set up in boot.config");
        this.#host.print("\tmemorysetup-bucket-allocator-granularity=16");
      },
      () => {
        this.#log("Get create world Midgard");
        this.#log("Load world: Midgard (Midgard)");
      },
      () => {
        this.#log("Loaded 48211 locations");
      },
      () => {
        this.#log("DungeonDB Start 9127");
      },
      () => {
        this.#log("Game server connected");
        this.#script.every(60_000, () => {
          this.#log(
            ` Connections ${this.#players.size} ZDOS:${12_000 + this.#players.size * 40}  sent:0 recv:0`,
          );
        });
      },
    ]);
  }

  input(): void {
    // Valheim does not read its stdin.
  }

  signal(): void {
    this.#script.clear();
    this.#log("OnApplicationQuit");
    this.#script.at(this.#host.stopMs, () => {
      this.#log("World saved ( 112.453ms )");
      this.#log("Net scene destroyed");
      this.#host.exit(0);
    });
  }

  kill(): void {
    this.#script.clear();
    this.#host.exit(137);
  }

  players(): string[] {
    return [...this.#players.keys()];
  }

  playerJoins(name: string): void {
    const id = `7656119800000${1000 + this.#players.size}`;
    this.#players.set(name, id);
    this.#log(`Got connection SteamID ${id}`);
    this.#log(`Got character ZDOID from ${name} : 1234567:1`);
  }

  playerLeaves(name: string): void {
    const id = this.#players.get(name);
    if (id === undefined) return;
    this.#players.delete(name);
    this.#log(`Closing socket ${id}`);
  }

  says(name: string, text: string): void {
    this.#log(`Console: <color=orange>${name}</color>: <color=#FFEB04FF>${text}</color>`);
  }

  #log(text: string): void {
    const stamp = new Date(this.#host.clock.wall()).toISOString();
    const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T(.{8})/.exec(stamp) ?? [];
    this.#host.print(`${month}/${day}/${year} ${time}: ${text}`);
  }
}

export const valheim: GameKind = {
  egg: "Valheim",
  done: /Game server connected/,
  stop: { signal: "SIGINT" },
  invocation: "./valheim_server.x86_64 -name {{SERVER_NAME}} -world {{WORLD}} -public 1",
  image: "registry.example/steamcmd:debian",
  features: ["steam_disk_space"],
  create: (host) => new ValheimServer(host),
};
