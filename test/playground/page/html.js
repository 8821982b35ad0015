/** The page's two building blocks: `html` makes nodes (text in it stays text), `Frozen` draws again only for new things. */
import { Component, h } from "preact";
import htm from "htm";

export const html = htm.bind(h);

/** A part that is a function of its props alone, compared by identity. */
export class Frozen extends Component {
  shouldComponentUpdate(next) {
    const names = Object.keys({ ...this.props, ...next });
    return names.some((name) => name !== "children" && next[name] !== this.props[name]);
  }
}

export const classes = (...names) => names.filter(Boolean).join(" ");
