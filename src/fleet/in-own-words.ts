/** What a socket says of backups, restores and installations, as the fleet tells it. Pure. */
import type { WingsEvent } from "../wings/protocol.ts";
import type { ServerEvent } from "./server-event.ts";

/** Nothing for what has no words of its own. */
export function inOwnWords(event: WingsEvent): readonly ServerEvent[] {
  switch (event.type) {
    case "install":
    case "daemon-error":
      return [event];
    case "daemon-message":
      return ofMessage(event.text);
    case "restore-completed":
      return [{ type: "restored", isConfirmed: false }];
    case "backup-completed": {
      const { uuid, isSuccessful, bytes } = event;
      return [{ type: "backup", uuid, isSuccessful, bytes }];
    }
    default:
      return [];
  }
}

function ofMessage(text: string): readonly ServerEvent[] {
  const path = /^\(restoring\): (.*)/.exec(text)?.[1];
  if (path) return [{ type: "restoring", path }];
  return text.startsWith("Completed server restoration") ? [{ type: "restored", isConfirmed: true }] : [];
}
