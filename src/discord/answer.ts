/** Brings replies to people: the first one, and what takes its place later, even after the interaction has expired. */
import {
  DiscordAPIError,
  Routes,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
} from "discord.js";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import { cut } from "../lib/text.ts";
import type { Reply } from "../reply.ts";
import { limits } from "./limits.ts";
import { render, type NameButton, type RenderedMessage } from "./render.ts";

export type Answerable = ChatInputCommandInteraction | ButtonInteraction;

/** An interaction this close to its end is left alone: an edit could come too late. */
const marginMs = 30_000;

const unknownMessage = 10_008;
const expiredCodes: ReadonlySet<number | string> = new Set([10_015, 10_062, 50_027]);

/** Shows `reply` in place of what the interaction showed so far. Never rejects: a reply that cannot be shown is logged. */
export async function answer(
  interaction: Answerable,
  reply: Reply,
  parts: { clock: Clock; log: Log; nameButton: NameButton },
): Promise<void> {
  const { clock, log, nameButton } = parts;
  const message = render(reply, nameButton, interaction.attachmentSizeLimit);
  try {
    if (clock.now() - interaction.createdTimestamp > limits.interactionMs - marginMs)
      await postInChannel(interaction, message);
    else await edit(interaction, message);
  } catch (error) {
    log.warn({ err: error, interaction: interaction.id }, "a reply could not be shown");
  }
}

async function edit(interaction: Answerable, message: RenderedMessage): Promise<void> {
  try {
    await interaction.editReply({ ...message, attachments: [] });
  } catch (error) {
    const code = error instanceof DiscordAPIError ? error.code : undefined;
    if (code === unknownMessage) return; // Its reader has dismissed it: there is nobody left to tell.
    if (code !== undefined && expiredCodes.has(code)) return await postInChannel(interaction, message);
    if (message.files.length === 0 && message.components.length === 0) throw error;
    const note = "Discord would not take the rest of this answer: it may be too big.";
    await interaction.editReply({
      content: cut(`${message.content}\n${note}`, limits.content),
      allowedMentions: { parse: [] },
    });
  }
}

/** The last word on something that took longer than an interaction lives. Only text: what is secret is never late. */
async function postInChannel(interaction: Answerable, { content, embeds }: RenderedMessage): Promise<void> {
  const text = content || embeds.map(({ title }) => title).join(" ");
  await interaction.client.rest.post(Routes.channelMessages(interaction.channelId), {
    body: {
      content: cut(`<@${interaction.user.id}> ${text}`, limits.content),
      allowed_mentions: { users: [interaction.user.id] },
    },
  });
}
