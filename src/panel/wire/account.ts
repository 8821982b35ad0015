/** The account the key belongs to, its keys, and the catalogue of permissions. */
import { z } from "zod";
import { flag, mapOf, maybeMoment, maybeText, moment, text, texts } from "./json.ts";

export interface Account {
  /** Pterodactyl only. */
  readonly id?: number | undefined;
  /** Pelican only. */
  readonly uuid?: string | undefined;
  readonly username: string;
  readonly email: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly language: string;
  readonly isAdmin: boolean;
}

export const account: z.ZodType<Account> = z
  .object({
    id: z.number().optional().catch(undefined),
    uuid: maybeText,
    username: text,
    email: text,
    first_name: maybeText,
    last_name: maybeText,
    language: text,
    admin: flag,
    root_admin: flag,
  })
  .transform((wire) => ({
    id: wire.id,
    uuid: wire.uuid,
    username: wire.username,
    email: wire.email,
    firstName: wire.first_name,
    lastName: wire.last_name,
    language: wire.language,
    isAdmin: wire.admin || wire.root_admin,
  }));

export interface ApiKey {
  /** The first 16 characters; no secret. */
  readonly identifier: string;
  readonly description: string;
  readonly allowedIps: readonly string[];
  readonly lastUsedAt?: Date | undefined;
  readonly createdAt: Date;
}

export interface NewApiKey extends ApiKey {
  /** The whole key, as it goes into requests: told this once. */
  readonly secret: string;
}

export const apiKey: z.ZodType<ApiKey> = z
  .object({
    identifier: z.string().min(1),
    description: text,
    allowed_ips: texts,
    last_used_at: maybeMoment,
    created_at: moment,
  })
  .transform((wire) => ({
    identifier: wire.identifier,
    description: wire.description,
    allowedIps: wire.allowed_ips,
    lastUsedAt: wire.last_used_at,
    createdAt: wire.created_at,
  }));

export const newApiKey: z.ZodType<NewApiKey> = z
  .object({ attributes: apiKey, meta: z.object({ secret_token: z.string() }) })
  .transform((wire) => ({
    ...wire.attributes,
    secret: wire.attributes.identifier + wire.meta.secret_token,
  }));

export interface SshKey {
  readonly name: string;
  readonly fingerprint: string;
  readonly publicKey: string;
  readonly createdAt: Date;
}

export const sshKey: z.ZodType<SshKey> = z
  .object({ name: text, fingerprint: z.string(), public_key: text, created_at: moment })
  .transform((wire) => ({
    name: wire.name,
    fingerprint: wire.fingerprint,
    publicKey: wire.public_key,
    createdAt: wire.created_at,
  }));

export interface TwoFactorSetup {
  /** `otpauth://…`: a secret, to be shown as a QR code. */
  readonly otpauthUrl: string;
  readonly secret: string;
}

export const twoFactorSetup: z.ZodType<TwoFactorSetup> = z
  .object({ data: z.object({ image_url_data: z.string(), secret: text }) })
  .transform(({ data }) => ({ otpauthUrl: data.image_url_data, secret: data.secret }));

export const recoveryTokens: z.ZodType<readonly string[]> = z
  .object({ tokens: texts })
  .transform(({ tokens }) => tokens);

/** group → what it is about, and key → what it allows. */
export type PermissionCatalogue = Readonly<
  Record<string, { readonly description: string; readonly keys: Readonly<Record<string, string>> }>
>;

export const permissionCatalogue: z.ZodType<PermissionCatalogue> = z
  .object({ permissions: mapOf(z.object({ description: text, keys: mapOf(text) })) })
  .transform(({ permissions }) => permissions);
