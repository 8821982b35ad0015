/** A bare console socket for the simulator's own tests: it keeps every frame and the way it ended. */
import { WebSocket } from "ws";
import { ask } from "../panel/ask.ts";
import type { PanelSimulator } from "../panel/panel-simulator.ts";

export interface Frame {
  event: string;
  args?: string[];
}

export interface Dialled {
  ws: WebSocket;
  frames: Frame[];
  /** The close code, once closed. */
  closed: Promise<number>;
  send(event: string, ...args: unknown[]): void;
  /** The first frame of that name from `from` on, when it comes. */
  wait(event: string, from?: number): Promise<Frame>;
  events(): string[];
}

/** A token and the socket's address, as the panel gives them. */
export async function credentials(
  panel: PanelSimulator,
  server: string,
): Promise<{ token: string; socket: string }> {
  const { json } = await ask(panel, `GET /servers/${panel.server(server).uuid}/websocket`);
  return (json as { data: { token: string; socket: string } }).data;
}

/** Resolves when open, or to the handshake's status. */
export function open(url: string, origin?: string): Promise<Dialled | number> {
  const ws = new WebSocket(url, origin === undefined ? {} : { origin });
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  ws.on("message", (data) => {
    frames.push(JSON.parse((data as Buffer).toString()) as Frame);
    for (const check of waiting) check();
  });
  const dialled: Dialled = {
    ws,
    frames,
    closed: new Promise((resolve) => ws.on("close", resolve)),
    send(event, ...args) {
      ws.send(JSON.stringify({ event, args }));
    },
    wait(event, from = 0) {
      return new Promise((resolve) => {
        const check = (): void => {
          const frame = frames.slice(from).find((candidate) => candidate.event === event);
          if (!frame) return;
          waiting.delete(check);
          resolve(frame);
        };
        waiting.add(check);
        check();
      });
    },
    events: () => frames.map((frame) => frame.event),
  };
  return new Promise((resolve) => {
    ws.on("open", () => {
      resolve(dialled);
    });
    ws.on("unexpected-response", (_, response) => {
      resolve(response.statusCode ?? 0);
      ws.terminate();
    });
    ws.on("error", () => {
      resolve(0);
    });
  });
}

/** An open socket that has authenticated. */
export async function dial(panel: PanelSimulator, server: string): Promise<Dialled> {
  const { token, socket } = await credentials(panel, server);
  const dialled = await open(socket, panel.url);
  if (typeof dialled === "number") throw new Error(`handshake answered ${dialled}`);
  dialled.send("auth", token);
  await dialled.wait("status");
  return dialled;
}
