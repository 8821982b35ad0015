/** The page's entry: makes the store, draws the app, and draws it again after each change. */
import { render } from "preact";
import { App } from "./app.js";
import { html } from "./html.js";
import { createStore } from "./store.js";
import { applyTheme, followSystem } from "./theme.js";

const root = document.querySelector("#app");
applyTheme();
followSystem();
const store = createStore(() => render(html`<${App} store=${store} />`, root));
store.changed();
