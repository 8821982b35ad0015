/** Which server states block which routes: the panel's 409 matrix. */
import { fault, type PanelFault } from "./errors.ts";
import type { ServerRow } from "./world.ts";

export interface StateQuestion {
  row: ServerRow;
  nodeMaintenance: boolean;
  admin: boolean;
  /** The route's template, `/servers/:server/websocket`, and its method. */
  route: string;
}

/** The conflict that the route runs into, if any. First match wins. */
export function stateConflict({ row, nodeMaintenance, admin, route }: StateQuestion): PanelFault | undefined {
  if (route === "GET /servers/:server") return undefined;
  const text = conflictText(row, nodeMaintenance);
  if (text === undefined) return undefined;
  const hard = row.status === "suspended" || nodeMaintenance;
  if (admin && !hard && route === "GET /servers/:server/websocket") return undefined;
  return fault(409, "ServerStateConflictException", text);
}

function conflictText(row: ServerRow, nodeMaintenance: boolean): string | undefined {
  if (row.status === "suspended") {
    return "This server is currently suspended and the functionality requested is unavailable.";
  }
  if (nodeMaintenance) {
    return "The node of this server is currently under maintenance and the functionality requested is unavailable.";
  }
  if (row.status === "installing" || row.status === "install_failed") {
    return "This server has not yet completed its installation process, please try again later.";
  }
  if (row.status === "restoring_backup") {
    return "This server is currently restoring from a backup, please try again later.";
  }
  return row.transferring
    ? "This server is currently being transferred to a new machine, please try again later."
    : undefined;
}
