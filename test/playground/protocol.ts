/** What the page and its server tell each other over one WebSocket, as JSON. */
import type { Raw } from "../simulators/discord/raw.ts";
import type { SeenMessage } from "../simulators/discord/seen-message.ts";

/** A message as the page gets it: as it is now, with who used what to make it come about. */
export type PageMessage = SeenMessage & {
  used?: { userId: string; what: string };
};

export interface PageChannel {
  id: string;
  name: string;
  /** Discord's `ChannelType`. */
  type: number;
  /** Of the channel a thread belongs to; only threads have one. */
  parentId?: string | undefined;
  isArchived?: boolean;
  isLocked?: boolean;
}

export interface PageUser {
  id: string;
  name: string;
  bot: boolean;
  roleIds: string[];
  /** For those one can be in the playground: what they may do. */
  may?: string | undefined;
}

/** Everything one person sees, sent when the page opens and whenever it becomes somebody else. */
export interface Scene {
  type: "scene";
  me: string;
  guild: { id: string; name: string };
  channels: PageChannel[];
  roles: { id: string; name: string }[];
  users: PageUser[];
  /** As registered, but only those offered to this person. */
  commands: Raw[];
  /** Channel id → its last messages, oldest first. */
  messages: Record<string, PageMessage[]>;
  /** Channel id → are there older ones? */
  hasMore: Record<string, boolean>;
  verbs: PageVerb[];
  life: Life;
}

export interface PageVerb {
  id: string;
  label: string;
  hint: string;
  group: "server" | "panel" | "discord";
}

/** The world's numbers, for the side panel. */
export interface Life {
  servers: {
    name: string;
    game: string;
    state: string;
    cpuPercent: number;
    cpuLimitPercent: number;
    memoryBytes: number;
    memoryLimitBytes: number;
    players: string[];
    uptimeMs: number;
  }[];
  budget: { spent: number; limit: number; refused: number };
  /** The panel's last requests, newest first: route and status. */
  requests: { id: number; method: string; route: string; status: number }[];
  requestCount: number;
  sockets: number;
  gateway: boolean;
  /** Ids of the verbs that are in force. */
  active: string[];
}

export type ToPage =
  | Scene
  | { type: "changes"; messages: PageMessage[] }
  | { type: "typing"; channelId: string }
  | { type: "life"; life: Life }
  | { type: "done"; id: number; value?: unknown; error?: string };

/** A file that was uploaded before, by the id that was given for it. */
export interface UploadRef {
  upload: string;
}

export type OptionValue = string | number | boolean | UploadRef;
export type FieldValue = string | boolean | (string | UploadRef)[];

/** What a person does. Each is answered by one `done` with the same id. */
export type Action =
  | { do: "be"; name: string }
  | { do: "older"; channelId: string; before: string }
  | { do: "say"; channelId: string; text: string; replyTo?: string; files?: UploadRef[] }
  | { do: "erase"; channelId: string; messageId: string }
  | { do: "slash"; channelId: string; path: string; options: Record<string, OptionValue> }
  | {
      do: "complete";
      channelId: string;
      path: string;
      options: Record<string, string | number | boolean>;
      focused: string;
    }
  | { do: "click"; channelId: string; messageId: string; customId: string }
  | { do: "select"; channelId: string; messageId: string; customId: string; values: string[] }
  | { do: "submit"; channelId: string; modal: string; fields: Record<string, FieldValue> }
  | { do: "verb"; verb: string; server: string };

export type FromPage = Action & { id: number };

/** The value of a `done` after which the person has a modal before them. */
export interface ShownModal {
  modal: { handle: string; data: Raw };
}
