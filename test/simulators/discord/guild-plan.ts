/** Which guilds a simulator starts with. */
import type { PermissionName } from "./permissions.ts";

export interface GuildPlan {
  name: string;
  /** Is the bot a member? `true` unless told. */
  hasBot?: boolean;
  channels?: readonly string[];
  /** Role name → permissions on top of what @everyone has. */
  roles?: Readonly<Record<string, readonly PermissionName[]>>;
  /** Person → role names. A person of several guilds is the same user in each. */
  people?: Readonly<Record<string, readonly string[]>>;
  /** A person's name. */
  owner?: string;
  /** On top of what a bot of this kind is invited with. */
  botPermissions?: readonly PermissionName[];
}

export const ROOST_GUILD: Required<GuildPlan> = {
  name: "Roost Guild",
  hasBot: true,
  channels: ["general", "console", "status", "alerts", "audit"],
  roles: { Admin: [], Operator: [], Viewer: [] },
  people: { olivia: [], adam: ["Admin"], oscar: ["Operator"], vera: ["Viewer"], nobody: [] },
  owner: "olivia",
  botPermissions: [],
};

/** What @everyone may do in a new guild, as far as it matters to a text bot. */
export const EVERYONE_MAY: readonly PermissionName[] = [
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "EmbedLinks",
  "AttachFiles",
  "AddReactions",
  "MentionEveryone",
  "ReadMessageHistory",
  "UseApplicationCommands",
  "ChangeNickname",
];

/** What a bot of this kind is invited with. */
export const BOT_MAY: readonly PermissionName[] = [
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "EmbedLinks",
  "AttachFiles",
  "ReadMessageHistory",
];
