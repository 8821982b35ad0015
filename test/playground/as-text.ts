/** A message as a terminal shows it: lines of text, with what Discord would draw written out. */
import type { SeenMessage } from "../simulators/discord/seen-message.ts";
import { isRaw, rawsOf, textOf, type Raw } from "../simulators/discord/raw.ts";

const BUTTON = 2;
const TEXT_DISPLAY = 10;

/** Gives the name behind a mentioned id, with its `@` or `#`. */
export type NameOf = (id: string) => string;

/** No escape sequences: colours of the game are left out. */
export function asText(message: SeenMessage, nameOf: NameOf): string[] {
  const { content, embeds, components, attachments } = message;
  const lines = [
    ...(content === "" ? [] : content.split("\n")),
    ...embeds.flatMap(({ title, description, fields = [], footer }) => [
      ...(title === undefined ? [] : [`▌ ${title}`]),
      ...(description?.split("\n") ?? []).map((line) => `▌ ${line}`),
      ...fields.map(({ name, value }) => `▌ ${name}: ${value.replaceAll("\n", " · ")}`),
      ...(footer === undefined ? [] : [`▌ ${footer.text}`]),
    ]),
    ...components.flatMap(componentLines),
    ...attachments.map(({ filename, size }) => `📎 ${filename} (${size} bytes)`),
  ];
  return lines.map((line) =>
    withoutMarkup(line).replaceAll(/<(?:@[!&]?|#)(\d+)>/g, (_, id: string) => nameOf(id)),
  );
}

function componentLines(component: Raw): string[] {
  const children = rawsOf(component["components"]);
  const buttons = children.filter(({ type }) => type === BUTTON);
  const own = component["type"] === TEXT_DISPLAY ? textOf(component["content"]).split("\n") : [];
  const accessory = isRaw(component["accessory"])
    ? componentLines({ components: [component["accessory"]] })
    : [];
  const rest = children.filter(({ type }) => type !== BUTTON).flatMap(componentLines);
  const row = buttons.map(({ label }) => `[ ${textOf(label)} ]`).join(" ");
  return [...own, ...rest, ...(row === "" ? [] : [row]), ...accessory];
}

/** What Discord would not show either: colour codes, emphasis, escapes, fences. */
function withoutMarkup(line: string): string {
  return line
    .replaceAll(/\u001B\[[\d;]*m/g, "")
    .replace(/^```\w*$/, "")
    .replaceAll("**", "")
    .replaceAll(/\\([\\`*_~|[\]<>@:#-])/g, "$1")
    .replaceAll(/<t:(\d+)(?::\w)?>/g, (_, seconds: string) =>
      new Date(Number(seconds) * 1000).toLocaleString(),
    );
}
