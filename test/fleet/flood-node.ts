/** A worker thread that is a node with a flooding console: it must not share an event loop with what it floods. */
import { parentPort, workerData } from "node:worker_threads";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";

const { lines, perTick } = workerData as { lines: number; perTick: number };
const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
server.on("listening", () => parentPort?.postMessage((server.address() as AddressInfo).port, []));

server.on("connection", (socket: WebSocket) => {
  socket.on("error", () => undefined);
  socket.on("message", (data: Buffer) => {
    if (!data.includes('"auth"')) return;
    socket.send('{"event":"auth success"}');
    socket.send('{"event":"status","args":["running"]}');
  });
  parentPort?.once("message", () => {
    flood(socket, 0);
  });
});

/** Every tick is 5 ms; a line in four holds escapes, which have no quick way through the parser. */
function flood(socket: WebSocket, from: number): void {
  const until = Math.min(lines, from + perTick);
  for (let number = from; number < until; number += 1) {
    const colour = number % 4 === 0 ? "\u001B[32m" : "";
    const text = `${colour}[12:00:00] [Server thread/INFO]: line ${number} of a console that never stops talking`;
    socket.send(JSON.stringify({ event: "console output", args: [text] }));
  }
  if (until < lines) {
    setTimeout(() => {
      flood(socket, until);
    }, 5);
  }
}
