/** Puts a question before something that cannot be undone; only the asker can answer it, once, within a minute. */
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import type { Question } from "../reply.ts";
import type { Answerable } from "./answer.ts";
import { confirmMs, type ButtonStore } from "./button-store.ts";
import type { Use } from "./look-up.ts";
import { render } from "./render.ts";
import { fixedSentences } from "./sentences.ts";

export interface QuestionParts {
  buttons: ButtonStore;
  clock: Clock;
  log: Log;
}

export async function ask(
  interaction: Answerable,
  use: Use,
  { question, id }: { question: Question; id: string },
  parts: QuestionParts,
): Promise<void> {
  const { buttons, clock, log } = parts;
  const button = (kind: "confirm" | "cancel"): string =>
    buttons.add({
      kind,
      command: use.entry.path,
      options: use.values,
      userId: interaction.user.id,
      question: id,
    });
  const offered = [
    { label: question.yes, style: "danger", command: "confirm", options: {} },
    { label: "Cancel", style: "secondary", command: "cancel", options: {} },
  ] as const;
  const message = render({ text: question.text, buttons: offered }, ({ command }) =>
    button(command === "confirm" ? "confirm" : "cancel"),
  );
  const show = async (shown: object): Promise<void> => {
    try {
      await interaction.editReply(shown);
    } catch (error) {
      log.warn({ err: error }, "a question could not be shown");
    }
  };
  await show(message);
  clock.after(confirmMs, () => {
    if (buttons.spend(id)) void show({ content: fixedSentences.tooLate, components: [] });
  });
}
