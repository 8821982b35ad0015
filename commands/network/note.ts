/** `/network note address [note] [server]`: say what an address is for. */
import { defineCommand } from "../../src/command.ts";
import { code, plain } from "../../src/lib/markdown.ts";
import { serverOption } from "../server-option.ts";
import { addressOf, addressOption, findAllocation } from "./address-option.ts";

export const note = defineCommand({
  data: {
    name: "note",
    description: "Say what an address is for",
    options: [
      addressOption,
      {
        type: "string",
        name: "note",
        description: "Such as: query port; leave it out to take the note away",
        maxLength: 256,
      },
      serverOption,
    ],
  },
  access: "admin",
  visibility: "private",
  effect: "changes",
  needs: ["allocation.read", "allocation.update"],
  async run({ server, options }) {
    const before = await findAllocation(server, options.address);
    const wanted = options.note?.trim() ?? "";
    const { notes } = await server.api.network.note(before.id, wanted === "" ? null : wanted);
    const address = code(addressOf(before));
    return {
      text: notes ? `${address}: ${plain(notes)}` : `${address} has no note any more.`,
      outcome: `${address}: ${plain(before.notes ?? "no note")} → ${plain(notes ?? "no note")}`,
    };
  },
});
