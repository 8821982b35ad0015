/** People who share a server. */
import { z } from "zod";
import { flag, moment, text, texts } from "./json.ts";

export interface Subuser {
  readonly uuid: string;
  readonly username: string;
  readonly email: string;
  readonly hasTwoFactor: boolean;
  readonly createdAt: Date;
  /** `group.key`; `websocket.connect` is always among them. */
  readonly permissions: readonly string[];
}

export const subuser: z.ZodType<Subuser> = z
  .object({
    uuid: z.string(),
    username: text,
    email: text,
    "2fa_enabled": flag,
    created_at: moment,
    permissions: texts,
  })
  .transform((wire) => ({
    uuid: wire.uuid,
    username: wire.username,
    email: wire.email,
    hasTwoFactor: wire["2fa_enabled"],
    createdAt: wire.created_at,
    permissions: wire.permissions,
  }));
