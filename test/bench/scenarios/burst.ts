/** The start of a large modpack: 3,000 lines in two seconds, then silence. Two naive relays run beside. */
import { ChannelReader, faultsIn, readingInWords, type Reading } from "../channel-reader.ts";
import { deliveryInWords, deliveryOf, steadily, type Delivery } from "../delivery.ts";
import { sleep } from "../measure.ts";
import { besideInWords, besideRoost, type Beside } from "../naive.ts";
import type { BenchOptions, Scenario } from "../scenario.ts";
import { settled } from "../settled.ts";
import { untilConsoles, withConsole, type Stage } from "../stage.ts";
import { none, type Row } from "../table.ts";

const linesPerSecond = 1500;
const lastsSeconds = 2;

export const burst: Scenario = {
  name: "burst",
  async run(options: BenchOptions): Promise<Row[]> {
    const load = (stage: Stage): Promise<Outcome> => startUp(stage, options.isQuick ? 10_000 : 60_000);
    return rowsOf(...(await settled([withConsole(options, load), besideRoost(load)])));
  },
};

interface Outcome extends Delivery {
  reading: Reading;
}

async function startUp(stage: Stage, deadlineMs: number): Promise<Outcome> {
  await untilConsoles(stage, 1);
  await sleep(1500);
  const reader = new ChannelReader(stage.discord);
  const printedAt = steadily(Date.now(), linesPerSecond);
  const total = await stage.panel.server("survival").flood(linesPerSecond, lastsSeconds);
  await reader.until(total, deadlineMs);
  return {
    ...deliveryOf({ world: stage, reader }, { total, deadlineMs, printedAt }),
    reading: reader.read(total),
  };
}

function rowsOf({ reading, limited, total, ...roost }: Outcome, beside: Beside<Outcome>): Row[] {
  return [
    {
      what: `burst, ${total.toLocaleString("en-US")} lines in ${lastsSeconds} s`,
      bound: "each once, in order",
      measured: `${readingInWords(reading)} (${reading.messages} messages, ${reading.files} files)`,
      verdict: none(faultsIn(reading)),
    },
    {
      what: "burst: from the socket to the channel",
      bound: "",
      measured: deliveryInWords({ ...roost, limited, total }),
      beside: besideInWords(beside, deliveryInWords),
      verdict: "info",
    },
    {
      what: "burst: 429 from Discord",
      bound: "0",
      measured: String(limited),
      beside: besideInWords(beside, (naive) => String(naive.limited)),
      verdict: none(limited),
    },
  ];
}
