/** A relay as the better plugins have it: a buffer, emptied every 5 s into code blocks as large as a message may be. */
import { openChannel } from "./naive-channel.ts";
import { readConsole } from "./naive-console.ts";

const everyMs = 5000;
const maxMessageUnits = 2000;
const fences = { before: "```\n", after: "```" };
const maxBlockUnits = maxMessageUnits - fences.before.length - fences.after.length;

const channel = await openChannel();
let lines: string[] = [];

/** As many whole lines in each as it holds. */
function toBlocks(all: readonly string[]): string[] {
  const blocks: string[] = [];
  let block = "";
  for (const line of all.map((text) => `${text.slice(0, maxBlockUnits - 1)}\n`)) {
    if (block.length + line.length > maxBlockUnits) {
      blocks.push(block);
      block = "";
    }
    block += line;
  }
  return block === "" ? blocks : [...blocks, block];
}

setInterval(() => {
  const blocks = toBlocks(lines);
  lines = [];
  for (const block of blocks) channel.send(fences.before + block + fences.after).catch(console.error);
}, everyMs);

await readConsole((line) => lines.push(line));
console.log("ready");
