import { MessageType, SnowflakeUtil } from "discord.js";
import { expect, test } from "vitest";
import { createConsoleInput, type ConsoleInputParts } from "../../src/discord/console-input.ts";
import type { Written } from "../../src/discord/console-wish.ts";
import { silentLog } from "../../src/lib/logger.ts";
import type { Reply } from "../../src/reply.ts";
import { ManualClock } from "../manual-clock.ts";

interface Posted {
  content: string;
  nonce: string;
  enforce_nonce: boolean;
}

/** Types one line into a channel; `/cmd` gives `reply`. */
async function type({ reply, consoles = 1, agoMs = 0 }: { reply: Reply; consoles?: number; agoMs?: number }) {
  const clock = new ManualClock();
  const posted: Posted[] = [];
  const ran: unknown[] = [];
  const command = {
    data: { name: "cmd", description: "", options: [] },
    access: "admin",
    visibility: "private",
    effect: "reads",
    run: ({ options }: { options: unknown }) => {
      ran.push(options);
      return reply;
    },
  };
  const servers = ["survival", "creative"].slice(0, consoles).map((key) => ({ key, name: key }));
  const hear = createConsoleInput({
    mode: "typed",
    channels: { serversIn: () => servers, cut: () => undefined },
    catalogue: { find: () => ({ command, parent: command, path: "cmd" }), summaries: () => [] },
    rules: { adminRoleIds: [], operatorRoleIds: [], viewerRoleIds: [], commandRoleIds: new Map() },
    serves: () => true,
    time: clock,
    client: () => ({
      user: { id: "9" },
      guilds: { cache: new Map([["1", { ownerId: "5", id: "1", roles: { cache: new Map() } }]]) },
    }),
    rest: {
      post: (_: string, { body }: { body: Posted }) => {
        posted.push(body);
        return Promise.resolve({ id: "77" });
      },
    },
    clock,
    log: silentLog,
  } as unknown as ConsoleInputParts);
  const id = String(SnowflakeUtil.generate({ timestamp: clock.now() - agoMs }));
  await hear({
    id,
    type: MessageType.Default,
    author: { id: "5", username: "adam" },
    member: { roles: [] },
    content: "list",
    attachments: [],
    guild_id: "1",
    channel_id: "2",
  } as unknown as Written);
  return { posted, ran, id };
}

test("what the console shows anyway is not told", async () => {
  const { posted, ran } = await type({ reply: { text: "Sent `list`", outcome: "sent" } });
  expect(ran).toEqual([{ command: "list", server: "survival" }]);
  expect(posted).toEqual([]);
});

test("what could not be seen is told, once however often it is tried", async () => {
  const { posted, id } = await type({ reply: { text: "cannot be seen", outcome: "sent, unseen" } });
  expect(posted).toMatchObject([{ content: "cannot be seen", nonce: id, enforce_nonce: true }]);
});

test.each([
  [{ consoles: 2 }, /name the server/],
  [{ agoMs: 61_000 }, /was not connected/],
])("with %j nothing is sent, and that is told", async (more, sentence) => {
  const { posted, ran } = await type({ reply: { text: "x" }, ...more });
  expect(ran).toEqual([]);
  expect(posted.map(({ content }) => content)).toEqual([expect.stringMatching(sentence)]);
});
