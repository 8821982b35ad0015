/** Whom a message names and whom it pings, from its text and `allowed_mentions`. Pure. */
import { rawsOf, textOf, type Raw } from "./raw.ts";
import type { Pings } from "./seen-message.ts";

export interface MentionContext {
  /** Author of the message replied to. */
  repliedUser: string | undefined;
  userIds: ReadonlySet<string>;
  /** Role id → may everybody mention it? */
  roles: ReadonlyMap<string, boolean>;
  /** Has the author the MentionEveryone permission? */
  mayMentionEveryone: boolean;
}

/** The text in which mentions count: content and text displays, without code. Embeds never ping. */
export function mentionableText(content: string, components: readonly Raw[]): string {
  return [content, ...components.flatMap(textDisplays)].map(withoutCode).join("\n");
}

/** All text displays of a component tree, in order. */
export function textDisplays(component: Raw): string[] {
  const own = component["type"] === 10 ? [textOf(component["content"])] : [];
  return [...own, ...rawsOf(component["components"]).flatMap(textDisplays)];
}

export function pingsOf(text: string, allowed: Raw | undefined, context: MentionContext): Pings {
  const users = idsIn(text, /<@!?(\d+)>/gu).filter(
    (id) => context.userIds.has(id) && may(allowed, "users", id),
  );
  const roles = idsIn(text, /<@&(\d+)>/gu).filter((id) => {
    const open = context.roles.get(id);
    return open !== undefined && (open || context.mayMentionEveryone) && may(allowed, "roles", id);
  });
  const namesEveryone = /@(?:everyone|here)\b/u.test(text);
  if (context.repliedUser !== undefined && repliesPing(allowed)) users.push(context.repliedUser);
  return {
    users: [...new Set(users)],
    roles,
    everyone: namesEveryone && context.mayMentionEveryone && may(allowed, "everyone", ""),
  };
}

function withoutCode(text: string): string {
  return text.replaceAll(/```[\s\S]*?```|``[^`]+``|`[^`\n]+`/gu, "");
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ""))];
}

/** No object at all parses everything; `parse` opens a whole kind; a list opens those in it. */
function may(allowed: Raw | undefined, kind: "users" | "roles" | "everyone", id: string): boolean {
  if (!allowed) return true;
  const parse = allowed["parse"];
  if (Array.isArray(parse) && parse.includes(kind)) return true;
  const list = allowed[kind];
  return Array.isArray(list) && list.includes(id);
}

/** A reply pings unless it is told not to: with an object, `replied_user` must be true. */
function repliesPing(allowed: Raw | undefined): boolean {
  return allowed ? allowed["replied_user"] === true : true;
}
