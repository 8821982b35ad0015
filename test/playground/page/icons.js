/** Small line drawings, made for this page. */
import { html } from "./html.js";

const paths = {
  menu: "M4 7h16M4 12h16M4 17h16",
  world: "M4 6h16v5H4zM4 13h16v5H4zM7 8.5h.01M7 15.5h.01",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4",
  close: "M6 6l12 12M18 6 6 18",
  reply: "M9 7 4 12l5 5M4 12h9a6 6 0 0 1 6 6",
  send: "M4 12 20 4l-5 16-3-7z",
  clip: "M8 12.5l6-6a3 3 0 0 1 4.2 4.2l-8 8a5 5 0 0 1-7-7l7.5-7.6",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  down: "M12 5v13M6 12l6 6 6-6",
  thread: "M5 4v6a3 3 0 0 0 3 3h11M15 9l4 4-4 4",
  eye: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6S2 12 2 12ZM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5Z",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
};

export const Icon = ({ name }) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${paths[name]} />
  </svg>`;

/** Somebody's picture: a letter on a colour of their own; the bot's is a roof with a bird under it. */
export function Avatar({ user }) {
  if (user?.bot) return html`<img class="avatar" src="/icon.svg" alt="" />`;
  const name = user?.name ?? "?";
  const tone = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % 6;
  return html`<span class="avatar tone-${tone}" aria-hidden="true">${name.charAt(0).toUpperCase()}</span>`;
}
