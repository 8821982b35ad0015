/** One server's status as a card: what people look at on their phones. Pure. */
import type { ServerStatus } from "../fleet/status.ts";
import { code, plain } from "../lib/markdown.ts";
import { bytesInWords, durationInWords } from "../lib/text.ts";
import type { Limits, Server } from "../panel/panel.ts";
import { colours, type Card, type Field } from "../reply.ts";
import type { Problem } from "../wings/connection-end.ts";
import type { ServerState } from "../wings/stats.ts";

export const stateWords: Record<ServerState, { mark: string; word: string }> = {
  running: { mark: "🟢", word: "Running" },
  starting: { mark: "🟡", word: "Starting" },
  stopping: { mark: "🟡", word: "Stopping" },
  offline: { mark: "🔴", word: "Offline" },
  unknown: { mark: "⚪", word: "Unknown" },
};

/** What stands in the way, as a sentence that ends with what to do. */
export const problemWords: Record<Problem, string> = {
  suspended: "The server is suspended. Ask your hoster why.",
  gone: "The panel no longer shows this server to Roost. It may have been deleted, or the key lost its access.",
  busy: "The server is being installed, restored, moved or worked on. It will be back when that is done.",
  forbidden:
    "Roost's panel key may not see the console. Give it the permission `websocket.connect` in the panel.",
  "forbidden-origin":
    "The node refuses Roost's console connection. Whoever runs Roost should check `PANEL_ORIGIN`.",
  "too-many-sockets": "Too many people have this server's console open. Roost tries again in a few minutes.",
  "token-refused": "The node does not accept Roost's console key. Whoever runs Roost should look at its log.",
};

/** Readings older than this are worth a word. */
const staleMs = 30_000;

export function statusCard(
  { name, details, status }: { name: string; details: Server; status: ServerStatus },
  now: number,
): Card {
  const age = now - status.readAt;
  const isOld = status.stale || age > staleMs;
  const notes = [
    ...(status.problem ? [problemWords[status.problem]] : []),
    ...(isOld
      ? [`The machine that runs the server does not answer. This is as of ${durationInWords(age)} ago.`]
      : []),
  ];
  return {
    title: plain(name),
    colour: colourOf(status.state),
    ...(notes.length > 0 ? { text: notes.join("\n") } : {}),
    fields: fieldsOf(status, details),
  };
}

export function colourOf(state: ServerState): number {
  if (state === "running") return colours.running;
  return state === "offline" ? colours.offline : colours.between;
}

function fieldsOf({ state, usage }: ServerStatus, details: Server): Field[] {
  const limits = details.limits;
  const { mark, word } = stateWords[state];
  const fields: Field[] = [{ name: "State", value: `${mark} ${word}`, inline: true }];
  const isUp = state !== "offline";
  if (usage && isUp && usage.uptimeMs > 0)
    fields.push({ name: "Uptime", value: durationInWords(usage.uptimeMs), inline: true });
  if (usage && isUp) {
    fields.push({ name: "CPU", value: cpu(usage.cpuPercent, limits), inline: true });
    fields.push({ name: "Memory", value: bytesOf(usage.memoryBytes, limits.memoryMib), inline: true });
  }
  if (usage && usage.diskBytes > 0)
    fields.push({ name: "Disk", value: bytesOf(usage.diskBytes, limits.diskMib), inline: true });
  if (usage && isUp) {
    const { networkRxBytes, networkTxBytes } = usage;
    fields.push({
      name: "Network",
      value: `↓ ${bytesInWords(networkRxBytes)} ↑ ${bytesInWords(networkTxBytes)}`,
      inline: true,
    });
  }
  const address = addressOf(details);
  if (address) fields.push({ name: "Address", value: code(address), inline: false });
  return fields;
}

/** What people type to join. */
export function addressOf({ allocations }: Server): string | undefined {
  const main = allocations.find(({ isDefault }) => isDefault) ?? allocations[0];
  return main && `${main.alias ?? main.ip}:${main.port}`;
}

/** `37 % of 200 %`; a limit of 0 is none. */
function cpu(percent: number, limits: Limits): string {
  const used = `${Math.round(percent)} %`;
  return limits.cpuPercent > 0 ? `${used} of ${limits.cpuPercent} %` : used;
}

function bytesOf(bytes: number, limitMib: number): string {
  const used = bytesInWords(bytes);
  if (limitMib <= 0) return used;
  const limit = limitMib * 1024 ** 2;
  return `${used} of ${bytesInWords(limit)} (${Math.round((bytes / limit) * 100)} %)`;
}
