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

describe("nothing is longer than Discord takes it, and nothing is cut inside a character:", () => {
  const long = "🏰".repeat(3000);
  const fields = Array.from({ length: 30 }, () => ({ name: long, value: long }));
  const [full] = render({ card: { title: long, colour: 1, text: long, footer: long } }, ids()).embeds;
  const [listed] = render({ card: { title: "list", colour: 1, fields } }, ids()).embeds;

  test.each([
    ["content", render({ text: long }, ids()).content, 2000],
    ["title", full?.title, 256],
    ["description", full?.description, 4096],
    ["footer", full?.footer?.text, 2048],
    ["field name", listed?.fields?.[0]?.name, 256],
    ["field value", listed?.fields?.[0]?.value, 1024],
  ])("%s", (_, text = "", most) => {
    expect(text.length).toBeLessThanOrEqual(most);
    expect(text).toMatch(/^🏰+…$/u);
  });

  test("all of an embed together", () => {
    const units = [full?.title, full?.description, full?.footer?.text].join("").length;
    expect(units).toBeLessThanOrEqual(6000);
  });
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

test("an embed whose parts fit but not together loses its last fields", () => {
  const fields = Array.from({ length: 10 }, (_, index) => ({
    name: `field ${index}`,
    value: "x".repeat(1000),
  }));
  const [embed] = render({ card: { title: "all", colour: 0, fields } }, () => "id").embeds;
  expect(embed?.fields?.map(({ name }) => name)).toEqual(fields.slice(0, 5).map(({ name }) => name));
});
