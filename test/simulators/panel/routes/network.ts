/** Allocations: the ports of a server. */
import { list } from "../envelope.ts";
import { display, notFound } from "../errors.ts";
import { noContent, ok, serverRoute, type ServerCall, type ServerRoute } from "../route.ts";
import { validate } from "../rules.ts";
import type { Allocation } from "../world.ts";
import { allocationItem } from "./present.ts";

const path = "/network/allocations";

export const networkRoutes: ServerRoute[] = [
  serverRoute(`GET ${path}`, "allocation.read", ({ server: { row } }) =>
    ok(list(row.allocations.map((allocation) => allocationItem(row, allocation)))),
  ),
  serverRoute(`POST ${path}`, "allocation.create", ({ server, state, user }) => {
    const { row } = server;
    if (!state.settings.autoAllocation) {
      throw display(
        "Server auto-allocation is not enabled for this instance.",
        "AutoAllocationNotEnabledException",
      );
    }
    if (row.allocations.length >= (row.featureLimits.allocations ?? 0)) {
      throw display("Cannot assign additional allocations to this server: limit has been reached.");
    }
    const id = state.nextId();
    const allocation: Allocation = { id, ip: "203.0.113.5", alias: null, port: 25_000 + id, notes: null };
    row.allocations.push(allocation);
    server.log("server:allocation.create", user.id, { allocation: `203.0.113.5:${allocation.port}` });
    return ok(allocationItem(row, allocation));
  }),
  serverRoute(`POST ${path}/:allocation`, "allocation.update", (call) => {
    const allocation = find(call);
    validate(call.input, { notes: "present|nullable|string|max:256" });
    allocation.notes = (call.input["notes"] as string | null | undefined) ?? null;
    return ok(allocationItem(call.server.row, allocation));
  }),
  serverRoute(`POST ${path}/:allocation/primary`, "allocation.update", (call) => {
    const allocation = find(call);
    call.server.row.primaryAllocation = allocation.id;
    return ok(allocationItem(call.server.row, allocation));
  }),
  serverRoute(`DELETE ${path}/:allocation`, "allocation.delete", (call) => {
    const allocation = find(call);
    const { row } = call.server;
    if (!row.featureLimits.allocations) {
      throw display("You cannot delete allocations for this server: no allocation limit is set.");
    }
    if (allocation.id === row.primaryAllocation) {
      throw display("You cannot delete the primary allocation for this server.");
    }
    row.allocations.splice(row.allocations.indexOf(allocation), 1);
    return noContent;
  }),
];

function find({ server, params }: ServerCall): Allocation {
  const allocation = server.row.allocations.find(({ id }) => id === Number(params["allocation"]));
  if (!allocation) throw notFound();
  return allocation;
}
