/** The one place that turns failures into sentences for people: what happened, and what to do next. */
import { randomInt } from "node:crypto";
import { waitInWords } from "../lib/text.ts";
import { UnknownServer } from "../fleet/find-server.ts";
import { PanelError, permissionOf, type PanelFailure } from "../panel/panel.ts";
import { UserError, type Reply } from "../reply.ts";
import { plain } from "../lib/markdown.ts";

type Sentence = (error: PanelError) => string;

/** A wait that is told where the panel names none. */
const someWaitMs = 60_000;

const again = (error: PanelError): string => `Try again in ${waitInWords(error.retryAfterMs ?? someWaitMs)}.`;

/** The panel's own words, when it gave some. */
const because = (error: PanelError): string =>
  error.detail ? ` The panel says: “${plain(error.detail.replace(fromNode, ""))}”` : "";

/** How the panel begins when it passes on what the node says. */
const fromNode = /^An error occurred on the remote host: /;

/** Nobody is told to try again what may have been done. */
const unless = (error: PanelError, advice: string): string =>
  error.outcomeUnknown ? unknownOutcome(error) : advice;

const unknownOutcome = ({ route }: PanelError): string =>
  `It may still have happened: look at \`/${whereToLook(route)}\` before you try again.`;

/** The command that shows what a write may have changed, by a part of its route. */
const looks = {
  "/files/": "files list",
  "/backups": "backup list",
  "/execute": "schedule info",
  "/schedules": "schedule list",
  "/databases": "database list",
  "/users": "subuser list",
  "/network": "network list",
  "/startup": "startup list",
} as const;

function whereToLook(route: string): string {
  return Object.entries(looks).find(([part]) => route.includes(part))?.[1] ?? "status";
}

const sentences: Record<PanelFailure, Sentence> = {
  unreachable: (error) =>
    `The panel cannot be reached. ${unless(error, "Try again in a minute; if it stays so, look at your hoster's status page.")}`,
  timeout: (error) => `The panel is taking too long to answer. ${unless(error, "Try again in a minute.")}`,
  aborted: () => "Roost is shutting down. Try again in a minute.",
  unauthorized: () =>
    "The panel does not accept Roost's key any more. Ask whoever runs Roost to make a new one.",
  "two-factor-required": () =>
    "The panel wants two-factor sign-in for the account behind Roost's key. Turn it on in the panel's Account page.",
  forbidden: ({ route }) => {
    const permission = permissionOf(route);
    const missing = permission === undefined ? "this permission" : `the permission \`${permission}\``;
    return `Roost's panel key is not allowed to do this. Give its account ${missing} in the panel, under Users.`;
  },
  "not-found": () =>
    "The panel does not know that, or Roost's key may no longer see it. Check the name and try again.",
  conflict: () =>
    "The server cannot do this now: it is suspended, being installed, restored or moved. Look at `/status` and try again later.",
  "rate-limited": (error) => `The panel takes no more requests for now. ${again(error)}`,
  throttled: (error) => `The panel allows this only now and then. ${again(error)}`,
  invalid: (error) =>
    `The panel did not accept ${error.field ? `“${plain(error.field)}”` : "that"}.${because(error)}`,
  refused: (error) => `The panel refused.${because(error)}`,
  unreadable: () => "That could not be read. It may not exist any more, or not be a file: check the path.",
  "too-large": () => "That is larger than the panel passes on. Use a download instead.",
  offline: () => "The server is not running, so it cannot take commands. Start it first.",
  "node-unreachable": (error) =>
    `The machine that runs the server does not answer the panel. ${unless(error, "Try again in a few minutes.")}`,
  "node-failed": (error) =>
    `The machine that runs the server had a problem. Try again${error.reference ? `, or give your hoster this reference: \`${error.reference}\`` : ""}.`,
  unavailable: (error) =>
    `The panel has a problem of its own or is being worked on. ${unless(error, "Try again in a few minutes.")}`,
  "not-api": () => "Something other than the panel answered. Ask whoever runs Roost to check `PANEL_URL`.",
  unexpected: () => "The panel gave an answer that Roost does not understand.",
};

/** Where the panel names a failure more exactly than its status does. */
const sentencesByCode: Readonly<Record<string, Sentence>> = {
  TooManyBackupsException: () =>
    "All backup slots of this server are used. Delete one first: `/backup delete`.",
  BackupLockedException: () => "That backup is locked. Unlock it first: `/backup unlock`.",
  TooManyDatabasesException: () =>
    "All databases of this server's plan are used. Delete one first: `/database delete`.",
  NoSuitableDatabaseHostException: () =>
    "The panel has no place for a new database now. Ask your hoster for one.",
  DatabaseClientFeatureNotEnabledException: () => "This panel does not let its users make databases.",
  AutoAllocationNotEnabledException: () =>
    "This panel does not hand out further addresses. Ask your hoster for one.",
  NoAutoAllocationSpaceAvailableException: () =>
    "The machine has no address left to give. Ask your hoster for one.",
  ServiceLimitExceededException: () =>
    "A schedule takes no more tasks than it has. Remove one first: `/schedule remove-task`.",
  ServerSubuserExistsException: () =>
    "Somebody with that address shares this server already. Change what they may do with `/subuser permissions`.",
  UserIsServerOwnerException: () =>
    "That is the address of the server's owner, who may do everything anyway.",
};

/** Where the same failure means something else on this one route. */
const sentencesByRoute: Readonly<Record<string, Partial<Record<PanelFailure, Sentence>>>> = {
  "POST /servers/:server/users": {
    forbidden: () =>
      "Roost's panel key cannot invite people to more than it may do itself, and needs the permission `user.create` for it.",
  },
  "POST /servers/:server/users/:user": {
    forbidden: () =>
      "The panel refused: Roost's key needs the permission `user.update`, can give only what it has, and cannot change itself.",
  },
  "DELETE /servers/:server/users/:user": {
    forbidden: () =>
      "The panel refused: Roost's key needs the permission `user.delete`, and cannot remove itself.",
  },
  "POST /servers/:server/schedules/:schedule/execute": {
    "node-failed": () =>
      "Its first task could not be done, so nothing was done. A command needs a running server: look at `/status`.",
  },
  "POST /servers/:server/backups": {
    throttled: (error) =>
      `Too many backups were made just now. The next slot is free in ${waitInWords(error.retryAfterMs ?? someWaitMs)}.`,
  },
};

export interface ToldFailure {
  reply: Reply;
  /** Set when the failure is nobody's to mend but ours: shown to the person and written to the log. */
  reference?: string;
}

/** What a person is told of any failure. */
export function toldFailure(error: unknown): ToldFailure {
  if (error instanceof UserError) return { reply: { text: error.message, buttons: error.buttons } };
  if (error instanceof UnknownServer) return { reply: { text: plain(error.message) } };
  if (error instanceof PanelError && error.failure !== "unexpected")
    return { reply: { text: panelSentence(error) } };
  const reference = newReference();
  const what =
    error instanceof PanelError ? panelSentence(error) : "That did not work, and Roost does not know why.";
  return {
    reply: { text: `${what} Give this reference to whoever runs Roost: \`${reference}\`.` },
    reference,
  };
}

export function panelSentence(error: PanelError): string {
  const byCode = error.code === undefined ? undefined : sentencesByCode[error.code];
  const sentence = (byCode ?? sentencesByRoute[error.route]?.[error.failure] ?? sentences[error.failure])(
    error,
  );
  if (!error.outcomeUnknown || sentence.endsWith(unknownOutcome(error))) return sentence;
  return `${sentence} ${unknownOutcome(error)}`;
}

/** Six characters that cannot be mistaken for one another on a phone. */
export function newReference(): string {
  const letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  return Array.from({ length: 6 }, () => letters[randomInt(letters.length)]).join("");
}

/** `<@&1>` and `<@&2>` → "the role A or B"; role names come from Discord itself, nobody is pinged. */
export function missingRoleSentence(missingRoleIds: readonly string[], everyoneRoleId: string): string {
  const roles = missingRoleIds.filter((id) => id !== everyoneRoleId).map((id) => `<@&${id}>`);
  if (roles.length === 0) return "You cannot use this: it needs Discord's **Administrator** permission.";
  return `You cannot use this: it needs the role ${roles.join(" or ")}. Ask an admin of this Discord for it.`;
}

export const fixedSentences = {
  wrongGuild: "Roost does not serve this Discord. Whoever runs it can add it with `DISCORD_GUILD_ID`.",
  noGuild: "Roost works only inside a Discord server, not in direct messages.",
  unknownCommand:
    "Roost does not know this command any more. Wait a minute and type `/` again for the new list.",
  notReady: "Roost has just started and is not ready yet. Try again in a few seconds.",
  oldButton: "This button is too old. Use the command again for a fresh one.",
  notYourButton: "This question was not put to you. Use the command yourself.",
  alreadyAnswered: "This question is closed: it was answered already, or its time was over.",
  notTyped: "Nothing was done: what you typed is not that name.",
  cancelled: "Nothing was done.",
  tooLate: "Nothing was done: the question was not answered in time.",
} as const;
