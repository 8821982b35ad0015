/** Work on archives, which may take longer than the panel waits for it. */
import { PanelError } from "../../src/panel/panel.ts";
import { UserError, type Reply } from "../../src/reply.ts";

/** The same, with a sentence for when nobody knows how it ended. */
export async function whileWorking(work: Promise<Reply>): Promise<Reply> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof PanelError) || !error.outcomeUnknown) throw error;
    throw new UserError(
      "That takes longer than the panel waits, but it may still go on. Look at `/files list` in a few minutes.",
      { cause: error },
    );
  }
}
