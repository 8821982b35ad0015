/** A server's databases. */
import { z } from "zod";
import { maybeItem } from "./envelope.ts";
import { amount, text } from "./json.ts";

export interface Database {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly host: { readonly address: string; readonly port: number };
  /** Where connections may come from; `%` is anywhere. */
  readonly connectionsFrom: string;
  /** 0: unlimited. */
  readonly maxConnections: number;
  /** A secret; absent without `database.view_password` or when not asked for. */
  readonly password?: string | undefined;
}

const secret = maybeItem(z.object({ password: z.string() }));

export const database: z.ZodType<Database> = z
  .object({
    // Pelican: an integer.
    id: z.union([z.string().min(1), z.number().transform(String)]),
    name: text,
    username: text,
    host: z.object({ address: text, port: amount }).catch({ address: "", port: 0 }),
    connections_from: text,
    max_connections: amount,
    relationships: z.object({ password: secret }).catch({ password: undefined }),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    username: wire.username,
    host: wire.host,
    connectionsFrom: wire.connections_from,
    maxConnections: wire.max_connections,
    password: wire.relationships.password?.password,
  }));
