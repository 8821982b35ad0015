/** Discord's sizes, in UTF-16 units unless named otherwise. Source: the API reference (message, components, interactions). */
export const limits = {
  content: 2000,
  embedTitle: 256,
  embedDescription: 4096,
  embedFields: 25,
  embedFieldName: 256,
  embedFieldValue: 1024,
  embedFooter: 2048,
  /** Of title, description, footer and fields together. */
  embedTotal: 6000,
  buttonsPerRow: 5,
  buttonLabel: 80,
  placeholder: 150,
  modalTitle: 45,
  fieldLabel: 45,
  fieldText: 4000,
  choices: 25,
  choiceText: 100,
  customId: 100,
  /** Per file, where an interaction does not say otherwise. */
  fileBytes: 10 * 1024 * 1024,
  /** An interaction must be acknowledged within this time. */
  acknowledgeMs: 3000,
  /** An interaction's reply can be edited for this long. */
  interactionMs: 15 * 60_000,
} as const;
