/** `npm run demo`: the playground in a browser; with `-- --tour`, a walk in the terminal that ends by itself. */
import { walk } from "./tour.ts";
import { openWorld, watchable } from "./world.ts";

const usage = `usage: npm run demo              the playground, in a browser
       npm run demo -- --tour    the five commands, in this terminal
       DEMO_PORT=9000 npm run demo   on another port than 8787`;

const [argument, ...others] = process.argv.slice(2);

if (others.length > 0 || (argument !== undefined && argument !== "--tour")) {
  console.error(usage);
  process.exit(argument === "--help" ? 0 : 2);
}
await tour();

/** The walk need not be watchable at every step: it waits for none. */
async function tour(): Promise<void> {
  await using world = await openWorld({
    timings: { ...watchable, startMs: 1500, stopMs: 700, backupMs: 800 },
  });
  console.log("Roost's walk: simulated Discord and panel, the bot as it is.");
  await walk(world, (line) => {
    console.log(line);
  });
  console.log("\nThat was it. `npm run demo` opens the same world in a browser.");
}
