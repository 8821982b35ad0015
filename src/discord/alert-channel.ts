/** Alerts in a Discord channel: a card with buttons that always work, and a ping where somebody is needed. */
import type { Alert, AlertBoard } from "../alerts/alert.ts";
import { alertMessage, endSentence } from "../cards/alert-card.ts";
import { logFileName } from "../relay/log-file.ts";
import { nameLasting } from "./lasting-id.ts";
import type { NoticeBoard } from "./notice-board.ts";
import type { Notice } from "./notice.ts";
import { render } from "./render.ts";

/** @param roleId who is called when a server crashes or something cannot be reached. */
export function createAlertChannel(notices: NoticeBoard, roleId: string | undefined): AlertBoard {
  return {
    raise(alert, lines) {
      const files = lines.length > 0 ? [logOf(alert, lines)] : [];
      notices.show(alert.id, {
        ...noticeOf(alert),
        ...(files.length > 0 && { files }),
        roleId: calls(alert) ? roleId : undefined,
      });
    },
    update(alert) {
      notices.show(alert.id, { ...noticeOf(alert), roleId: calls(alert) ? roleId : undefined });
    },
    announceEnd(alert) {
      // Discord was away all the time: the one message that it gets says that it is over.
      if (!notices.isPosted(alert.id)) return;
      notices.show(`${alert.id}:end`, {
        content: endSentence(alert),
        embeds: [],
        components: [],
      });
    },
  };
}

const calls = ({ kind }: Alert): boolean => kind === "crash" || kind === "outage";

function noticeOf(alert: Alert): Notice {
  const { content, embeds, components } = render(alertMessage(alert), nameLasting);
  return { content, embeds, components, isOver: alert.endedAt !== undefined };
}

function logOf(alert: Alert, lines: readonly string[]): { name: string; data: Buffer; contentType: string } {
  const server = alert.kind === "outage" ? "outage" : alert.server.key;
  return {
    name: logFileName(server, alert.since),
    data: Buffer.from(`${lines.join("\n")}\n`),
    contentType: "text/plain; charset=utf-8",
  };
}
