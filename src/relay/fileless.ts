/** What can be said of a file where the channel takes messages and no files. Pure. */
import { totalsOf } from "./totals.ts";
import type { Shipment } from "./shipment.ts";
import { maxMessageUnits, type SinkMessage } from "./sink.ts";
import { summariseFileless } from "./summary.ts";

const hint = "\n-# The file is missing: Roost may not attach files here (**Attach Files**).";

export interface Fileless {
  /** Always a message of its own. */
  readonly message: SinkMessage;
  readonly shipment: Shipment;
}

/** `undefined` where there is no file, or where an earlier program has begun the message. */
export function withoutFile(shipment: Shipment): Fileless | undefined {
  const { message, content, file, onto, isSilent } = shipment;
  if (!message.file) return undefined;
  if (content) {
    if (onto) return undefined;
    const text = message.text.length + hint.length > maxMessageUnits ? message.text : message.text + hint;
    return { message: { text }, shipment };
  }
  if (!file) return undefined;
  const { totals: _, ...rest } = shipment;
  const totals = totalsOf("part" in file ? { ...file.part, isSpooled: true } : file);
  const shown = "part" in file || isSilent ? Buffer.alloc(0) : file.data;
  const text = summariseFileless(isSilent ? { ...totals, notes: [] } : totals, shown);
  return { message: { text }, shipment: { ...rest, isLost: true } };
}
