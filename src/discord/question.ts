/** Puts a question before something that cannot be undone; only the asker can answer it, once, in time. */
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/logger.ts";
import type { Button, Question } from "../reply.ts";
import type { Answerable } from "./answer.ts";
import { confirmMs, maxConfirmMs, typedConfirmMs, type ComponentStore } from "./component-store.ts";
import type { Use } from "./look-up.ts";
import { render, type NameComponent } from "./render.ts";
import { fixedSentences } from "./sentences.ts";

export interface QuestionParts {
  components: ComponentStore;
  clock: Clock;
  log: Log;
  nameComponent: NameComponent;
}

export async function ask(
  interaction: Answerable,
  use: Use,
  { question, id }: { question: Question; id: string },
  parts: QuestionParts,
): Promise<void> {
  const { components, clock, log, nameComponent } = parts;
  // Typing a name on a phone takes a while.
  const usualMs = question.typed === undefined ? confirmMs : typedConfirmMs;
  const patienceMs = Math.min(question.patienceMs ?? usualMs, maxConfirmMs);
  const answerId = (kind: "confirm" | "cancel"): string =>
    components.add(
      {
        kind,
        command: use.entry.path,
        options: { ...use.values, ...question.fills },
        userId: interaction.user.id,
        question: id,
        ...(question.typed === undefined ? {} : { typed: question.typed }),
      },
      patienceMs,
    );
  const yes: Button = { label: question.yes, style: "danger", command: "", options: {} };
  const no: Button = { label: "Cancel", style: "secondary", command: "", options: {} };
  const message = render(
    {
      text: question.text,
      ...(question.block && { block: question.block }),
      buttons: [yes, ...(question.buttons ?? []), no],
    },
    (component) => {
      if (component === yes) return answerId("confirm");
      return component === no ? answerId("cancel") : nameComponent(component, id);
    },
    interaction.attachmentSizeLimit,
  );
  const show = async (shown: object): Promise<void> => {
    try {
      await interaction.editReply(shown);
    } catch (error) {
      log.warn({ err: error }, "a question could not be shown");
    }
  };
  await show({ ...message, attachments: [] });
  clock.after(patienceMs, () => {
    if (components.spend(id)) void show({ content: fixedSentences.tooLate, components: [], attachments: [] });
  });
}
