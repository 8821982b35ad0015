/** One server: itself, its resources, its socket, commands, power, and the panel's log. */
import { list, onlyFilters, paginate } from "../envelope.ts";
import { fault, forbidden, fromNode, unauthorized, badRequest } from "../errors.ts";
import { permissionsOf } from "../permissions.ts";
import { noContent, ok, serverRoute, type ServerCall, type ServerRoute } from "../route.ts";
import { validate } from "../rules.ts";
import { WingsError } from "../../wings/wings-error.ts";
import type { Signal } from "../../wings/power.ts";
import { NodeUnreachable } from "../../wings/wings-simulator.ts";
import { includes } from "./account.ts";
import { activityItem, serverItem } from "./present.ts";

const resourcesTtlMs = 20_000;

const signalPermissions: Record<string, string> = {
  start: "control.start",
  stop: "control.stop",
  kill: "control.stop",
  restart: "control.restart",
};

export const serverRoutes: ServerRoute[] = [
  serverRoute("GET /", undefined, (call) => {
    const { server, user } = call;
    const meta = {
      is_server_owner: server.row.ownerId === user.id,
      user_permissions: permissionsOf(user, server.row) ?? [],
    };
    return ok({ ...serverItem(server, { ...call, include: includes(call) }), meta });
  }),
  serverRoute("GET /resources", undefined, async (call) => ok(await resources(call))),
  serverRoute("GET /websocket", undefined, ({ server, user, state, may }) => {
    if (!may("websocket.connect")) {
      throw forbidden("You do not have permission to connect to this server's websocket.");
    }
    const { wings } = state;
    const token = wings.tokens.sign({
      serverUuid: server.uuid,
      userUuid: user.uuid,
      ttlMs: wings.options.tokenTtlMs,
      scope: state.profile === "modern" && wings.options.scopeTokens ? "websocket" : undefined,
      extra: {
        permissions: permissionsOf(user, server.row),
        ...(state.profile === "classic" ? { user_id: user.id } : {}),
      },
    });
    return ok({ data: { token, socket: wings.socketUrl(server.uuid) } });
  }),
  serverRoute("POST /command", "control.console", async ({ server, input, state, user }) => {
    validate(input, { command: "required|string|min:1" });
    await onNode(state.wings, () => {
      try {
        server.node.command(String(input["command"]));
      } catch (error) {
        if (!(error instanceof WingsError) || error.status !== 502) throw error;
        throw fault(502, "HttpException", "Server must be online in order to send commands.");
      }
    });
    server.log("server:console.command", user.id, { command: input["command"] });
    return noContent;
  }),
  serverRoute("POST /power", undefined, async ({ server, input, state, user, may }) => {
    const signal = typeof input["signal"] === "string" ? input["signal"] : "";
    // Whoever is asked for a permission that does not exist holds it only with `*`.
    if (!may(signalPermissions[signal] ?? "control.none")) throw unauthorized();
    validate(input, { signal: "required|string|in:start,stop,restart,kill" });
    await onNode(state.wings, () => {
      server.node.act(signal as Signal);
    });
    server.log(`server:power.${signal}`, user.id);
    return noContent;
  }),
  serverRoute("GET /activity", "activity.read", (call) => {
    const { server, query, url, user, state } = call;
    onlyFilters(query, ["event"]);
    const sort = query.get("sort");
    if (sort !== null && !["timestamp", "-timestamp"].includes(sort)) {
      const refusal = badRequest(`Requested sort(s) \`${sort}\` is not allowed.`);
      refusal.errors[0]!.code = "InvalidSortQuery";
      throw refusal;
    }
    const wanted = query.get("filter[event]") ?? "";
    const entries = server.row.activity.filter(({ event }) => event.includes(wanted));
    if (sort === "-timestamp") entries.reverse();
    const { rows, meta } = paginate(entries, { query, url, perPage: 25, most: 100 });
    const actors = includes(call).includes("actor");
    return ok(
      list(
        rows.map((entry) =>
          activityItem(entry, user, actors ? state.users.find(({ id }) => id === entry.userId) : "absent"),
        ),
        meta,
      ),
    );
  }),
];

/** Runs what the panel asks of the node. @throws {PanelFault} in the panel's words for the node's failure. */
export async function onNode<T>(
  wings: { reach: (patienceMs?: number) => Promise<void> },
  run: () => T | Promise<T>,
  patienceMs?: number,
): Promise<T> {
  try {
    await wings.reach(patienceMs);
    return await run();
  } catch (error) {
    if (error instanceof WingsError || error instanceof NodeUnreachable) throw fromNode(error);
    throw error;
  }
}

async function resources({ server, state }: ServerCall): Promise<object> {
  const cached = state.resources.get(server.uuid);
  if (cached && state.clock.now() < cached.until) return cached.body;
  const stats = await onNode(state.wings, () => server.node.stats()).catch(asGatewayTimeout);
  const body = {
    object: "stats",
    attributes: {
      current_state: stats.state,
      is_suspended: server.node.blocked,
      resources: {
        memory_bytes: stats.memory_bytes,
        cpu_absolute: stats.cpu_absolute,
        disk_bytes: stats.disk_bytes,
        network_rx_bytes: stats.network.rx_bytes,
        network_tx_bytes: stats.network.tx_bytes,
        uptime: stats.uptime,
      },
    },
  };
  state.resources.set(server.uuid, { until: state.clock.now() + resourcesTtlMs, body });
  return body;
}

/** Whatever goes wrong on the way to the node, this route says 504. */
function asGatewayTimeout(error: unknown): never {
  const text = error instanceof Error ? error.message : "";
  throw fault(504, "DaemonConnectionException", text);
}
