/** What can be said of a file where the channel takes messages and no files. Pure. */
import { totalsOf } from "./totals.ts";
import { below, type Labels, type Shipment } from "./shipment.ts";
import type { SinkMessage } from "./sink.ts";
import { summariseFileless } from "./summary.ts";

export const fileIsMissing = "⚠️ The file to this is missing: Roost needs **Attach Files** here.";

export interface Fileless {
  /** Always a message of its own. */
  readonly message: SinkMessage;
  readonly shipment: Shipment;
}

/** `undefined` where there is no file, or where an earlier program has begun the message. */
export function withoutFile(shipment: Shipment, { heading }: Labels): Fileless | undefined {
  const { message, content, file, onto, isSilent } = shipment;
  if (!message.file) return undefined;
  if (content) {
    if (onto) return undefined;
    const lost = content.entries.reduce((sum, { hides = [] }) => sum + hides.length, 0);
    return { message: { text: message.text }, shipment: { ...shipment, lost } };
  }
  if (!file) return undefined;
  const { totals: _, ...rest } = shipment;
  const totals = totalsOf("part" in file ? { ...file.part, isSpooled: true } : file);
  const shown = "part" in file || isSilent ? Buffer.alloc(0) : file.data;
  const text = summariseFileless(isSilent ? { ...totals, notes: [] } : totals, shown);
  return { message: { text: below(heading, text) }, shipment: { ...rest, lost: rest.lines } };
}
