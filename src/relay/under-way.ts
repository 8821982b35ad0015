/** The one message that has been sent and is not answered yet. */
import { randomBytes } from "node:crypto";
import type { KeptMessage } from "./handover.ts";
import type { Shipment } from "./shipment.ts";

export interface UnderWay {
  readonly shipment: Shipment;
  /** The same for each try of it. */
  readonly nonce: string;
  /** The message that was delivered before it. */
  readonly after: string | undefined;
  /** Nothing is added to it once it is delivered. */
  isCut: boolean;
  /** The part of the spool that its lines are in: the first one. */
  part: number | undefined;
  /** As the next program would be given it. */
  kept: KeptMessage | undefined;
}

/** Gives one after the other, all different, also from those of another program. At most 25 characters. */
export function createNonces(): () => string {
  const prefix = randomBytes(8).toString("base64url");
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-${count}`;
  };
}

/** In the memory, about. */
export function bytesOf(underWay: UnderWay | undefined): number {
  const { file, text = "" } = underWay?.shipment.message ?? {};
  return file?.data.length ?? text.length;
}
