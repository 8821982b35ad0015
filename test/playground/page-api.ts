/** The pages' connections: what a person does comes in, what they can see goes out. One WebSocket for each open page. */
import type { WebSocket } from "ws";
import type { Change } from "../simulators/discord/changes.ts";
import type { User } from "../simulators/discord/user.ts";
import { Board, isVisible } from "./board.ts";
import { lifeOf } from "./life.ts";
import { PersonActions } from "./person-actions.ts";
import type { FromPage, PageMessage, ToPage } from "./protocol.ts";
import { sceneFor, type Stage } from "./scene.ts";
import type { Uploads } from "./uploads.ts";
import { WorldVerbs } from "./verbs.ts";
import type { World } from "./world.ts";

/** Changes wait this long for others, so that a flood of edits is one frame. */
const gatherMs = 15;
/** The world's numbers are told this often, and soon after something happened in it. */
const lifeEveryMs = 500;
const lifeSoonMs = 50;

export class PageApi {
  readonly #stage: Stage;
  readonly #uploads: Uploads;
  readonly #pages = new Set<OpenPage>();
  readonly #stopListening: (() => void)[];
  readonly #pulse: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;

  constructor(world: World, uploads: Uploads) {
    this.#stage = { world, board: new Board(world.discord), verbs: new WorldVerbs(world) };
    this.#uploads = uploads;
    this.#stopListening = [
      world.discord.onChange((change) => {
        this.#notice(change);
      }),
      world.panel.onChange(() => {
        this.#soon ??= setTimeout(() => {
          this.#tellLife();
        }, lifeSoonMs);
      }),
    ];
    this.#pulse = setInterval(() => {
      this.#tellLife();
    }, lifeEveryMs);
  }

  /** `name` is who the page wants to be. */
  open(socket: WebSocket, name: string): void {
    const actions = new PersonActions(this.#stage.world.discord, this.#stage.board, this.#uploads);
    const page = new OpenPage(socket, this.#stage, actions);
    this.#pages.add(page);
    socket.on("close", () => {
      this.#pages.delete(page);
      page.close();
    });
    page.be(name);
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    clearInterval(this.#pulse);
    clearTimeout(this.#soon);
    for (const page of this.#pages) page.end();
  }

  #notice(change: Change): void {
    if (change.type === "message") {
      const message = this.#stage.board.put(change.message);
      for (const page of this.#pages) page.see(message);
    } else if (change.type === "typing") {
      for (const page of this.#pages) page.send(change);
    } else if (change.type === "commands" || change.type === "channel" || change.type === "member") {
      for (const page of this.#pages) page.refresh();
    }
  }

  #tellLife(): void {
    this.#soon = undefined;
    if (this.#pages.size === 0) return;
    const life = lifeOf(this.#stage.world, this.#stage.verbs.active);
    for (const page of this.#pages) page.send({ type: "life", life });
  }
}

/** One open page and who sits before it. */
class OpenPage {
  readonly #socket: WebSocket;
  readonly #stage: Stage;
  readonly #actions: PersonActions;
  readonly #pending = new Map<string, PageMessage>();
  #gathering: NodeJS.Timeout | undefined;
  #me: User;

  constructor(socket: WebSocket, stage: Stage, actions: PersonActions) {
    this.#socket = socket;
    this.#stage = stage;
    this.#actions = actions;
    this.#me = stage.world.discord.world.user(stage.world.people[0]?.name ?? "");
    socket.on("message", (data: Buffer) => {
      void this.#receive(JSON.parse(data.toString()) as FromPage);
    });
  }

  /** Becomes that person; whoever is not in the playground is the first one. */
  be(name: string): void {
    const { people, discord } = this.#stage.world;
    const persona = people.find((one) => one.name === name) ?? people[0];
    this.#me = discord.world.user(persona?.name ?? "");
    this.refresh();
  }

  /** Sends everything anew. */
  refresh(): void {
    this.#pending.clear();
    this.send(sceneFor(this.#me, this.#stage));
  }

  see(message: PageMessage): void {
    if (!isVisible(message, this.#me.id)) return;
    this.#pending.set(message.id, message);
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      const messages = [...this.#pending.values()];
      this.#pending.clear();
      if (messages.length > 0) this.send({ type: "changes", messages });
    }, gatherMs);
  }

  send(frame: ToPage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  close(): void {
    clearTimeout(this.#gathering);
  }

  end(): void {
    this.#socket.close(1001, "the playground has ended");
  }

  async #receive({ id, ...action }: FromPage): Promise<void> {
    try {
      const value = await this.#do(action as FromPage);
      this.send({ type: "done", id, value });
    } catch (error) {
      this.send({ type: "done", id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  async #do(action: FromPage): Promise<unknown> {
    switch (action.do) {
      case "be":
        this.be(action.name);
        return undefined;
      case "older":
        return this.#stage.board.page(action.channelId, this.#me.id, action.before);
      case "verb":
        return this.#stage.verbs.run(action.verb, action.server);
      default:
        return await this.#actions.perform(this.#me.username, action);
    }
  }
}
