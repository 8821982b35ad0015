/** A channel's messages: draws a window of them, moves it as one scrolls, and stays at the newest while one reads there. */
import { Component, createRef } from "preact";
import { html } from "./html.js";
import { Icon } from "./icons.js";
import { Message } from "./message.js";
import { pingsMe } from "./store.js";
import { afterChange, afterOlder, towardsEnd, towardsStart, viewOfEnd } from "./window.ts";

/** This near to an edge of what is drawn, more is drawn. Pixels. */
const margin = 800;
const atEndWithin = 40;
/** Messages of one author this close together share one head. */
const groupMs = 7 * 60_000;

export class Messages extends Component {
  list = createRef();
  anchor = undefined;
  /** Where the list was scrolled to last: who goes up leaves the newest, what grows below does not. */
  lastTop = 0;
  /** `olderCount` is the channel's when the view was made: its positions move when older messages are loaded. */
  state = {
    view: viewOfEnd(this.props.channel?.order.length ?? 0),
    olderCount: this.props.channel?.olderCount ?? 0,
  };

  componentDidMount() {
    this.toEnd();
    // Pictures and previews grow after they were drawn.
    this.resizing = new ResizeObserver(() => this.state.view.isAtEnd && this.toEnd());
    this.resizing.observe(this.list.current.firstElementChild);
    this.resizing.observe(this.list.current);
  }

  componentWillUnmount() {
    this.resizing.disconnect();
  }

  componentDidUpdate() {
    if (this.state.view.isAtEnd) this.toEnd();
    else this.holdAnchor();
  }

  toEnd() {
    const list = this.list.current;
    if (list) list.scrollTop = list.scrollHeight;
  }

  /** Keeps the message that was at the top where it was, whatever was drawn above it. */
  holdAnchor() {
    const { anchor } = this;
    const element = anchor && this.list.current?.querySelector(`[data-id="${anchor.id}"]`);
    if (element) this.list.current.scrollTop += element.offsetTop - anchor.top;
    this.anchor = undefined;
  }

  takeAnchor() {
    const list = this.list.current;
    const first = [...list.querySelectorAll("[data-id]")].find(
      (element) => element.offsetTop + element.offsetHeight > list.scrollTop,
    );
    this.anchor = first && { id: first.dataset.id, top: first.offsetTop };
  }

  move(view) {
    this.takeAnchor();
    this.setView(view);
  }

  setView(view) {
    this.setState({ view, olderCount: this.props.channel.olderCount });
  }

  onScroll = () => {
    const { store, channel } = this.props;
    const list = this.list.current;
    const { view } = this;
    const count = channel.order.length;
    const below = list.scrollHeight - list.scrollTop - list.clientHeight;
    const goesUp = list.scrollTop < this.lastTop;
    this.lastTop = list.scrollTop;
    if (this.state.view.isAtEnd && !goesUp && below >= atEndWithin) return this.toEnd();
    if (list.scrollTop < margin && view.start > 0) this.move(towardsStart(view, count));
    else if (list.scrollTop < margin && channel.hasMore) {
      // What was drawn stays as it is; whether more is wanted is asked once it is there.
      void store.loadOlder(store.channelId).then(() => this.list.current && this.onScroll());
    } else if (below < margin && view.end < count) this.move(towardsEnd(view, count));
    const isAtEnd = below < atEndWithin && view.end >= count;
    if (isAtEnd !== this.state.view.isAtEnd && !this.anchor) this.setView({ ...view, isAtEnd });
  };

  onKeyDown = (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const own = event.target.closest("[data-id]") ?? (event.target === this.list.current ? undefined : false);
    if (step === undefined || own === false || event.target.closest("input, textarea, select, pre")) return;
    const all = [...this.list.current.querySelectorAll("[data-id]")];
    const next = own ? all[all.indexOf(own) + step] : all.at(-1);
    next?.focus();
    event.preventDefault();
  };

  jump = () => {
    this.setView(viewOfEnd(this.props.channel.order.length));
  };

  /** The window as it is for the messages there are now. */
  get view() {
    const { order, olderCount } = this.props.channel;
    const moved = afterOlder(this.state.view, olderCount - this.state.olderCount);
    return afterChange(moved, order.length);
  }

  render({ store, channel }) {
    if (!channel) return html`<div class="messages"></div>`;
    const { view } = this;
    const { scene } = store;
    const drawn = channel.order.slice(view.start, view.end).map((id) => channel.byId.get(id));
    return html`<div class="messages-frame">
      <div
        class="messages"
        ref=${this.list}
        role="log"
        aria-label="Messages"
        tabindex="0"
        onScroll=${this.onScroll}
        onKeyDown=${this.onKeyDown}
      >
        <div class="messages-inner">
          ${view.start === 0 && !channel.hasMore && html`<${Beginning} store=${store} />`}
          ${drawn.map(
            (message, index) =>
              html`<${Message}
                key=${message.id}
                message=${message}
                scene=${scene}
                store=${store}
                isGrouped=${belongsTogether(drawn[index - 1], message)}
                repliedTo=${message.replyTo && channel.byId.get(message.replyTo)}
                isPing=${pingsMe(scene, message)}
              />`,
          )}
        </div>
      </div>
      ${
        !view.isAtEnd &&
        html`<button class="jump" onClick=${this.jump}><${Icon} name="down" />To the newest</button>`
      }
      ${store.isTyping(store.channelId) && html`<p class="typing" role="status">Roost is typing …</p>`}
    </div>`;
  }
}

function belongsTogether(before, message) {
  if (!before || message.replyTo || message.used || before.type !== message.type) return false;
  return (
    before.author.id === message.author.id &&
    before.ephemeral === message.ephemeral &&
    message.createdAt - before.createdAt < groupMs
  );
}

function Beginning({ store }) {
  const { name, parentId } = store.scene.channels.find(({ id }) => id === store.channelId) ?? {};
  if (parentId) {
    return html`<div class="beginning">
      <h2>${name}</h2>
      <p>This is where the thread begins.</p>
    </div>`;
  }
  return html`<div class="beginning">
    <h2>#${name}</h2>
    <p>This is where ${name === "general" ? "you talk to the bot: type / below" : `#${name} begins`}.</p>
  </div>`;
}
