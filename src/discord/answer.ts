/** Brings replies to people: the first one, and what takes its place later, even after the interaction has expired. */
import {
  DiscordAPIError,
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
}

/** An interaction this close to its end is left alone: an edit could come too late. */
const marginMs = 30_000;

const unknownMessage = 10_008;
const expiredCodes: ReadonlySet<number | string> = new Set([10_015, 10_062, 50_027]);

/**
 * Shows `reply` in place of what the interaction showed so far; an `outcome`, which comes later than the first reply and
 * is no secret, may go to the channel instead. Never rejects: a reply that cannot be shown is logged.
 */
export async function answer(
  interaction: Answerable,
  reply: Reply,
  { isOutcome, clock, log, nameComponent }: AnswerParts & { isOutcome: boolean },
): Promise<void> {
  const message = render(reply, nameComponent, interaction.attachmentSizeLimit);
  const isExpired = clock.now() - interaction.createdTimestamp > limits.interactionMs - marginMs;
  try {
    const isShown = !isExpired && (await edit(interaction, message, log));
    if (!isShown && isOutcome) await postInChannel(interaction, message);
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
    if (message.files.length === 0 && message.components.length === 0) throw error;
    log.warn({ err: error, interaction: interaction.id }, "an answer is shown without its files and buttons");
    const note = "Discord would not take the rest of this answer: it may be too big.";
    await interaction.editReply({
      content: cut(`${message.content}\n${note}`, limits.content),
      allowedMentions: { parse: [] },
    });
    return true;
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

/** The last word on something that took longer than an interaction lives. */
async function postInChannel(interaction: Answerable, { content, embeds }: RenderedMessage): Promise<void> {
  if (interaction.channelId === null) return;
  const text = content || embeds.map(({ title }) => title).join(" ");
  await interaction.client.rest.post(Routes.channelMessages(interaction.channelId), {
    body: {
      content: cut(`<@${interaction.user.id}> ${text}`, limits.content),
      allowed_mentions: { users: [interaction.user.id] },
    },
  });
}
