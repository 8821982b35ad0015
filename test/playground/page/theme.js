/** Dark or light: as the system has it, until the person chooses; the choice is kept. */

const remembered = "roost-playground-theme";

const systemTheme = () => (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");

export const currentTheme = () => localStorage.getItem(remembered) ?? systemTheme();

export function applyTheme() {
  document.documentElement.dataset.theme = currentTheme();
}

export function followSystem() {
  matchMedia("(prefers-color-scheme: light)").addEventListener("change", applyTheme);
}

export function switchTheme() {
  localStorage.setItem(remembered, currentTheme() === "dark" ? "light" : "dark");
  applyTheme();
}
