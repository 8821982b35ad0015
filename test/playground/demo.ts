/** `npm run demo`: the playground in a browser; with `-- --tour`, a walk in the terminal that ends by itself. */
import { once } from "node:events";
import { readPort } from "./demo-port.ts";
import { servePage } from "./page-server.ts";
import { walk } from "./tour.ts";
import { openWorld, watchable } from "./world.ts";

const usage = `usage: npm run demo                    the playground, in a browser
       npm run demo -- --tour          the five commands, in this terminal
       DEMO_PORT=9000 npm run demo     on another port than 8787`;

const [argument, ...others] = process.argv.slice(2);

if (others.length > 0 || (argument !== undefined && argument !== "--tour")) {
  console.error(usage);
  process.exit(argument === "--help" ? 0 : 2);
}
if (argument === "--tour") await tour();
else await playground(wantedPort());

async function playground(port: number): Promise<void> {
  await using world = await openWorld();
  const page = await servePage(world, port).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
  });
  if (!page) {
    process.exitCode = 1;
    return;
  }
  console.log(`\n  Roost's playground: ${page.url}\n\n  Open it in a browser. Ctrl-C ends it.\n`);
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  console.log("\n  Closing …");
  await page.close();
}

/** Nobody watches the servers here: they may be quick. */
async function tour(): Promise<void> {
  const timings = { ...watchable, startMs: 1500, stopMs: 700, backupMs: 800 };
  await using world = await openWorld({ timings });
  console.log("Roost's walk: a simulated Discord and panel, the bot as it is.");
  await walk(world, (line) => {
    console.log(line);
  });
  console.log("\nThat was it. `npm run demo` opens the same world in a browser.");
}

function wantedPort(): number {
  const wanted = process.env["DEMO_PORT"];
  const port = readPort(wanted);
  if (port !== undefined) return port;
  console.error(`DEMO_PORT is a number from 0 to 65535, not "${wanted}".`);
  process.exit(2);
}
