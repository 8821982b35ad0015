/** Every registered command as somebody types it, what is drawn then, and what it does to the server. In an order that works. */
import type { SimServer } from "../simulators/panel/sim-server.ts";
import type { Filled } from "./typing.ts";

export interface Step {
  path: string;
  options?: Readonly<Record<string, Filled>>;
  /** On the answer, one after the other; with what has to be typed to mean it. */
  presses?: readonly (string | readonly [button: string, typed: string])[];
  /** What is drawn at the end. */
  shows: string | RegExp;
  /** What is so on the server then. */
  holds?: (server: SimServer) => unknown;
}

const text = (name: string, content: string): Filled => ({
  name,
  mimeType: "text/plain",
  buffer: Buffer.from(content),
});
const onDisk = (server: SimServer, path: string): string | undefined => {
  const found = server.node.files.tree.find(path);
  return found && "data" in found ? String(found.data) : found?.kind;
};
const archives = (server: SimServer): string[] =>
  [...server.node.files.tree.root.children.keys()].filter((name) => name.startsWith("archive-"));
const backups = (server: SimServer): string[] =>
  server.row.backups.filter(({ deleted }) => !deleted).map(({ name }) => name);
const old = { typed: "before", picked: /Before the update/ };
const nightly = { typed: "night", picked: /Nightly restart/ };
const schedule = ({ row }: SimServer): (typeof row.schedules)[number] | undefined => row.schedules[0];
const database = { typed: "luck", picked: /luckperms/ };

/** Everything is done to `survival`, in this order. */
export const steps: readonly Step[] = [
  { path: "/status", shows: "play.example.net" },
  { path: "/servers", shows: /survival[\s\S]*valheim/ },
  { path: "/help", shows: "/backup restore" },
  {
    path: "/cmd",
    options: { command: "say hello from Discord" },
    shows: "[Server] hello from Discord",
    holds: ({ stdin }) => stdin.includes("say hello from Discord"),
  },
  { path: "/console tail", options: { lines: "5" }, shows: "[Server] hello from Discord" },
  { path: "/console pause", shows: "The console of survival is paused." },
  { path: "/console resume", shows: "The console of survival is shown again." },
  {
    path: "/console here",
    options: { server: { typed: "val", picked: /^valheim/ } },
    shows: /The console of valheim streams here from now on, and no longer into #console-valheim/,
  },
  { path: "/backup list", shows: "Before the update" },
  { path: "/backup info", options: { backup: old }, shows: "Before the update" },
  {
    path: "/backup create",
    options: { name: "by hand", ignored: "*.jar", lock: { typed: "Tr", picked: "True" } },
    shows: /The backup by hand .*is done/,
    holds: ({ row }) => row.backups.some(({ name, locked }) => name === "by hand" && locked),
  },
  {
    path: "/backup unlock",
    options: { backup: { typed: "by h", picked: /by hand/ } },
    shows: "by hand",
    holds: ({ row }) => row.backups.some(({ name, locked }) => name === "by hand" && !locked),
  },
  {
    path: "/backup lock",
    options: { backup: old },
    shows: "Before the update",
    holds: ({ row }) => row.backups[0]?.locked,
  },
  {
    path: "/backup download",
    options: { backup: old },
    shows: /Before the update,[\s\S]*\/download\/backup\?token=/,
  },
  {
    path: "/backup restore",
    options: { backup: old },
    presses: [["Restore the backup", "survival"]],
    shows: "survival is restored.",
  },
  {
    path: "/power",
    options: { signal: { typed: "sta", picked: "start" } },
    shows: "survival is running",
    holds: ({ state }) => state === "running",
  },
  {
    path: "/backup delete",
    options: { backup: { typed: "by h", picked: /by hand/ } },
    presses: ["Delete the backup"],
    shows: "The backup by hand is deleted.",
    holds: (server) => !backups(server).includes("by hand"),
  },
  { path: "/files list", options: { path: "/logs" }, shows: "latest.log" },
  {
    path: "/files read",
    options: { path: { typed: "server.p", picked: /server\.properties/ } },
    shows: "difficulty=normal",
  },
  { path: "/files download", options: { path: "/bukkit.yml" }, shows: "bukkit.yml" },
  {
    path: "/files upload",
    options: { path: "/motd.txt", file: text("motd.txt", "welcome\n") },
    shows: "/motd.txt",
    holds: (server) => onDisk(server, "motd.txt") === "welcome\n",
  },
  {
    path: "/files edit",
    options: { path: "/motd.txt", file: text("new.txt", "welcome home\n") },
    presses: ["Save"],
    shows: "/motd.txt",
    holds: (server) => onDisk(server, "motd.txt") === "welcome home\n",
  },
  {
    path: "/files undo",
    options: { path: "/motd.txt" },
    presses: ["Bring it back"],
    shows: "/motd.txt",
    holds: (server) => onDisk(server, "motd.txt") === "welcome\n",
  },
  {
    path: "/files mkdir",
    options: { path: "/shelf" },
    shows: "The folder /shelf is made.",
    holds: (server) => onDisk(server, "shelf") === "directory",
  },
  {
    path: "/files move",
    options: { from: "/motd.txt", to: "/shelf/motd.txt" },
    shows: "Moved /motd.txt to /shelf/motd.txt.",
    holds: (server) => onDisk(server, "shelf/motd.txt") === "welcome\n" && !onDisk(server, "motd.txt"),
  },
  {
    path: "/files copy",
    options: { path: "/shelf/motd.txt" },
    shows: "Copied /shelf/motd.txt to /shelf/motd copy.txt.",
    holds: (server) => onDisk(server, "shelf/motd copy.txt") === "welcome\n",
  },
  {
    path: "/files compress",
    options: { path: "/shelf" },
    shows: /archive-.*\.tar\.gz/,
    holds: (server) => archives(server).length === 1,
  },
  {
    path: "/files decompress",
    options: { path: { typed: "/archive", picked: /archive-/ } },
    presses: ["Unpack it"],
    shows: "All its names were in / already",
  },
  {
    path: "/files delete",
    options: { path: "/shelf/motd.txt" },
    presses: ["Delete the file"],
    shows: "/shelf/motd.txt is deleted.",
    holds: (server) => !onDisk(server, "shelf/motd.txt"),
  },
  { path: "/schedule list", shows: "Nightly restart" },
  { path: "/schedule info", options: { schedule: nightly }, shows: "every day at 04:00" },
  {
    path: "/schedule add-task",
    options: {
      schedule: nightly,
      action: { typed: "type", picked: /type a command/ },
      payload: "save-all",
      after: "30",
    },
    shows: "save-all",
    holds: (server) => schedule(server)?.tasks.some(({ payload }) => payload === "save-all"),
  },
  {
    path: "/schedule edit-task",
    options: { schedule: nightly, task: { typed: "save", picked: /save-all/ }, payload: "save-all flush" },
    shows: "save-all flush",
    holds: (server) => schedule(server)?.tasks.some(({ payload }) => payload === "save-all flush"),
  },
  {
    path: "/schedule remove-task",
    options: { schedule: nightly, task: { typed: "save", picked: /save-all flush/ } },
    presses: ["Remove the task"],
    shows: "Nightly restart",
    holds: (server) => schedule(server)?.tasks.length === 2,
  },
  {
    path: "/schedule edit",
    options: { schedule: nightly, when: { typed: "daily 05:30", picked: /05:30/ } },
    presses: ["Save"],
    shows: "Nightly restart is changed.",
    holds: (server) => schedule(server)?.cron.hour === "5",
  },
  {
    path: "/schedule disable",
    options: { schedule: nightly },
    shows: "Nightly restart is turned off.",
    holds: (server) => schedule(server)?.active === false,
  },
  {
    path: "/schedule enable",
    options: { schedule: nightly },
    shows: "is turned on",
    holds: (server) => schedule(server)?.active,
  },
  {
    path: "/schedule run",
    options: { schedule: nightly },
    shows: "Nightly restart runs on survival now",
    holds: ({ stdin }) => stdin.includes("say Restarting soon"),
  },
  {
    path: "/schedule create",
    options: { name: "Backups", when: { typed: "every 6 hours", picked: /6 hours/ } },
    shows: "Backups is made",
    holds: ({ row }) => row.schedules.some(({ name }) => name === "Backups"),
  },
  {
    path: "/schedule delete",
    options: { schedule: { typed: "Back", picked: /Backups/ } },
    presses: ["Delete the schedule"],
    shows: "The schedule Backups is deleted.",
    holds: ({ row }) => row.schedules.length === 1,
  },
  { path: "/database list", shows: "luckperms" },
  {
    path: "/database create",
    options: { name: "plots" },
    shows: "plots",
    holds: ({ row }) => row.databases.some(({ name }) => name.endsWith("_plots")),
  },
  {
    path: "/database rotate",
    options: { database },
    presses: ["Make a new password"],
    shows: /The password is new\.[\s\S]*luckperms/,
  },
  {
    path: "/database delete",
    options: { database: { typed: "plots", picked: /plots/ } },
    presses: [["Delete the database", "s11_plots"]],
    shows: "s11_plots is deleted",
    holds: ({ row }) => row.databases.length === 1,
  },
  { path: "/subuser list", shows: "sanne" },
  {
    path: "/subuser invite",
    options: { email: "new@example.com", preset: { typed: "view", picked: /viewer/ } },
    presses: ["Invite"],
    shows: "shares survival now",
    holds: ({ row }) => row.subusers.size === 2,
  },
  {
    path: "/subuser permissions",
    options: { person: { typed: "san", picked: /sanne/ }, preset: { typed: "oper", picked: /operator/ } },
    presses: ["Save"],
    shows: "sanne may do this on survival now",
    holds: ({ row }) => row.subusers.get(3)?.permissions.includes("control.restart"),
  },
  {
    path: "/subuser remove",
    options: { person: { typed: "san", picked: /sanne/ } },
    presses: ["Take it away"],
    shows: "sanne shares survival no more.",
    holds: ({ row }) => !row.subusers.has(3),
  },
  { path: "/network list", shows: "203.0.113.5" },
  {
    path: "/network add",
    shows: "has the address",
    holds: ({ row }) => row.allocations.length === 3,
  },
  {
    path: "/network note",
    options: { address: { typed: "265", picked: /query/ }, note: "voice" },
    shows: "voice",
    holds: ({ row }) => row.allocations[1]?.notes === "voice",
  },
  {
    path: "/network primary",
    options: { address: { typed: "265", picked: /voice/ } },
    shows: "takes effect when the server starts next",
    holds: ({ row }) => row.primaryAllocation === row.allocations[1]?.id,
  },
  {
    path: "/network remove",
    options: { address: { typed: "play", picked: /play\.example/ } },
    presses: ["Give it back"],
    shows: "no more",
    holds: ({ row }) => row.allocations.length === 2,
  },
  { path: "/startup list", shows: "MINECRAFT_VERSION" },
  {
    path: "/startup set",
    options: { variable: { typed: "mine", picked: /minecraft version/ }, value: "1.21" },
    shows: "1.21",
    holds: ({ row }) => row.variables.some(({ value }) => value === "1.21"),
  },
  { path: "/activity", shows: "server:startup.edit · variable: MINECRAFT_VERSION" },
  { path: "/audit", options: { user: { typed: "Ad", picked: "@Adam" } }, shows: "/startup set" },
  { path: "/restart", options: { reason: "new plugin" }, shows: /is running again[\s\S]*Reason: new plugin/ },
  {
    path: "/power",
    options: { signal: { typed: "sto", picked: "stop" } },
    shows: "survival is stopped",
    holds: ({ state }) => state === "offline",
  },
];
