/** A person at the keyboard: types a command with its options into the page, and looks at what is answered. */
import type { Locator, Page } from "playwright-core";
import { messageBox, type } from "./page-rig.ts";

/** A file to be chosen. */
export interface FileToChoose {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** What is done in an option's field: `typed` as it is, or typed and then the offered one `picked`; or a file. */
export type Filled = string | { typed: string; picked: string | RegExp } | FileToChoose;

/**
 * Types `/backup create`, each option, and Enter. The focus may be anywhere.
 * @returns the newest message that answers that command
 */
export async function typeCommand(
  page: Page,
  path: string,
  options: Readonly<Record<string, Filled>> = {},
): Promise<Locator> {
  const before = await answersTo(page, path).count();
  // What somebody left half typed is in the way.
  const leave = page.getByRole("button", { name: "Leave the command" });
  if ((await leave.count()) > 0) await leave.click();
  await messageBox(page).fill("");
  await type(page, `${path} `);
  const form = page.getByRole("group", { name: new RegExp(`^${path}:`) });
  await form.waitFor();
  for (const [name, filled] of Object.entries(options)) await fill(form, name, filled);
  if (Object.values(options).some((filled) => typeof filled === "object" && "buffer" in filled))
    await form.getByRole("button", { name: `Send ${path}` }).click();
  else await type(page, "<Enter>");
  await answersTo(page, path).nth(before).waitFor();
  return answersTo(page, path).nth(before);
}

function answersTo(page: Page, path: string): Locator {
  const used = page.locator(".answers .mention").getByText(path, { exact: true });
  return page.getByRole("article").filter({ has: used });
}

async function fill(form: Locator, name: string, filled: Filled): Promise<void> {
  const page = form.page();
  const field = form.locator(`[data-option="${name}"]`);
  if ((await field.count()) === 0) {
    await form.getByRole("button", { name: `+ ${name}`, exact: true }).press("Enter");
  }
  if (typeof filled === "object" && "buffer" in filled) {
    await field.setInputFiles(filled);
    await form.locator(".drop-text", { hasText: filled.name }).waitFor();
    return;
  }
  await field.focus();
  await type(page, typeof filled === "string" ? filled : filled.typed);
  if (typeof filled === "object") {
    await pick(form.getByRole("option", { name: filled.picked }).first());
  } else if ((await field.getAttribute("aria-expanded")) === "true") await type(page, "<Escape>");
}

/** Goes down to it by the arrow keys, and takes it. */
async function pick(option: Locator): Promise<void> {
  await option.waitFor();
  while ((await option.getAttribute("aria-selected")) !== "true") await type(option.page(), "<ArrowDown>");
  await type(option.page(), "<Enter>");
}

/** Presses what is on the message, then says what has to be typed to mean it, where that is asked. */
export async function press(answer: Locator, button: string, typed?: string): Promise<void> {
  await answer.getByRole("button", { name: button, exact: true }).click();
  if (typed === undefined) return;
  const dialog = answer.page().getByRole("dialog");
  await dialog.getByRole("textbox").fill(typed);
  await dialog.getByRole("button", { name: "Submit" }).click();
}
