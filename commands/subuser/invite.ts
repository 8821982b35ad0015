/** `/subuser invite email [preset] [server]`: share a server with somebody; without a preset, choose what they may do. */
import { defineCommand } from "../../src/command.ts";
import type { FleetServer } from "../../src/fleet/server.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import type { PermissionCatalogue } from "../../src/panel/panel.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { draftOf, editorOptions, editorReply, type DraftOptions } from "./permission-editor.ts";
import { always, groupsInWords, presetChoices, presetOf, type Preset } from "./permission-sets.ts";

interface Wishes extends DraftOptions {
  readonly preset?: Preset | undefined;
  readonly save?: boolean | undefined;
}

export const invite = defineCommand({
  data: {
    name: "invite",
    description: "Share a server in the panel with somebody",
    options: [
      {
        type: "string",
        name: "email",
        description: "Their e-mail address; who has no account yet is sent one",
        required: true,
        maxLength: 191,
      },
      {
        type: "string",
        name: "preset",
        description: "What they may do; leave it out to choose one by one",
        choices: presetChoices,
      },
      editorOptions.draft,
      editorOptions.group,
      editorOptions.chosen,
      editorOptions.save,
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: (options) => (isFinal(options) ? "changes" : "reads"),
  needs: "user.create",
  async confirm({ server, options }) {
    const email = readEmail(options.email);
    if (!isFinal(options)) return undefined;
    const permissions = wanted(options, server, await server.permissionCatalogue());
    return {
      text: [
        `Share **${plain(server.name)}** with **${plain(email)}**? If that address is new to the panel, it makes an account and sends a mail there.`,
        ...groupsInWords(permissions),
      ].join("\n"),
      yes: "Invite",
    };
  },
  async run({ server, options }) {
    const email = readEmail(options.email);
    const catalogue = await server.permissionCatalogue();
    const permissions = wanted(options, server, catalogue);
    if (!isFinal(options)) {
      return editorReply({
        command: "subuser invite",
        options: { email, server: server.key },
        title: `What may **${plain(email)}** do on **${plain(server.name)}**?`,
        draft: permissions,
        group: options.group,
        catalogue,
        canGive: (permission) => server.can(permission),
        saveLabel: "Invite",
      });
    }
    const subuser = await server.api.subusers.invite({ email, permissions });
    return {
      text: [
        `**${plain(subuser.username)}** (${plain(subuser.email)}) shares **${plain(server.name)}** now.`,
        ...groupsInWords(subuser.permissions),
      ].join("\n"),
      outcome: `invited with ${subuser.permissions.length} permissions`,
    };
  },
});

/** With a preset there is nothing left to choose. */
function isFinal({ preset, save }: Wishes): boolean {
  return preset !== undefined || save === true;
}

/** Roost's key can give only what it has. */
function wanted(options: Wishes, server: FleetServer, catalogue: PermissionCatalogue): string[] {
  const start = presetOf(options.preset ?? "viewer", catalogue).filter(
    (permission) => permission === always || server.can(permission),
  );
  return draftOf(options, start, catalogue);
}

/** @throws {UserError} when it cannot be an address. */
function readEmail(typed: string): string {
  const email = typed.trim();
  if (/^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/.test(email)) return email;
  throw new UserError(`${code(typed)} is not an e-mail address. It looks like \`name@example.com\`.`);
}
