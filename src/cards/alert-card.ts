/** An alert as a card with its buttons: what somebody sees who was woken by it. Pure. */
import type { Alert, CrashAlert, FullAlert, OutageAlert } from "../alerts/alert.ts";
import { plain, timestamp } from "../lib/markdown.ts";
import { durationInWords, listInWords } from "../lib/text.ts";
import { colours, type Button, type Card, type Field } from "../reply.ts";
import { consoleButton, startButton } from "./server-buttons.ts";

export interface AlertMessage {
  readonly card: Card;
  readonly buttons: readonly Button[];
}

/** Names of servers in one sentence. */
const maxNames = 8;

export function alertMessage(alert: Alert): AlertMessage {
  const isOver = alert.endedAt !== undefined;
  const card = {
    colour: alert.closedAs
      ? colours.neutral
      : isOver
        ? colours.running
        : alert.kind === "crash" || alert.kind === "outage"
          ? colours.offline
          : colours.between,
    ...wordsOf(alert),
  };
  return { card, buttons: isOver ? [] : buttonsOf(alert) };
}

/** One line for a new message when it is over. */
export function endSentence(alert: Alert): string {
  const what = alert.kind === "outage" ? nameOfOutage(alert) : `**${plain(alert.server.name)}**`;
  const verb = alert.kind === "outage" ? "can be reached again" : "is running again";
  return `🟢 ${what} ${verb}, after ${lasted(alert)}.`;
}

function wordsOf(alert: Alert): Omit<Card, "colour"> {
  if (alert.closedAs) return closedWords(alert);
  switch (alert.kind) {
    case "crash":
      return crashWords(alert);
    case "outage":
      return outageWords(alert);
    case "full":
      return fullWords(alert);
    case "stuck": {
      const name = plain(alert.server.name);
      if (alert.endedAt !== undefined)
        return {
          title: `🟢 ${name} is no longer stuck`,
          text: `It was ${alert.state} for ${lasted(alert)}.`,
        };
      const since = timestamp(new Date(alert.since), "R");
      return {
        title: `🟡 ${name} is stuck ${alert.state}`,
        text:
          alert.state === "starting"
            ? `It began to start ${since}. It may be usable: some games never say that they are ready. If not, its console says why.`
            : `It was told to stop ${since}. The node kills it ten minutes after that; an admin can do it now with \`/power kill\`.`,
      };
    }
  }
}

/** Neither well nor bad. */
function closedWords(alert: Alert): Omit<Card, "colour"> {
  if (alert.kind === "outage")
    return {
      title: `⚪ ${nameOfOutage(alert)} is no longer watched`,
      text: "None of Roost's servers is on it any more.",
    };
  const name = plain(alert.server.name);
  return alert.closedAs === "stopped"
    ? { title: `⚪ ${name} was stopped in the panel`, text: "The panel told so later, so this was no crash." }
    : {
        title: `⚪ ${name} is no longer watched`,
        text: "The panel does not show it to Roost any more, so this alert is closed.",
      };
}

function crashWords(alert: CrashAlert): Omit<Card, "colour"> {
  const name = plain(alert.server.name);
  const times = alert.count > 1 ? ` ${alert.count} times` : "";
  const fields: Field[] = [
    ...(alert.exitCode === undefined
      ? []
      : [{ name: "Exit", value: exitLine(alert.exitCode), inline: true }]),
    ...(alert.isOutOfMemory ? [{ name: "Memory", value: "It ran out of memory.", inline: true }] : []),
    ...(alert.lastDeed === undefined ? [] : [{ name: "Last used", value: alert.lastDeed }]),
  ];
  if (alert.endedAt !== undefined) {
    const was = alert.isSeen ? `crashed${times}` : "was offline";
    const text = `It ${alert.isDiskFull ? "was stopped for its full disk" : was} and is running again, after ${lasted(alert)}.`;
    return { title: `🟢 ${name} is running again`, text, fields };
  }
  const since = timestamp(new Date(alert.downAt), "R");
  if (alert.isDiskFull)
    return {
      title: `🔴 ${name} was stopped: its disk is full`,
      text: `The node stopped it ${since}, because its files take more room than they may. Delete old backups, logs or worlds before you start it again: \`/files list\`.`,
      fields,
    };
  const title = alert.isSeen ? `🔴 ${name} crashed${times}` : `🔴 ${name} is offline`;
  const how = alert.isSeen
    ? `It went down ${since}, and nobody had asked for it.`
    : `It went offline while Roost could not see its console; nobody asked for it here.`;
  const next = alert.isGivenUp ? " The node does not start it again by itself." : "";
  return { title, text: how + next, fields };
}

/** What shells and containers mean by a code: 128 and the number of the signal. */
const exitWords: Readonly<Record<number, string>> = {
  0: "it ended by itself",
  134: "it gave up on an error",
  137: "it was killed",
  139: "it broke in its own memory",
  143: "it was told to end",
};

function exitLine(code: number): string {
  const words = exitWords[code];
  return `Exit code: ${code}${words === undefined ? "" : ` (${words})`}`;
}

function outageWords(alert: OutageAlert): Omit<Card, "colour"> {
  const what = nameOfOutage(alert);
  if (alert.endedAt !== undefined)
    return { title: `🟢 ${what} can be reached again`, text: `After ${lasted(alert)}.` };
  const names = alert.servers.slice(0, maxNames).map(({ name }) => plain(name));
  const more = alert.servers.length - names.length;
  const all = more > 0 ? [...names, `${more} more`] : names;
  const servers =
    all.length === 0
      ? alert.node === undefined
        ? " The consoles still come through; everything else has to wait."
        : ""
      : ` Roost does not know how ${listInWords(all, "and")} ${all.length > 1 ? "are" : "is"}; they may well be running.`;
  const since = timestamp(new Date(alert.since), "R");
  const again = alert.count > 1 ? ` It went away ${alert.count} times in a short while.` : "";
  return {
    title: `🔴 ${what} cannot be reached`,
    text: `Its last answer was ${since}.${again}${all.length > 1 ? servers : servers.replace("they may", "it may")}`,
  };
}

function fullWords(alert: FullAlert): Omit<Card, "colour"> {
  const name = plain(alert.server.name);
  const what = alert.what === "disk" ? "disk" : "memory";
  if (alert.endedAt !== undefined)
    return { title: `🟢 ${name} has room again`, text: `Its ${what} was full for ${lasted(alert)}.` };
  return {
    title: `🟡 ${name}: ${what} ${alert.percent} % full`,
    text:
      alert.what === "disk"
        ? "A full disk stops the server and can break saves. Delete old backups, logs or worlds: `/files list`."
        : "When the memory is used up, the node kills the server. A restart helps for a while.",
  };
}

function buttonsOf(alert: Alert): Button[] {
  const mute: Button = {
    label: "Mute 1 h",
    style: "secondary",
    command: "mute-alerts",
    options: { about: alert.about },
    lasts: true,
  };
  if (alert.kind === "outage") return [mute];
  const { server } = alert;
  const start = alert.kind === "crash" ? [startButton(server)] : [];
  return [...start, consoleButton(server), mute];
}

function nameOfOutage({ node }: OutageAlert): string {
  return node === undefined ? "The panel" : `The node ${plain(node)}`;
}

function lasted(alert: Alert): string {
  const began = alert.kind === "crash" ? alert.downAt : alert.since;
  return durationInWords(Math.max(1000, (alert.endedAt ?? began) - began));
}
