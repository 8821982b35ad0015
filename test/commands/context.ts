/** What a command gets when it is run on its own: only what a test says, the rest is missing on purpose. */
import type { AnyContext, Command } from "../../src/command.ts";
import type { Question, Reply } from "../../src/reply.ts";

/** Loosely typed: a fake server is only as much of one as the command under test looks at. */
export type Given = { [Name in keyof AnyContext]?: unknown };

export const contextWith = (given: Given): AnyContext =>
  ({
    options: {},
    actor: { id: "1", name: "Ann", guildId: "2", channelId: "3" },
    may: () => true,
    consolePolicy: { allow: [], deny: [] },
    redact: (text: string) => text,
    consoles: { echo: () => undefined },
    clock: { now: () => 0 },
    ...given,
  }) as unknown as AnyContext;

/** Rejects with what the command throws. */
export const run = async (command: Command, given: Given): Promise<Reply> =>
  await command.run(contextWith(given));

export const ask = async (command: Command, given: Given): Promise<Question | undefined> =>
  await command.confirm?.(contextWith(given));
