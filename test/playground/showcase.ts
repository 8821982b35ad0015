/** One of everything a bot can send: for the tests of what the page draws, and for its pictures. */
import { deflateSync, crc32 } from "node:zlib";
import { ComponentType, MessageFlags, type RESTPostAPIChannelMessageJSONBody } from "discord-api-types/v10";

export const markdownShow = [
  "# Heading",
  "-# small print",
  "**bold** *slanted* __under__ ~~struck~~ ||hidden|| `code` \\*escaped\\*",
  "> quoted",
  "- first",
  "  - nested",
  "1. one",
  "[a link](https://example.com/a) and https://example.com/b, too",
  "<t:1700000000:D> @everyone",
  "```ansi\n\u001B[1;32mgreen\u001B[0m plain \u001B[31mred\u001B[0m\n```",
  "```diff\n+ added\n- removed\n```",
].join("\n");

/** What a message of today can hold beside text; `attachment://roost.png` and `attachment://notes.txt` come with it. */
export const componentsShow: RESTPostAPIChannelMessageJSONBody = {
  flags: MessageFlags.IsComponentsV2,
  components: [
    {
      type: ComponentType.Container,
      accent_color: 0xe0_8a_3e,
      components: [
        {
          type: ComponentType.Section,
          components: [
            { type: ComponentType.TextDisplay, content: "## survival\nRunning for **3 days**, 4 players" },
          ],
          accessory: { type: ComponentType.Thumbnail, media: { url: "attachment://roost.png" } },
        },
        { type: ComponentType.Separator, divider: true, spacing: 2 },
        {
          type: ComponentType.MediaGallery,
          items: [
            { media: { url: "attachment://roost.png" }, description: "by day" },
            { media: { url: "attachment://roost.png" }, description: "by night" },
            { media: { url: "attachment://roost.png" }, description: "a secret", spoiler: true },
          ],
        },
        { type: ComponentType.File, file: { url: "attachment://notes.txt" } },
        {
          type: ComponentType.ActionRow,
          components: [
            { type: ComponentType.Button, style: 1, label: "Rename", custom_id: "rename" },
            { type: ComponentType.Button, style: 4, label: "Delete", custom_id: "delete", disabled: true },
            { type: ComponentType.Button, style: 5, label: "Map", url: "https://example.com/map" },
          ],
        },
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.StringSelect,
              custom_id: "signal",
              placeholder: "What to do",
              options: [
                { label: "Start", value: "start", description: "Bring it up" },
                { label: "Stop", value: "stop" },
              ],
            },
          ],
        },
        {
          type: ComponentType.ActionRow,
          components: [
            { type: ComponentType.UserSelect, custom_id: "who", placeholder: "Who", max_values: 3 },
          ],
        },
      ],
    },
  ],
  attachments: [
    { id: 0, filename: "roost.png" },
    { id: 1, filename: "notes.txt" },
  ],
};

/** A picture of two colours, so that nothing need be fetched or kept. */
export function picture(width = 240, height = 160): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x += 1) {
      const isRoof = y < height * 0.7 && Math.abs(x - width / 2) < (y / height) * width * 0.6;
      row.set(isRoof ? [224, 138, 62] : [58, 84, 120 + (y >> 1)], 1 + x * 3);
    }
    return row;
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.concat(rows))), chunk("IEND")];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, data = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
