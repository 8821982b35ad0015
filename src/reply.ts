/** What a command answers, in the words of the field; `discord/` turns it into a message. Text is markdown, already escaped. */

/** A colour bar: 24-bit RGB. */
export const colours = {
  running: 0x57_f2_87,
  offline: 0xed_42_45,
  between: 0xfe_e7_5c,
  neutral: 0x58_65_f2,
} as const;

export interface Field {
  name: string;
  value: string;
  /** Stands beside its neighbours where the screen is wide enough. */
  inline?: boolean;
}

/** An embed. */
export interface Card {
  title: string;
  colour: number;
  text?: string;
  fields?: readonly Field[];
  footer?: string;
}

/** Text that is shown as it is: in a code block where it fits, otherwise as a file. */
export interface Block {
  text: string;
  /** For highlighting: `yaml`, `json`, … */
  language?: string;
  fileName: string;
}

export interface ReplyFile {
  name: string;
  data: Uint8Array;
}

/** A button that runs a command as whoever presses it, with their own access. */
export interface Button {
  label: string;
  style: "primary" | "secondary" | "success" | "danger";
  /** The command's path: `power`, `backup list`. */
  command: string;
  options: Readonly<Record<string, string | number | boolean>>;
  /** `true` when the answer takes the place of the message that holds the button. */
  inPlace?: boolean;
  /**
   * Works for ever, over restarts too. Only for short options that people could also type; what the command requires
   * beside them it asks for, with a form of its own.
   */
  lasts?: true;
  /** Filled in first; each field's text joins `options` under the field's name. */
  form?: Form;
}

/** One text field of a form. */
export interface FormField {
  name: string;
  /** Up to 45 characters. */
  label: string;
  value?: string;
  placeholder?: string;
  /** Several lines. */
  multiline?: boolean;
  /** Default: true. */
  required?: boolean;
  /** At most 4,000, which is the default. */
  maxLength?: number;
}

/** A window with up to five fields. */
export interface Form {
  /** Up to 45 characters. */
  title: string;
  fields: readonly FormField[];
}

export interface SelectChoice {
  label: string;
  /** Any length: Discord is shown something shorter where it must be. */
  value: string;
  description?: string;
  isChosen?: boolean;
}

/** A menu; choosing runs a command as whoever chooses, with the chosen values in one option. */
export interface Select {
  placeholder: string;
  /** At most 25. */
  choices: readonly SelectChoice[];
  command: string;
  options: Button["options"];
  /** The option that gets what was chosen; several values are joined with commas. */
  fills: string;
  /** How many may be chosen; default: one. */
  atMost?: number;
  inPlace?: boolean;
}

export interface Reply {
  text?: string;
  card?: Card;
  block?: Block;
  files?: readonly ReplyFile[];
  buttons?: readonly Button[];
  /** Above the buttons, each in a row of its own; at most four with buttons. */
  selects?: readonly Select[];
  /** For secrets: milliseconds after which the reply is blanked. Only for private replies. */
  lifetimeMs?: number;
  /** Takes this reply's place once it settles; a rejection is told like any failure. */
  next?: Promise<Reply>;
  /** For the audit log: how it went, when the reply is not the last word on it. Default: "done". */
  outcome?: string;
}

/** What is asked before something that cannot be undone. */
export interface Question {
  text: string;
  /** What the question is about, when it has to be looked at: a diff, say. */
  block?: Block;
  /** The button that says yes: "Delete backup". */
  yes: string;
  /** What has to be typed to mean it, such as the server's name; compared by `asTyped`, of which something must be left. */
  typed?: string;
  /** What yes adds to the options: which state of things was asked about, say. */
  fills?: Button["options"];
  /** Other ways out, beside yes and Cancel; one that answers in place takes the question off the table. */
  buttons?: readonly Button[];
  /** For what takes long to look at: milliseconds, at most ten minutes. Default: a minute. */
  patienceMs?: number;
}

/** A failure that the person who asked can mend; the message is shown as it is, so it is one or two kind sentences. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly buttons: readonly Button[];

  constructor(
    message: string,
    { buttons = [], cause }: { buttons?: readonly Button[]; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.buttons = buttons;
  }
}
