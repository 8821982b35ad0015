/** The short lines between console lines: what became of the server, and what is missing. Names come escaped. */
import type { ServerEvent } from "../fleet/server-event.ts";
import { plain } from "../lib/markdown.ts";
import { cut, durationInWords } from "../lib/text.ts";
import type { ServerState } from "../wings/stats.ts";

const maxNameUnits = 60;

const states: Partial<Record<ServerState, string>> = {
  running: "🟢 The server is running",
  starting: "🟡 The server is starting",
  stopping: "🟡 The server is stopping",
  offline: "🔴 The server is offline",
};

/** Above each message, where consoles of several servers share a channel. One line. */
export function headingOf(server: string): string {
  return `-# ${plain(cut(server.trim(), maxNameUnits))}`;
}

/** What an event says in the channel, if anything. */
export function noteOf(event: ServerEvent): string | undefined {
  switch (event.type) {
    case "state":
      return stateNote(event);
    case "resumed":
      return event.missed.complete
        ? undefined
        : `⚠️ Lines of ${gap(event.missed.downMs)} may be missing here.`;
    case "install":
      return installs[event.phase];
    case "problem":
      return problems[event.problem];
    case "problem-solved":
      return "🟢 The console is back.";
    default:
      return undefined;
  }
}

/** The first state after the start of this program is no news, nor is the same again after one without a word. */
function stateNote({
  state,
  previous,
  expectedBy,
}: Extract<ServerEvent, { type: "state" }>): string | undefined {
  const words = previous === "unknown" || previous === state ? undefined : states[state];
  if (words === undefined) return undefined;
  return state === "stopping" && expectedBy !== undefined
    ? `${words}, asked by ${plain(expectedBy)}.`
    : `${words}.`;
}

/** The daemon tells of an end, not how it ended; what the installer prints only a panel's administrator is sent. */
const installs: Record<Extract<ServerEvent, { type: "install" }>["phase"], string> = {
  started: "🛠️ The server is being installed.",
  completed: "🛠️ The installation has ended.",
};

const gap = (downMs: number): string => `up to ${durationInWords(Math.max(1000, downMs))}`;

const problems: Record<Extract<ServerEvent, { type: "problem" }>["problem"], string> = {
  suspended: "⚪ The console is closed: the server is suspended.",
  gone: "⚪ The console is closed: the panel no longer shows this server.",
  busy: "⚪ The console is closed while the server is installed, restored, moved or worked on.",
  forbidden: "⚪ The console is closed: Roost's panel key lacks the permission `websocket.connect`.",
  "forbidden-origin": "⚪ The console is closed: the node refuses the connection. Check `PANEL_ORIGIN`.",
  "too-many-sockets": "⚪ The console is closed: too many people have it open. Roost tries again.",
  "token-refused": "⚪ The console is closed: the node does not accept Roost's key for it.",
};
