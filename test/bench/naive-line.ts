/** A relay as many a first one is written: each line a message of its own, sent at once; discord.js keeps the queue. */
import { openChannel } from "./naive-channel.ts";
import { readConsole } from "./naive-console.ts";

const maxMessageUnits = 2000;
const channel = await openChannel();

await readConsole((line) => {
  if (line.trim() !== "") channel.send(line.slice(0, maxMessageUnits)).catch(console.error);
});
console.log("ready");
