/** How Wings refuses: a status and its own words, as the panel proxies them. */
import { randomUUID } from "node:crypto";

export class WingsError extends Error {
  readonly status: number;
  readonly requestId = randomUUID();

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

export const unexpected = "An unexpected error was encountered while processing this request";
export const notFound = "The requested resource was not found on this server.";
