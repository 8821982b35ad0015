/** Sends a power signal and tells twice: that it was sent, and what came of it. */
import { stateWords } from "../src/cards/status-card.ts";
import type { Actor } from "../src/command.ts";
import type { PowerOutcome, PowerSignal } from "../src/fleet/power-progress.ts";
import type { FleetServer } from "../src/fleet/server.ts";
import { plain } from "../src/lib/markdown.ts";
import { durationInWords } from "../src/lib/text.ts";
import type { Button, Reply } from "../src/reply.ts";
import type { ServerState } from "../src/wings/stats.ts";

const doing: Record<PowerSignal, string> = {
  start: "Starting",
  stop: "Stopping",
  restart: "Restarting",
  kill: "Killing",
};
const done: Record<PowerSignal, string> = {
  start: "is running",
  stop: "is stopped",
  restart: "is running again",
  kill: "was killed and is offline",
};

export async function powerReply(
  server: FleetServer,
  signal: PowerSignal,
  { actor, reason }: { actor: Actor; reason?: string | undefined },
): Promise<Reply> {
  const name = `**${plain(server.name)}**`;
  const why = reason ? `\nReason: ${plain(reason)}` : "";
  const { sent, outcome } = await server.power(signal, { by: actor.name });
  if (!sent) return outcomeReply(name, signal, await outcome);
  return {
    text: `${doing[signal]} ${name} …${why}`,
    next: outcome.then((result) => {
      const reply = outcomeReply(name, signal, result);
      return { ...reply, text: `${reply.text ?? ""}${why}` };
    }),
  };
}

export function powerButton(server: FleetServer, signal: PowerSignal): Button {
  const style = ({ start: "success", stop: "danger", restart: "primary", kill: "danger" } as const)[signal];
  const label = signal.replace(/^./, (letter) => letter.toUpperCase());
  return { label, style, command: "power", options: { signal, server: server.key } };
}

function outcomeReply(name: string, signal: PowerSignal, outcome: PowerOutcome): Reply {
  const text = outcomeSentence(name, signal, outcome);
  return {
    text,
    outcome: outcome.kind === "done" ? `${done[signal]} after ${durationInWords(outcome.tookMs)}` : text,
  };
}

const isUp = (signal: PowerSignal): boolean => signal === "start" || signal === "restart";

const lastSeen = (state: ServerState): string =>
  state === "unknown" ? "Look at" : `It was ${stateWords[state].word.toLowerCase()} last: look at`;

const agoInWords = (ms: number): string => (ms < 1000 ? "just now" : `${durationInWords(ms)} ago`);

/** What really happened, and what to do where that is not what was wanted. */
export function outcomeSentence(name: string, signal: PowerSignal, outcome: PowerOutcome): string {
  switch (outcome.kind) {
    case "done":
      return `${isUp(signal) ? "🟢" : "🔴"} ${name} ${done[signal]}, after ${durationInWords(outcome.tookMs)}.`;
    case "already":
      return `${name} is already ${stateWords[outcome.state].word.toLowerCase()}.`;
    case "refused-busy":
      return `${name} is busy: ${plain(outcome.by)} asked for “${outcome.signal}” ${agoInWords(outcome.sinceMs)}. Wait for that to end.`;
    case "failed":
      return `🔴 ${name} began to start and went offline again. Its console says why.`;
    case "still-starting":
      return `🟡 ${name} is still starting after ${durationInWords(outcome.tookMs)}. It may be usable: some games never say that they are ready.`;
    case "still-stopping":
      return `🟡 ${name} is still stopping after ${durationInWords(outcome.tookMs)}. If it hangs, an admin can use \`/power kill\`.`;
    case "not-confirmed":
      return `⚪ The panel took “${signal}” for ${name}, but nothing was seen to happen. ${lastSeen(outcome.state)} \`/status\`.`;
    case "superseded":
      return `${name}: ${plain(outcome.by)} killed the server meanwhile.`;
    case "unwatched":
      return `Roost is being restarted and no longer watches ${name}. Look at \`/status\` in a minute.`;
  }
}
