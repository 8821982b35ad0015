/** The account the key belongs to. Never offered in a chat command. */
import type { Caller } from "../caller.ts";
import { json, nothing, type CallOptions } from "../request.ts";
import {
  account,
  apiKey,
  newApiKey,
  recoveryTokens,
  sshKey,
  twoFactorSetup,
  type Account,
  type ApiKey,
  type NewApiKey,
  type SshKey,
  type TwoFactorSetup,
} from "../wire/account.ts";
import { activityEntry, type ActivityEntry } from "../wire/activity.ts";
import { item, list, page, type Page } from "../wire/envelope.ts";
import { activityQuery, type ActivityQuery } from "./activity-query.ts";

export function accountOf(caller: Caller) {
  return {
    /** The cheapest check of a key. */
    details: (options: CallOptions = {}): Promise<Account> =>
      caller.send({ route: "GET /account", read: json(item(account)), ...options }),

    /** `password` is the current one. */
    changeEmail: (change: { email: string; password: string }): Promise<void> =>
      caller.send({ route: "PUT /account/email", json: { ...change }, read: nothing }),

    changePassword: ({ current, next }: { current: string; next: string }): Promise<void> =>
      caller.send({
        route: "PUT /account/password",
        json: { current_password: current, password: next, password_confirmation: next },
        read: nothing,
      }),

    activity: (query: ActivityQuery = {}): Promise<Page<ActivityEntry>> =>
      caller.send({
        route: "GET /account/activity",
        query: activityQuery(query),
        read: json(page(activityEntry)),
        signal: query.signal,
      }),

    twoFactor: {
      /** @throws {PanelError} "refused" when it is on already. */
      setup: (options: CallOptions = {}): Promise<TwoFactorSetup> =>
        caller.send({ route: "GET /account/two-factor", read: json(twoFactorSetup), ...options }),

      /** Gives the recovery tokens, which are told this once. */
      enable: (proof: { code: string; password: string }): Promise<readonly string[]> =>
        caller.send({
          route: "POST /account/two-factor",
          json: { ...proof },
          read: json(item(recoveryTokens)),
        }),

      disable: (password: string): Promise<void> =>
        caller.send({ route: "POST /account/two-factor/disable", json: { password }, read: nothing }),
    },

    apiKeys: {
      list: (options: CallOptions = {}): Promise<readonly ApiKey[]> =>
        caller.send({ route: "GET /account/api-keys", read: json(list(apiKey)), ...options }),

      /** `allowedIps` are addresses or CIDR ranges; none: from anywhere. */
      create: (input: { description: string; allowedIps?: readonly string[] }): Promise<NewApiKey> =>
        caller.send({
          route: "POST /account/api-keys",
          json: { description: input.description, allowed_ips: input.allowedIps ?? [] },
          read: json(newApiKey),
        }),

      delete: (identifier: string): Promise<void> =>
        caller.send({
          route: "DELETE /account/api-keys/:key",
          params: { key: identifier },
          read: nothing,
        }),
    },

    sshKeys: {
      list: (options: CallOptions = {}): Promise<readonly SshKey[]> =>
        caller.send({ route: "GET /account/ssh-keys", read: json(list(sshKey)), ...options }),

      create: ({ name, publicKey }: { name: string; publicKey: string }): Promise<SshKey> =>
        caller.send({
          route: "POST /account/ssh-keys",
          json: { name, public_key: publicKey },
          read: json(item(sshKey)),
        }),

      /** Also succeeds when there is none such. */
      remove: (fingerprint: string): Promise<void> =>
        caller.send({ route: "POST /account/ssh-keys/remove", json: { fingerprint }, read: nothing }),
    },
  };
}
