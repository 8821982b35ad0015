import { ComponentType } from "discord.js";
import { describe, expect, test } from "vitest";
import { render } from "../../src/discord/render.ts";
import type { Button } from "../../src/reply.ts";

const ids = (): ((button: unknown) => string) => {
  let count = 0;
  return () => `id-${(count += 1)}`;
};
const button = (label: string): Button => ({ label, style: "primary", command: "status", options: {} });

describe("a text with a block", () => {
  test("is shown in one message where it fits", () => {
    const { content, files } = render(
      { text: "Sent", block: { text: "one\ntwo\n", fileName: "x.log" } },
      ids(),
    );
    expect(content).toBe("Sent\n```\none\ntwo\n```");
    expect(files).toEqual([]);
  });

  test.each([
    ["fits by the last character", 2000 - "Sent\n```\n\n```".length, 0],
    ["is a file by one more", 2001 - "Sent\n```\n\n```".length, 1],
  ])("%s", (_, length, count) => {
    const { content, files } = render(
      { text: "Sent", block: { text: "x".repeat(length), fileName: "x.log" } },
      ids(),
    );
    expect(files).toHaveLength(count);
    expect(content.length).toBeLessThanOrEqual(2000);
    if (count === 1) expect([content, files[0]?.attachment.length]).toEqual(["Sent", length]);
  });

  test("cannot be broken out of", () => {
    const { content } = render({ block: { text: "a ``` b ```` c `", fileName: "x" } }, ids());
    expect(content.match(/```/g)).toHaveLength(2);
  });
});

test("a file over the limit keeps its end", () => {
  const { files } = render({ files: [{ name: "x.log", data: Buffer.from("0123456789") }] }, ids(), 4);
  expect(files[0]?.attachment.toString()).toBe("6789");
});

test("nothing is longer than Discord takes it, and nothing is cut inside a character", () => {
  const long = "🏰".repeat(3000);
  const { content, embeds } = render(
    {
      text: long,
      card: {
        title: long,
        colour: 1,
        text: long,
        footer: long,
        fields: Array.from({ length: 30 }, () => ({ name: long, value: long })),
      },
    },
    ids(),
  );
  const [embed] = embeds;
  const sizes = [
    content,
    embed?.title,
    embed?.description,
    embed?.footer?.text,
    embed?.fields?.[0]?.name,
    embed?.fields?.[0]?.value,
  ];
  const most = [2000, 256, 4096, 2048, 256, 1024];
  for (const [index, text = ""] of sizes.entries()) {
    expect(text.length).toBeLessThanOrEqual(most[index] ?? 0);
    expect(text).toMatch(/^🏰+…$/u);
  }
  expect(embed?.fields).toHaveLength(25);
});

test("buttons stand in rows of five, each with an id of its own", () => {
  const { components } = render(
    { buttons: Array.from({ length: 7 }, (_, index) => button(`b${index}`)) },
    ids(),
  );
  const rows = components as { type: number; components: { custom_id: string }[] }[];
  expect(rows.map(({ type, components }) => [type, components.length])).toEqual([
    [ComponentType.ActionRow, 5],
    [ComponentType.ActionRow, 2],
  ]);
  const all = rows.flatMap(({ components }) => components.map(({ custom_id }) => custom_id));
  expect(new Set(all).size).toBe(7);
});

test("never pings", () => {
  expect(render({ text: "@everyone <@1>" }, ids()).allowedMentions).toEqual({ parse: [] });
});
