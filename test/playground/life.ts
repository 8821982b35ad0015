/** The world's numbers at one moment, for the side panel. */
import type { Life } from "./protocol.ts";
import type { World } from "./world.ts";

const shownRequests = 8;

export function lifeOf({ panel, discord }: World, active: ReadonlySet<string>): Life {
  const { requests } = panel;
  return {
    servers: panel.state.servers.map(({ name, state, node, row }) => {
      const stats = node.stats();
      return {
        name,
        game: row.egg.name,
        state,
        cpuPercent: stats.cpu_absolute,
        cpuLimitPercent: row.limits.cpu,
        memoryBytes: stats.memory_bytes,
        memoryLimitBytes: stats.memory_limit_bytes,
        players: node.power.game?.players() ?? [],
        uptimeMs: stats.uptime,
      };
    }),
    budget: { spent: panel.spent(), limit: panel.state.settings.rateLimit, refused: panel.rateLimited },
    requests: requests
      .slice(-shownRequests)
      .map(({ method, route, status }, index) => ({
        id: Math.max(0, requests.length - shownRequests) + index,
        method,
        route,
        status,
      }))
      .toReversed(),
    requestCount: requests.length,
    sockets: panel.wings.sockets(),
    gateway: discord.gatewayCounts.connected > 0,
    active: [...active],
  };
}
