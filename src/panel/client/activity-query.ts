/** How the panel's logs are asked for. */
import type { CallOptions } from "../request.ts";

export interface ActivityQuery extends CallOptions {
  readonly page?: number;
  /** 1 to 100. */
  readonly perPage?: number;
  /** Part of an event's name, like `server:power`. */
  readonly event?: string;
}

/** Newest first, with who did it. */
export function activityQuery({ page = 1, perPage = 25, event }: ActivityQuery) {
  return { page, per_page: perPage, "filter[event]": event, sort: "-timestamp", include: "actor" };
}
