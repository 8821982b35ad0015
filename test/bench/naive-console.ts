/** The least that reads a console rightly, for the naive relays: what they do with its lines is their own. */
import { WebSocket } from "ws";

const { PANEL_URL = "", PANEL_API_KEY = "", SERVER_ID = "" } = process.env;

interface Access {
  data: { token: string; socket: string };
}

async function askForAccess(): Promise<Access["data"]> {
  const response = await fetch(`${PANEL_URL}/api/client/servers/${SERVER_ID}/websocket`, {
    headers: { Authorization: `Bearer ${PANEL_API_KEY}`, Accept: "application/json" },
  });
  if (!response.ok) throw new Error(`the panel answered ${response.status}`);
  return ((await response.json()) as Access).data;
}

/** Resolves when lines come: with an `Origin` that the node takes, and a token that is renewed when it says so. */
export async function readConsole(onLine: (line: string) => void): Promise<void> {
  const { token, socket: url } = await askForAccess();
  const socket = new WebSocket(url, { origin: PANEL_URL });
  const authorise = (fresh: string): void => {
    socket.send(JSON.stringify({ event: "auth", args: [fresh] }));
  };
  await new Promise<void>((resolve, reject) => {
    socket.on("open", () => {
      authorise(token);
    });
    socket.on("error", reject);
    socket.on("message", (data: Buffer) => {
      const { event, args = [] } = JSON.parse(data.toString()) as { event: string; args?: string[] };
      if (event === "auth success") resolve();
      if (event === "token expiring") void askForAccess().then((access) => authorise(access.token));
      if (event === "console output") onLine(args[0] ?? "");
    });
  });
}
