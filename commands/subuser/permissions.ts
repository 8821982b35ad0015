/** `/subuser permissions person [preset] [server]`: change what somebody may do in the panel. */
import { defineCommand } from "../../src/command.ts";
import { fingerprintOf } from "../../src/files/fingerprint.ts";
import { plain } from "../../src/lib/markdown.ts";
import { UserError } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { draftOf, editorOptions, editorReply } from "./permission-editor.ts";
import { always, differenceInWords, groupsInWords, presetChoices, presetOf } from "./permission-sets.ts";
import { findSubuser, subuserOption } from "./subuser-option.ts";

export const permissions = defineCommand({
  data: {
    name: "permissions",
    description: "Change what somebody may do in the panel",
    options: [
      subuserOption,
      {
        type: "string",
        name: "preset",
        description: "Begin with these instead of what they may do now",
        choices: presetChoices,
      },
      editorOptions.draft,
      editorOptions.group,
      editorOptions.chosen,
      editorOptions.save,
      { type: "string", name: "seen", description: "What they could do at the beginning", hidden: true },
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: ({ save }) => (save ? "changes" : "reads"),
  needs: ["user.read", "user.update"],
  async run({ server, options }) {
    const { uuid } = await findSubuser(server, options.person);
    const catalogue = await server.permissionCatalogue();
    const subuser = await server.api.subusers.details(uuid);
    const name = `**${plain(subuser.username)}**`;
    const start = options.preset
      ? presetOf(options.preset, catalogue).filter(
          (permission) => permission === always || server.can(permission),
        )
      : subuser.permissions;
    const draft = draftOf(options, start, catalogue);
    const seen = fingerprintOf(Buffer.from(subuser.permissions.toSorted().join()));
    if (!options.save) {
      return editorReply({
        command: "subuser permissions",
        options: { person: uuid, server: server.key, seen: options.seen ?? seen },
        title: `What may ${name} (${plain(subuser.email)}) do on **${plain(server.name)}**?`,
        draft,
        group: options.group,
        catalogue,
        canGive: (permission) => server.can(permission),
        saveLabel: "Save",
      });
    }
    if (options.seen !== undefined && options.seen !== seen)
      throw new UserError(
        `Nothing was saved: somebody else changed what ${name} may do meanwhile. Use the command again.`,
      );
    const after = await server.api.subusers.setPermissions(uuid, draft);
    const difference = differenceInWords(subuser.permissions, after.permissions);
    return {
      text: [
        `${name} may do this on **${plain(server.name)}** now:`,
        ...groupsInWords(after.permissions),
      ].join("\n"),
      outcome: `${name}: ${difference || "nothing changed"}`,
    };
  },
});
