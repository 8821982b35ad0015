/** `/files edit path [file] [server]`: change a text file, in a window or with a new version of it. */
import { defineCommand, type ContextOf } from "../../src/command.ts";
import { textOf, withLastBreak, withText } from "../../src/files/text-file.ts";
import { code } from "../../src/lib/markdown.ts";
import { UserError, type Question, type Reply } from "../../src/reply.ts";
import { serverOption } from "../server-option.ts";
import { maxContentsBytes } from "./deliver.ts";
import { editButton, openForEdit } from "./edit-form.ts";
import { keepFormer, undoButton } from "./former.ts";
import { fileOption } from "./path-option.ts";
import { normalPath } from "./path.ts";
import {
  diffBlock,
  patienceMs,
  proposalOf,
  proposalOutcome,
  proposalText,
  type Proposal,
} from "./proposal.ts";
import { changedMeanwhile, readVersion, writeVersion, type Version } from "./version.ts";

const editOptions = [
  fileOption,
  { type: "attachment", name: "file", description: "The new version, where it is too long for a window" },
  serverOption,
  { type: "string", name: "content", description: "The new text", hidden: true, secret: true },
  { type: "string", name: "base", description: "The version that was read", hidden: true, internal: true },
  {
    type: "string",
    name: "revised",
    description: "The version that was shown",
    hidden: true,
    internal: true,
  },
] as const;

type Context = ContextOf<typeof editOptions>;

export const edit = defineCommand({
  data: { name: "edit", description: "Change a text file", options: editOptions },
  access: "admin",
  visibility: "private",
  effect: (values) => (isProposal(values) ? "changes" : "reveals"),
  needs: (values) => (isProposal(values) ? ["file.read-content", "file.create"] : "file.read-content"),
  async confirm(context) {
    return isProposal(context.options) ? question(context, await propose(context)) : undefined;
  },
  async run(context) {
    if (isProposal(context.options)) return await save(context, await propose(context));
    const version = await readVersion(context.server, normalPath(context.options.path));
    context.files.readings.note(placeOf(context), version.fingerprint);
    return openForEdit(context.server, version);
  },
});

/** A new text or a new file; otherwise the file is only opened. */
function isProposal({ content, file }: Pick<Context["options"], "content" | "file">): boolean {
  return content !== undefined || file !== undefined;
}

/** @throws {UserError} when nothing would change, or the file is not the one that was read. */
async function propose(context: Context): Promise<Proposal> {
  const { server, options, files } = context;
  const before = await readVersion(server, normalPath(options.path));
  const base = options.base ?? files.readings.of(placeOf(context));
  if (base !== undefined && base !== before.fingerprint) {
    const mine = options.content;
    throw await changedMeanwhile(server, before.path, [
      { label: "Open it again", style: "primary", ...editCommand(context) },
      // What was typed is not lost: it can be held against what is there now.
      ...(mine === undefined ? [] : [editButton(server, before, mine)]),
    ]);
  }
  const after = withText(before.data, await wantedText(context, before));
  const proposal = await proposalOf(before.path, before, after);
  if (proposal.fingerprint === before.fingerprint)
    throw new UserError(`${code(before.path)} says exactly that already: there is nothing to save.`);
  if (options.revised !== undefined && options.revised !== proposal.fingerprint)
    throw new UserError("Nothing was saved: that is not what you were shown. Use the command again.");
  return proposal;
}

async function wantedText({ options, files }: Context, before: Version): Promise<string> {
  if (options.file === undefined) return withLastBreak(before.text, options.content ?? "");
  const text = textOf(await files.attachments.read(options.file, maxContentsBytes));
  if (text !== undefined) return text;
  throw new UserError("That file is not a UTF-8 text. Use `/files upload` to put it there as it is.");
}

function question({ server, options }: Context, proposal: Proposal): Question {
  const { before, fingerprint } = proposal;
  const block = diffBlock(proposal);
  return {
    text: `Save this? ${proposalText(proposal)}`,
    ...(block && { block }),
    yes: "Save",
    fills: { revised: fingerprint, ...(before && { base: before.fingerprint }) },
    buttons: before && options.content !== undefined ? [editButton(server, before, options.content)] : [],
    patienceMs,
  };
}

async function save(context: Context, proposal: Proposal): Promise<Reply> {
  const { server, files, actor } = context;
  const { path, before, after, fingerprint } = proposal;
  if (before) keepFormer(files, server, { version: before, actor });
  const note = await writeVersion(server, { path, entry: before?.entry }, after);
  files.readings.note(placeOf(context), fingerprint);
  return {
    text: `Saved. ${proposalText(proposal)}${note}`,
    buttons: [undoButton(server, path)],
    outcome: proposalOutcome(proposal),
  };
}

const placeOf = ({ actor, server, options }: Context) => ({
  userId: actor.id,
  server: server.uuid,
  path: normalPath(options.path),
});

const editCommand = ({ server, options }: Context) => ({
  command: "files edit",
  options: { path: options.path, server: server.key },
});
