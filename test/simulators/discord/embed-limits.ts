/** How big embeds may be. Source: docs resources/message#embed-limits. */
import type { FieldPath, FormErrors } from "./form-errors.ts";
import { lengthOf, rawOf, rawsOf, textOf, type Raw } from "./raw.ts";

const MAX_EMBEDS = 10;
const MAX_TOTAL = 6_000;
const MAX_FIELDS = 25;
const MAX_COLOR = 0xff_ff_ff;

export function checkEmbeds(embeds: readonly Raw[], errors: FormErrors): void {
  errors.count(["embeds"], embeds.length, 0, MAX_EMBEDS);
  embeds.forEach((embed, index) => {
    checkEmbed(embed, ["embeds", index], errors);
  });
  const total = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  if (total > MAX_TOTAL) {
    errors.add(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", `Embed size exceeds maximum size of ${MAX_TOTAL}`);
  }
}

function checkEmbed(embed: Raw, at: FieldPath, errors: FormErrors): void {
  errors.text([...at, "title"], embed["title"], { max: 256 });
  errors.text([...at, "description"], embed["description"], { max: 4_096 });
  errors.text([...at, "footer", "text"], rawOf(embed["footer"])["text"], { max: 2_048 });
  errors.text([...at, "author", "name"], rawOf(embed["author"])["name"], { max: 256 });
  errors.integer([...at, "color"], embed["color"], 0, MAX_COLOR);
  const fields = rawsOf(embed["fields"]);
  errors.count([...at, "fields"], fields.length, 0, MAX_FIELDS);
  fields.forEach((field, index) => {
    errors.text([...at, "fields", index, "name"], field["name"], { min: 1, max: 256, required: true });
    errors.text([...at, "fields", index, "value"], field["value"], { min: 1, max: 1_024, required: true });
  });
  for (const key of ["url", "image", "thumbnail"]) checkAddress(embed[key], [...at, key], errors);
  if (typeof embed["timestamp"] === "string" && Number.isNaN(Date.parse(embed["timestamp"]))) {
    errors.add([...at, "timestamp"], "DATE_TYPE_PARSE", "Could not parse the date.");
  }
}

function checkAddress(value: unknown, at: FieldPath, errors: FormErrors): void {
  const url = typeof value === "string" ? value : rawOf(value)["url"];
  if (url === undefined || url === null) return;
  if (typeof url === "string" && /^(?:https?|attachment):\/\/\S+$/u.test(url)) return;
  errors.add(at, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
}

function embedLength(embed: Raw): number {
  const fields = rawsOf(embed["fields"]).flatMap((field) => [field["name"], field["value"]]);
  const author = rawOf(embed["author"])["name"];
  const footer = rawOf(embed["footer"])["text"];
  return [embed["title"], embed["description"], author, footer, ...fields]
    .map((text) => lengthOf(textOf(text)))
    .reduce((sum, length) => sum + length, 0);
}
