/** Puts the parts of alerts together: what watches, where it is told, what is kept. Part of the composition root. */
import { Alerts } from "./alerts/alerts.ts";
import { createKeptAlerts } from "./alerts/kept-alerts.ts";
import { createPanelLog, deedWithinMs } from "./alerts/panel-log.ts";
import { createProbe, panelTroubles } from "./alerts/probe.ts";
import type { AlertDesk } from "./command.ts";
import type { Config } from "./config.ts";
import { createAlertChannel } from "./discord/alert-channel.ts";
import type { Bot } from "./discord/bot.ts";
import { createKeptNotices } from "./discord/kept-notices.ts";
import { createKeptRefs } from "./discord/kept-refs.ts";
import { NoticeBoard } from "./discord/notice-board.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { FleetServer } from "./fleet/server.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/logger.ts";
import { code, plain, timestamp } from "./lib/markdown.ts";
import type { Panel } from "./panel/panel.ts";
import { createLinePreparer } from "./relay/prepare-line.ts";
import { createRedactor } from "./relay/redactor.ts";
import type { AuditLog } from "./store/audit.ts";
import type { SmallState } from "./store/small-state.ts";
import type { TellTrouble } from "./tell-trouble.ts";

export interface OpenAlerts {
  desk: AlertDesk;
  close(deadlineMs: number): Promise<void>;
}

export interface AlertParts {
  panel: Panel;
  fleet: Fleet;
  bot: Bot;
  records: Pick<AuditLog, "page">;
  state: SmallState;
  clock: Clock;
  log: Log;
  tellTrouble: TellTrouble;
  /** Takes one line for the audit channel. */
  tell: (line: string) => void;
  /** Told of each new message in a channel: a console that streams there must go on below it. */
  spoke: (channelId: string) => void;
}

const uncalled = (roleId: string): string =>
  `⚠️ Discord did not ping <@&${roleId}> for an alert: let everybody mention the role (Server Settings → Roles), or give Roost **Mention @everyone, @here, and All Roles**.`;

/** `undefined` without `ALERT_CHANNEL_ID`. */
export function openAlerts(config: Config, parts: AlertParts): OpenAlerts | undefined {
  const { alertChannelId: channelId, alertRoleId } = config;
  if (channelId === undefined) return undefined;
  const { panel, fleet, bot, records, state, clock, log, tellTrouble, tell, spoke } = parts;
  let isUncalledTold = false;
  const notices = new NoticeBoard({
    rest: bot.rest,
    channelId,
    refs: createKeptRefs(state, "alerts", channelId),
    kept: createKeptNotices(state, channelId),
    clock,
    log,
    onPosted: () => {
      spoke(channelId);
    },
    onTrouble: (trouble) => {
      tellTrouble(channelId, "Alerts", trouble);
    },
    onUncalled: (roleId) => {
      const isOpen = bot.client.guilds.cache.some(({ roles }) => roles.cache.get(roleId)?.mentionable);
      if (isUncalledTold || isOpen) return;
      isUncalledTold = true;
      log.warn(
        { role: roleId },
        "ALERT_ROLE_ID is not pinged: everybody must be allowed to mention the role",
      );
      tell(uncalled(roleId));
    },
  });
  notices.resume();
  const alerts = new Alerts({
    fleet,
    board: createAlertChannel(notices, alertRoleId),
    ask: createProbe(panel),
    troubles: () => panelTroubles(panel),
    lastDeed: (server) => lastDeed(records, server, clock.now()),
    panelLog: createPanelLog(panel, clock),
    prepareLine: createLinePreparer({ style: "plain", redact: createRedactor(config.console.redaction) }),
    kept: createKeptAlerts(state),
    clock,
    log,
  });
  return {
    desk: alerts,
    async close(deadlineMs) {
      alerts.stop();
      await notices.flush(deadlineMs);
      notices.stop();
    },
  };
}

function lastDeed(
  records: Pick<AuditLog, "page">,
  { uuid, name, key }: FleetServer,
  now: number,
): { text: string; at: number } | undefined {
  const { items } = records.page({ server: { uuids: [uuid], names: [name, key] }, page: 1, perPage: 5 });
  const deed = items.find(({ decision, at }) => decision === "allowed" && now - at < deedWithinMs);
  if (!deed) return undefined;
  const { command, actorName, at } = deed;
  return { at, text: `${code(`/${command}`)} by **${plain(actorName)}**, ${timestamp(new Date(at), "R")}` };
}
