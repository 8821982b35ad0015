/** Every interaction in one straight line: look up → authorise → acknowledge → run → answer. Never rejects. */
import type { Interaction } from "discord.js";
import { effectOf } from "../command.ts";
import { acknowledge, isPrivate, refuse } from "./acknowledge.ts";
import type { Standing } from "./access.ts";
import { answer, answerApart, type Answerable } from "./answer.ts";
import { accessRefusal, guildRefusal } from "./authorise.ts";
import { complete } from "./complete.ts";
import type { ComponentStore } from "./component-store.ts";
import { toLastingId } from "./lasting-id.ts";
import { lookUp, type Use } from "./look-up.ts";
import { ask } from "./question.ts";
import { longValuesOf, type NameComponent } from "./render.ts";
import { askedBy, runCommand, serverMeant, type RunParts } from "./run-command.ts";
import { internalsOf, recordRefusal, secretsOf } from "./recorder.ts";
import { fixedSentences } from "./sentences.ts";
import { showForm } from "./show-form.ts";
import { actorOf, standingOf } from "./standing.ts";

export interface DispatcherParts extends RunParts {
  components: ComponentStore;
  /** Told how long it took from when somebody asked until they were answered first, in milliseconds. */
  onAcknowledged?: (ms: number) => void;
  /** The same for their last reply. */
  onServed?: (command: string, ms: number) => void;
}

export type Dispatch = (interaction: Interaction) => Promise<void>;

export function createDispatcher(parts: DispatcherParts): Dispatch {
  return async (interaction) => {
    try {
      if (interaction.isAutocomplete()) await complete(interaction, parts);
      else if (isAnswerable(interaction)) await serve(interaction, parts);
    } catch (error) {
      parts.log.error({ err: error, interaction: interaction.id }, "an interaction was not served");
    }
  };
}

function isAnswerable(interaction: Interaction): interaction is Answerable {
  return (
    interaction.isChatInputCommand() ||
    interaction.isButton() ||
    interaction.isStringSelectMenu() ||
    interaction.isModalSubmit()
  );
}

async function serve(interaction: Answerable, parts: DispatcherParts): Promise<void> {
  const startedAt = parts.clock.monotonic();
  const notHere = guildRefusal(interaction, parts);
  if (notHere !== undefined) return refuse(interaction, notHere, parts.log);
  const use = lookUp(interaction, parts);
  if (typeof use === "string") return refuse(interaction, use, parts.log);
  const standing = standingOf(interaction);
  const refusal = accessRefusal(standing, use, parts);
  if (refusal !== undefined) return refuseRecorded(interaction, use, refusal, parts);
  if (use.form) return showForm(interaction, use.form, parts);
  if (use.question !== undefined && !parts.components.spend(use.question)) {
    return refuse(interaction, fixedSentences.alreadyAnswered, parts.log);
  }
  if (!(await acknowledge(interaction, use, parts.log))) return;
  parts.onAcknowledged?.(parts.clock.monotonic() - startedAt);
  await act(interaction, { use, standing, arrivedAt: startedAt }, parts);
  const { path } = use.entry;
  const ms = Math.round(parts.clock.monotonic() - startedAt);
  parts.onServed?.(path, ms);
  parts.log.info({ command: path, user: interaction.user.id, ms }, "a command was served");
}

async function act(
  interaction: Answerable,
  { use, standing, arrivedAt }: { use: Use; standing: Standing; arrivedAt: number },
  parts: DispatcherParts,
): Promise<void> {
  const base = { ...parts, nameComponent: namer(parts.components), arrivedAt };
  const answering = { ...base, isPrivate: isPrivate(use), command: use.entry.path };
  if (use.origin === "cancelled") {
    return answer(interaction, { text: fixedSentences.cancelled }, { ...answering, isOutcome: false });
  }
  const performed = await runCommand(askedBy(interaction), use, standing, parts);
  if ("question" in performed) return ask(interaction, use, performed, { ...parts, ...answering });
  let { reply } = performed;
  // What others see in the message is still true: the failure is only told to the one who pressed.
  if (performed.isFailure && use.inPlace && use.origin === "component")
    return answerApart(interaction, reply, base);
  await answer(interaction, reply, { ...answering, isOutcome: false });
  while (reply.next) {
    reply = await reply.next;
    await answer(interaction, reply, { ...answering, isOutcome: true });
  }
}

/** Remembers what each component of a reply means. */
function namer(components: ComponentStore): NameComponent {
  return (component, question) => {
    const { command, options, inPlace = false } = component;
    const lasting = "lasts" in component && component.lasts ? toLastingId(command, options) : undefined;
    if (lasting !== undefined) return lasting;
    const more =
      "fills" in component
        ? { fills: component.fills, longValues: longValuesOf(component) }
        : component.form && { form: component.form };
    const instead = inPlace && question !== undefined ? { question } : {};
    return components.add({ kind: "command", command, options, inPlace, ...more, ...instead });
  };
}

/** Attempts at what somebody may not do are worth a record, except for reading. */
async function refuseRecorded(
  interaction: Answerable,
  use: Use,
  refusal: string,
  parts: DispatcherParts,
): Promise<void> {
  await refuse(interaction, refusal, parts.log);
  if (effectOf(use.entry.command, use.values) === "reads") return;
  recordRefusal(parts.recorder, {
    actor: actorOf(interaction),
    interactionId: interaction.id,
    command: use.entry.path,
    server: serverMeant(use, parts),
    values: use.values,
    secrets: secretsOf(use.entry.command),
    internals: internalsOf(use.entry.command),
  });
}
