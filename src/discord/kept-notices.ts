/** Notices that wait for Discord while the program is away, read back with care: another version may have kept them. */
import type { RawFile } from "discord.js";
import { z } from "zod";
import type { SmallState } from "../store/small-state.ts";
import type { KeptNotices, Notice, WaitingNotice } from "./notice.ts";

/** The newest are kept. */
const maxNotices = 100;
/** Of each file, in characters: the last lines of a console take less. */
const maxFile = 64 * 1024;

const file = z.object({ name: z.string(), text: z.string(), contentType: z.string().exactOptional() });
const entry = z.object({
  name: z.string(),
  nonce: z.string(),
  content: z.string(),
  embeds: z.array(z.record(z.string(), z.unknown())),
  components: z.array(z.record(z.string(), z.unknown())),
  files: z.array(file),
  roleId: z.string().exactOptional(),
  isOver: z.boolean().exactOptional(),
});

export function createKeptNotices(state: SmallState, channelId: string): KeptNotices {
  const key = `waiting:${channelId}`;
  return {
    load: () => (z.array(entry).safeParse(state.get(key)).data ?? []).map(toWaiting),
    save(waiting) {
      if (waiting.length === 0) state.remove(key);
      else state.set(key, waiting.slice(-maxNotices).map(toEntry));
    },
  };
}

function toEntry({ name, nonce, notice }: WaitingNotice): z.infer<typeof entry> {
  const { content, embeds, components, files = [], roleId, isOver } = notice;
  const texts = files.map(({ name: fileName, data, contentType }) => ({
    name: fileName,
    text: String(data),
    ...(contentType !== undefined && { contentType }),
  }));
  return {
    name,
    nonce,
    content,
    embeds: embeds as unknown as Record<string, unknown>[],
    components: components as unknown as Record<string, unknown>[],
    files: texts.filter(({ text }) => text.length <= maxFile),
    ...(roleId !== undefined && { roleId }),
    ...(isOver !== undefined && { isOver }),
  };
}

function toWaiting({
  name,
  nonce,
  files,
  embeds,
  components,
  ...rest
}: z.infer<typeof entry>): WaitingNotice {
  const raw = files.map(({ text, ...about }): RawFile => ({ ...about, data: Buffer.from(text) }));
  const shown = { embeds, components } as unknown as Pick<Notice, "embeds" | "components">;
  return { name, nonce, notice: { ...rest, ...shown, ...(raw.length > 0 && { files: raw }) } };
}
