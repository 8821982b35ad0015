/** Brings replies to people: the first one, and what takes its place later, even after the interaction has expired. */
import {
  DiscordAPIError,
  MessageFlags,
  Routes,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type ModalSubmitInteraction,
  type StringSelectMenuInteraction,
} from "discord.js";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { cut } from "../lib/text.ts";
import type { Reply } from "../reply.ts";
import { limits } from "./limits.ts";
import { render, type NameComponent, type RenderedMessage } from "./render.ts";

export type Answerable =
  ChatInputCommandInteraction | ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction;

export interface AnswerParts {
  clock: Clock;
  log: Log;
  nameComponent: NameComponent;
  /** When the interaction arrived, on the monotonic clock: the host's wall clock may be minutes off Discord's. */
  arrivedAt: number;
}

/** What may be said in the channel when the interaction is over. */
export interface Lateness {
  /** Not the first reply: what somebody waits for. */
  isOutcome: boolean;
  /** Only the one who asked was to see it. */
  isPrivate: boolean;
  /** The command's path. */
  command: string;
}

/** An interaction this close to its end is left alone: an edit could come too late. */
const marginMs = 30_000;

const unknownMessage = 10_008;
const expiredCodes: ReadonlySet<number | string> = new Set([10_015, 10_062, 50_027]);

/**
 * Shows `reply` in place of what the interaction showed so far. The last word on something that took longer than an
 * interaction lives goes to the channel instead. Never rejects: a reply that cannot be shown is logged.
 */
export async function answer(
  interaction: Answerable,
  reply: Reply,
  { clock, log, nameComponent, arrivedAt, ...late }: AnswerParts & Lateness,
): Promise<void> {
  const message = render(reply, nameComponent, interaction.attachmentSizeLimit);
  const isExpired = clock.monotonic() - arrivedAt > limits.interactionMs - marginMs;
  try {
    const isShown = !isExpired && (await edit(interaction, message, log));
    const isLastWord = late.isOutcome && reply.next === undefined;
    if (!isShown && isLastWord)
      await postInChannel(interaction, late.isPrivate ? hasEnded(late.command) : textOf(message));
    else if (!isShown) log.info({ command: late.command }, "a reply came after its interaction was over");
    if (isShown && reply.lifetimeMs !== undefined) blankLater(interaction, reply.lifetimeMs, { clock, log });
  } catch (error) {
    log.warn({ err: error, interaction: interaction.id }, "a reply could not be shown");
  }
}

/** @returns false when the interaction is over. */
async function edit(interaction: Answerable, message: RenderedMessage, log: Log): Promise<boolean> {
  try {
    await interaction.editReply({ ...message, attachments: [] });
    return true;
  } catch (error) {
    const code = error instanceof DiscordAPIError ? error.code : undefined;
    if (code === unknownMessage) return true; // Its reader has dismissed it: there is nobody left to tell.
    if (code !== undefined && expiredCodes.has(code)) return false;
    log.warn({ err: error, interaction: interaction.id }, "an answer is shown as text only");
    const note = "Discord would not take the rest of this answer: it may be too big.";
    await interaction.editReply({
      content: cut(`${textOf(message)}\n${note}`, limits.content),
      embeds: [],
      components: [],
      attachments: [],
      allowedMentions: { parse: [] },
    });
    return true;
  }
}

/** Says it only to the one who asked, and leaves the message as it is. Never rejects. */
export async function answerApart(
  interaction: Answerable,
  reply: Reply,
  { log, nameComponent }: AnswerParts,
): Promise<void> {
  try {
    await interaction.followUp({ ...render(reply, nameComponent), flags: MessageFlags.Ephemeral });
  } catch (error) {
    log.warn({ err: error, interaction: interaction.id }, "a failure could not be told");
  }
}

/** A secret that was shown is taken away again. */
function blankLater(
  interaction: Answerable,
  lifetimeMs: number,
  { clock, log }: Pick<AnswerParts, "clock" | "log">,
): void {
  clock.after(lifetimeMs, () => {
    interaction
      .editReply({ content: "Hidden again.", embeds: [], components: [], attachments: [] })
      .catch((error: unknown) => {
        log.debug({ err: error }, "a secret could not be hidden again");
      });
  });
}

const textOf = ({ content, embeds }: RenderedMessage): string =>
  content || embeds.map(({ title }) => title).join(" ");

const hasEnded = (command: string): string =>
  `What you asked for with \`/${command}\` has ended. Look at \`/status\`.`;

async function postInChannel(interaction: Answerable, text: string): Promise<void> {
  if (interaction.channelId === null) return;
  await interaction.client.rest.post(Routes.channelMessages(interaction.channelId), {
    body: {
      content: cut(`<@${interaction.user.id}> ${text}`, limits.content),
      allowed_mentions: { users: [interaction.user.id] },
      // One for each interaction: it has one last word, however often the request is repeated.
      nonce: interaction.id,
      enforce_nonce: true,
    },
  });
}
