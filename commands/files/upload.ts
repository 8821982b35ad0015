/** `/files upload path file [server]`: put a file from Discord onto a server. */
import { defineCommand, type ContextOf } from "../../src/command.ts";
import { code, timestamp } from "../../src/lib/markdown.ts";
import { bytesInWords } from "../../src/lib/text.ts";
import { serverOption } from "../server-option.ts";
import { safeName, targetOf, type Target } from "./new-path.ts";
import { anyOption } from "./path-option.ts";
import { splitPath } from "./path.ts";
import { tellBrokenUpload } from "./broken-upload.ts";

const uploadOptions = [
  { ...anyOption, description: "Where to: a folder, or the whole path with its name" },
  { type: "attachment", name: "file", description: "The file", required: true },
  serverOption,
] as const;

type Context = ContextOf<typeof uploadOptions>;

export const upload = defineCommand({
  data: { name: "upload", description: "Put a file onto the server", options: uploadOptions },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["file.read", "file.create"],
  async confirm(context) {
    // What is there now decides whether something would be lost.
    context.server.forget("files");
    const { path, entry } = await findTarget(context);
    if (!entry) return undefined;
    const { bytes } = context.options.file;
    return {
      text:
        `Replace ${code(path)}? It is ${bytesInWords(entry.size)}, changed ${timestamp(entry.modifiedAt, "R")}; ` +
        `yours is ${bytesInWords(bytes)}. What is there now cannot be brought back.`,
      yes: "Replace it",
    };
  },
  async run(context) {
    const { server, options, files } = context;
    const target = await findTarget(context);
    const { directory, name } = splitPath(target.path);
    const { bytes } = options.file;
    const { body, failure } = await files.attachments.open(options.file);
    try {
      await server.upload({ directory, name, body, bytes });
    } catch (error) {
      throw await tellBrokenUpload(server, { target, bytes }, failure() ?? error);
    }
    const was = target.entry ? `${bytesInWords(target.entry.size)} → ` : "";
    return {
      text: `${target.entry ? "Replaced" : "Uploaded"} ${code(target.path)}: ${was}${bytesInWords(bytes)}.`,
      outcome: `${code(target.path)}: ${was}${bytesInWords(bytes)}`,
    };
  },
});

function findTarget({ server, options }: Context): Promise<Target> {
  return targetOf(server, options.path, safeName(options.file.name));
}
