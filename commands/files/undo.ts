/** `/files undo path [server]`: bring back what a file held before it was changed here. */
import { defineCommand, type ContextOf } from "../../src/command.ts";
import { code, plain, timestamp } from "../../src/lib/markdown.ts";
import { UserError, type Button } from "../../src/reply.ts";
import type { FormerContent } from "../../src/store/former-contents.ts";
import { serverOption } from "../server-option.ts";
import { keepFormer, undoButton } from "./former.ts";
import { fileOption } from "./path-option.ts";
import { currentEntryAt, normalPath } from "./path.ts";
import {
  diffBlock,
  patienceMs,
  proposalOf,
  proposalOutcome,
  proposalText,
  type Proposal,
} from "./proposal.ts";
import { changedMeanwhile, readVersion, writeVersion } from "./version.ts";

const undoOptions = [
  fileOption,
  serverOption,
  { type: "integer", name: "version", description: "Which former content", hidden: true, internal: true },
  { type: "string", name: "base", description: "The version that is there", hidden: true, internal: true },
] as const;

type Context = ContextOf<typeof undoOptions>;

/** Stands for a file that is not there. */
const none = "none";

export const undo = defineCommand({
  data: {
    name: "undo",
    description: "Bring back what a file held before it was changed here",
    options: undoOptions,
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["file.read-content", "file.create"],
  async confirm(context) {
    const { proposal, former, older } = await propose(context);
    const block = diffBlock(proposal);
    const { at, actorName, id } = former;
    return {
      text: `Bring back what was there until ${timestamp(new Date(at), "R")}, when **${plain(actorName)}** changed it? ${proposalText(proposal)}`,
      ...(block && { block }),
      yes: "Bring it back",
      fills: { version: id, base: proposal.before?.fingerprint ?? none },
      buttons: older ? [olderButton(context, older)] : [],
      patienceMs,
    };
  },
  async run(context) {
    const { server, files, actor, options } = context;
    const { proposal } = await propose(context);
    const { path, before, after } = proposal;
    if (options.base !== undefined && options.base !== (before?.fingerprint ?? none))
      throw await changedMeanwhile(server, path);
    if (before) keepFormer(files, server, { version: before, actor });
    const note = await writeVersion(server, { path, entry: before?.entry }, after);
    return {
      text: `Brought back. ${proposalText(proposal)}${note}`,
      buttons: before ? [undoButton(server, path)] : [],
      outcome: proposalOutcome(proposal),
    };
  },
});

interface Found {
  proposal: Proposal;
  former: FormerContent;
  older: FormerContent | undefined;
}

/** The newest content that is not what is there now, or the one that was chosen. @throws {UserError} when there is none. */
async function propose({ server, files, options }: Context): Promise<Found> {
  const path = normalPath(options.path);
  const entry = path === "/" ? undefined : await currentEntryAt(server, path);
  const before = entry ? await readVersion(server, path) : undefined;
  const others = files.former
    .list(server.uuid, path)
    .filter(({ fingerprint }) => fingerprint !== before?.fingerprint);
  const place = others.findIndex(({ id }) => options.version === undefined || id === options.version);
  const former = others[place];
  const content = former && files.former.read(former.id);
  if (!former || !content) {
    throw new UserError(
      `There is nothing to bring back for ${code(path)}: only what was changed with \`/files edit\` is kept, the last few times.`,
    );
  }
  return { proposal: await proposalOf(path, before, content), former, older: others[place + 1] };
}

function olderButton({ server, options }: Context, { id }: FormerContent): Button {
  return {
    label: "Older",
    style: "secondary",
    command: "files undo",
    options: { path: options.path, server: server.key, version: id },
    inPlace: true,
  };
}
