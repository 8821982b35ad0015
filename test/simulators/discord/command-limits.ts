/** What a command may look like to be registered. Source: docs interactions/application-commands. */
import { ApplicationCommandOptionType, ApplicationCommandType } from "discord-api-types/v10";
import { FormErrors, type FieldPath } from "./form-errors.ts";
import { numbers } from "./numbers.ts";
import { lengthOf, numberOf, rawsOf, textOf, type Raw } from "./raw.ts";

const T = numbers(ApplicationCommandOptionType);
const CHAT_INPUT: number = ApplicationCommandType.ChatInput;
const CHAT_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_OPTIONS = 25;
const MAX_SIZE = 8_000;
const MAX_PER_KIND: Readonly<Record<number, number>> = { 1: 100, 2: 15, 3: 15 };
const NESTED = new Set([T.Subcommand, T.SubcommandGroup]);
const WITH_CHOICES = new Set([T.String, T.Integer, T.Number]);

/** Checks one command. @throws {ApiError} 50035 */
export function checkCommand(command: Raw): void {
  const errors = new FormErrors();
  checkInto(command, [], errors);
  errors.throwIfAny();
}

/** Checks a bulk overwrite. @throws {ApiError} 50035 with the index of each bad command */
export function checkCommands(commands: readonly Raw[]): void {
  const errors = new FormErrors();
  const names = new Set<string>();
  commands.forEach((command, index) => {
    checkInto(command, [index], errors);
    const name = `${numberOf(command["type"], 1)} ${textOf(command["name"])}`;
    if (names.has(name)) {
      errors.add(
        [index, "name"],
        "APPLICATION_COMMANDS_DUPLICATE_NAME",
        "Application command names must be unique",
      );
    }
    names.add(name);
  });
  for (const [kind, most] of Object.entries(MAX_PER_KIND)) {
    const count = commands.filter(({ type }) => numberOf(type, 1) === Number(kind)).length;
    if (count > most)
      errors.add([], "BASE_TYPE_MAX_LENGTH", `Maximum number of application commands reached (${most})`);
  }
  errors.throwIfAny();
}

function checkInto(command: Raw, at: FieldPath, errors: FormErrors): void {
  const isChat = numberOf(command["type"], 1) === CHAT_INPUT;
  if (isChat) {
    checkName(command["name"], [...at, "name"], errors);
    errors.text([...at, "description"], command["description"], { min: 1, max: 100, required: true });
    checkOptions(command, at, errors);
  } else {
    errors.text([...at, "name"], command["name"], { min: 1, max: 32, required: true });
    if (textOf(command["description"]))
      errors.add([...at, "description"], "BASE_TYPE_EMPTY", "Must be empty");
  }
  const permissions = command["default_member_permissions"];
  if (permissions !== undefined && permissions !== null && !/^\d+$/u.test(textOf(permissions))) {
    errors.add([...at, "default_member_permissions"], "NUMBER_TYPE_COERCE", "Not a permission bit set.");
  }
  if (sizeOf(command) > MAX_SIZE) {
    errors.add(at, "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${MAX_SIZE})`);
  }
}

function checkName(name: unknown, at: FieldPath, errors: FormErrors): void {
  errors.text(at, name, { min: 1, max: 32, required: true });
  const text = textOf(name);
  if (!CHAT_NAME.test(text) || text !== text.toLowerCase()) {
    errors.add(at, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
  }
}

function checkOptions(parent: Raw, at: FieldPath, errors: FormErrors): void {
  const options = rawsOf(parent["options"]);
  errors.count([...at, "options"], options.length, 0, MAX_OPTIONS);
  const names = options.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    errors.add(
      [...at, "options"],
      "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
      "Option name already exists",
    );
  }
  const nested = options.filter(({ type }) => NESTED.has(numberOf(type)));
  if (nested.length > 0 && nested.length < options.length) {
    errors.add(
      [...at, "options"],
      "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
      "Subcommands and options do not mix",
    );
  }
  const firstOptional = options.findIndex(({ required }) => required !== true);
  options.forEach((option, index) => {
    const inner = [...at, "options", index];
    if (option["required"] === true && firstOptional !== -1 && index > firstOptional) {
      const message = "Required options must be placed before non-required options";
      errors.add(inner, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
    }
    checkOption(option, inner, errors);
  });
}

function checkOption(option: Raw, at: FieldPath, errors: FormErrors): void {
  const type = numberOf(option["type"]);
  checkName(option["name"], [...at, "name"], errors);
  errors.integer([...at, "type"], type, T.Subcommand, T.Attachment);
  errors.text([...at, "description"], option["description"], { min: 1, max: 100, required: true });
  if (NESTED.has(type)) {
    if (
      type === T.SubcommandGroup &&
      rawsOf(option["options"]).some((inner) => inner["type"] !== T.Subcommand)
    ) {
      errors.add([...at, "options"], "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "A group holds subcommands");
    }
    checkOptions(option, at, errors);
    return;
  }
  checkChoices(option, at, errors);
  errors.integer([...at, "min_length"], option["min_length"], 0, 6_000);
  errors.integer([...at, "max_length"], option["max_length"], 1, 6_000);
}

function checkChoices(option: Raw, at: FieldPath, errors: FormErrors): void {
  const choices = rawsOf(option["choices"]);
  const type = numberOf(option["type"]);
  errors.count([...at, "choices"], choices.length, 0, MAX_OPTIONS);
  const wrongType = (choices.length > 0 || option["autocomplete"] === true) && !WITH_CHOICES.has(type);
  if (wrongType || (choices.length > 0 && option["autocomplete"] === true)) {
    errors.add(
      [...at, "choices"],
      "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
      "Choices or autocomplete not allowed",
    );
  }
  choices.forEach((choice, index) => {
    checkChoice(choice, type, { at: [...at, "choices", index], errors });
  });
  const values = choices.map(({ value }) => value);
  if (new Set(values).size < values.length) {
    errors.add(
      [...at, "choices"],
      "APPLICATION_COMMAND_OPTIONS_CHOICE_VALUE_EXISTS",
      "Option choice value exists",
    );
  }
}

/** A choice of a string (or number) option, at registration and in an autocomplete answer. */
export function checkChoice(
  choice: Raw,
  type: number,
  { at, errors }: { at: FieldPath; errors: FormErrors },
): void {
  errors.text([...at, "name"], choice["name"], { min: 1, max: 100, required: true });
  const { value } = choice;
  if (type === T.String) errors.text([...at, "value"], value, { min: 1, max: 100, required: true });
  else if (typeof value !== "number") errors.add([...at, "value"], "NUMBER_TYPE_COERCE", "Not a number.");
}

/** Characters of all names, descriptions and choice values. */
function sizeOf(item: Raw): number {
  const own = ["name", "description"].map((key) => lengthOf(textOf(item[key])));
  const choices = rawsOf(item["choices"]).map(
    ({ name, value }) => lengthOf(textOf(name)) + lengthOf(textOf(value)),
  );
  const nested = rawsOf(item["options"]).map(sizeOf);
  return [...own, ...choices, ...nested].reduce((sum, size) => sum + size, 0);
}
