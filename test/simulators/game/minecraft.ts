/** A small Minecraft server: the log lines of the real one, a handful of its commands, players that come and go. */
import { Script, type Game, type GameHost, type GameKind } from "./game.ts";

const maxPlayers = 20;
const help = [
  "/help [<command>]",
  "/kick <targets> [<reason>]",
  "/list [uuids]",
  "/op <targets>",
  "/save-all [flush]",
  "/say <message>",
  "/stop",
  "/time (add|query|set)",
  "/tps",
  "/whitelist (add|list|off|on|reload|remove)",
];

class MinecraftServer implements Game {
  readonly #host: GameHost;
  readonly #script: Script;
  readonly #players = new Set<string>();
  #ready = false;
  #ending = false;

  constructor(host: GameHost) {
    this.#host = host;
    this.#script = new Script(host.clock);
  }

  start(instantly: boolean): void {
    this.#script.spread(instantly ? 0 : this.#host.startMs, [
      () => {
        this.#log("Starting minecraft server version 1.21.4", "ServerMain");
        this.#log("Loading properties");
      },
      () => {
        this.#log("Default game type: SURVIVAL");
        this.#log("Generating keypair");
        this.#log("Starting Minecraft server on 0.0.0.0:25565");
      },
      () => {
        this.#log('Preparing level "world"');
        this.#log("Preparing start region for dimension minecraft:overworld");
      },
      () => {
        this.#log("Preparing spawn area: 47%");
      },
      () => {
        this.#log("Preparing spawn area: 97%");
        this.#log("Time elapsed: 3071 ms");
      },
      () => {
        this.#ready = true;
        this.#log('Done (4.2s)! For help, type "help"');
      },
    ]);
  }

  input(line: string): void {
    const [word = "", ...rest] = line.trim().replace(/^\//, "").split(/\s+/);
    if (!word || this.#ending) return;
    const text = rest.join(" ");
    const answers: Record<string, () => void> = {
      list: () => {
        const names = this.players();
        this.#log(
          `There are ${names.length} of a max of ${maxPlayers} players online: ${names.join(", ")}`.trim(),
        );
      },
      say: () => {
        this.#log(`[Not Secure] [Server] ${text}`);
      },
      help: () => {
        for (const entry of help) this.#log(entry);
      },
      "save-all": () => {
        this.#log("Saving the game (this may take a moment!)");
        this.#script.at(200, () => {
          this.#log("Saved the game");
        });
      },
      time: () => {
        this.#log("The time is 6000");
      },
      tps: () => {
        this.#log(
          "\u001B[33mTPS from last 1m, 5m, 15m: \u001B[32m20.0\u001B[0m, \u001B[32m19.98\u001B[0m, \u001B[33m17.2\u001B[0m",
        );
      },
      kick: () => {
        if (rest[0] && this.#players.has(rest[0])) {
          this.#log(`Kicked ${rest[0]}: ${rest.slice(1).join(" ") || "Kicked by an operator"}`);
          this.playerLeaves(rest[0]);
        } else this.#log("No player was found");
      },
      op: () => {
        this.#log(`Made ${text} a server operator`);
      },
      whitelist: () => {
        this.#log(rest[0] === "list" ? "There are no whitelisted players" : `Whitelist: ${text}`);
      },
      stop: () => {
        this.#stop();
      },
    };
    const answer = Object.hasOwn(answers, word) ? answers[word] : undefined;
    if (answer) {
      answer();
      return;
    }
    this.#log("Unknown or incomplete command, see below for error");
    this.#log(`${line.trim()}<--[HERE]`);
  }

  signal(): void {
    this.#stop();
  }

  kill(): void {
    this.#end(137);
  }

  players(): string[] {
    return [...this.#players];
  }

  playerJoins(name: string): void {
    if (!this.#ready || this.#players.has(name)) return;
    this.#players.add(name);
    this.#log(
      `${name}[/198.51.100.23:51234] logged in with entity id ${this.#players.size + 400} at (12.5, 64.0, -3.5)`,
    );
    this.#log(`\u001B[93m${name} joined the game\u001B[0m`);
  }

  playerLeaves(name: string): void {
    if (!this.#players.delete(name)) return;
    this.#log(`${name} lost connection: Disconnected`);
    this.#log(`\u001B[93m${name} left the game\u001B[0m`);
  }

  says(name: string, text: string): void {
    this.#log(`[Not Secure] <${name}> ${text}`, "Async Chat Thread - #0");
  }

  #stop(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#script.clear();
    this.#log("Stopping the server");
    this.#log("Stopping server");
    this.#script.spread(this.#host.stopMs, [
      () => {
        this.#log("Saving players");
        this.#log("Saving worlds");
      },
      () => {
        this.#log("Saving chunks for level 'ServerLevel[world]'/minecraft:overworld");
        this.#log("ThreadedAnvilChunkStorage: All dimensions are saved");
      },
      () => {
        this.#end(0);
      },
    ]);
  }

  #end(code: number): void {
    this.#script.clear();
    this.#host.exit(code);
  }

  #log(text: string, thread = "Server thread"): void {
    const time = new Date(this.#host.clock.wall()).toISOString().slice(11, 19);
    this.#host.print(`[${time}] [${thread}/INFO]: ${text}`);
  }
}

export const minecraft: GameKind = {
  egg: "Paper",
  done: /\)! For help, type /,
  stop: { command: "stop" },
  invocation: "java -Xms128M -Xmx{{SERVER_MEMORY}}M -jar {{SERVER_JARFILE}}",
  image: "registry.example/java:21",
  features: ["eula", "java_version", "pid_limit"],
  create: (host) => new MinecraftServer(host),
};
