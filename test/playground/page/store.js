/** All that the page knows, and who is told when it changes. One object; every change is followed by one drawing. */
import { connect } from "./connection.js";

const typingMs = 8000;
const remembered = "roost-playground-person";

export function createStore(draw) {
  const store = {
    scene: undefined,
    isConnected: false,
    wasConnected: false,
    life: undefined,
    /** Channel id → `{ byId, order, hasMore, version, olderCount }`. */
    channels: new Map(),
    channelId: undefined,
    /** Channel id → how many messages came since it was looked at, and how many of them ping me. */
    unread: new Map(),
    /** Channel id → when it was said last that the bot types. */
    typing: new Map(),
    modal: undefined,
    /** The message that the next one will answer. */
    replyTo: undefined,
    /** What is under way and what went wrong, for the line above the composer. */
    notice: undefined,
  };
  const changed = createTicker(draw);
  const send = connect({
    name: () => sessionStorage.getItem(remembered) ?? "",
    onState: (isConnected) => {
      store.isConnected = isConnected;
      store.wasConnected ||= isConnected;
      changed();
    },
    onFrame: (frame) => {
      receive(store, frame, changed);
      changed();
    },
  });
  /** Rejects with a sentence for the person. */
  const act = async (action) => {
    try {
      return await send(action);
    } catch (error) {
      throw new Error(sentenceFor(error), { cause: error });
    }
  };
  return Object.assign(store, actions(store, act, changed), { changed });
}

/** Draws once for all changes until the next frame; hidden tabs have no frames, but timers. */
function createTicker(draw) {
  let isDue = false;
  const run = () => {
    isDue = false;
    draw();
  };
  return () => {
    if (isDue) return;
    isDue = true;
    if (document.hidden) setTimeout(run, 100);
    else requestAnimationFrame(run);
  };
}

function receive(store, frame, changed) {
  if (frame.type === "scene") setScene(store, frame);
  else if (frame.type === "changes") for (const message of frame.messages) put(store, message);
  else if (frame.type === "life") store.life = frame.life;
  else if (frame.type === "typing") {
    store.typing.set(frame.channelId, Date.now());
    setTimeout(() => changed(), typingMs);
  }
}

function setScene(store, scene) {
  const isSamePerson = store.scene?.me === scene.me;
  store.scene = scene;
  store.life = scene.life;
  if (!scene.channels.some(({ id }) => id === store.channelId)) store.channelId = scene.channels[0]?.id;
  if (!isSamePerson) {
    store.channels.clear();
    store.unread.clear();
    store.replyTo = undefined;
  }
  const there = new Set(scene.channels.map(({ id }) => id));
  for (const id of store.channels.keys()) if (!there.has(id)) forget(store, id);
  for (const id of there) {
    const messages = scene.messages[id] ?? [];
    if (isSamePerson) catchUp(store, id, messages);
    else store.channels.set(id, filled(messages, scene.hasMore[id]));
  }
}

const filled = (messages, hasMore) => ({
  byId: new Map(messages.map((message) => [message.id, message])),
  order: messages.map((message) => message.id),
  hasMore,
  olderCount: 0,
});

function forget(store, channelId) {
  store.channels.delete(channelId);
  store.unread.delete(channelId);
}

/** What was missed while there was no connection, or in a channel that is new: what came is unread, what is gone is gone. */
function catchUp(store, channelId, messages) {
  const { hasMore } = store.scene;
  const known = store.channels.get(channelId);
  const reaches = known && (!hasMore[channelId] || known.byId.has(messages[0]?.id));
  // Between what is known and these there may be others: those are loaded anew when somebody scrolls up.
  if (!reaches) store.channels.set(channelId, filled([], hasMore[channelId]));
  const first = messages[0]?.id;
  const there = new Set(messages.map(({ id }) => id));
  for (const message of known && reaches ? [...known.byId.values()] : []) {
    const isOlder = first !== undefined && isEarlier(message.id, first);
    if (!isOlder && !there.has(message.id)) put(store, { ...message, deleted: true });
  }
  for (const message of messages) put(store, message);
}

function put(store, message) {
  const channel = store.channels.get(message.channelId);
  if (!channel) return;
  const isKnown = channel.byId.has(message.id);
  if (message.deleted) {
    channel.byId.delete(message.id);
    if (isKnown) channel.order = channel.order.filter((id) => id !== message.id);
    return;
  }
  channel.byId.set(message.id, message);
  if (isKnown) return;
  channel.order.push(message.id);
  const last = channel.order.at(-2);
  if (last !== undefined && isEarlier(message.id, last))
    channel.order.sort((a, b) => (isEarlier(a, b) ? -1 : 1));
  if (message.author.bot) store.typing.delete(message.channelId);
  countUnread(store, message);
}

/** Ids are numbers too large for a double; the longer one is larger. */
const isEarlier = (a, b) => (a.length === b.length ? a < b : a.length < b.length);

function countUnread(store, message) {
  const { me } = store.scene;
  if (message.author.id === me || (message.channelId === store.channelId && !document.hidden)) return;
  const { count = 0, pings = 0 } = store.unread.get(message.channelId) ?? {};
  store.unread.set(message.channelId, {
    count: count + 1,
    pings: pings + (pingsMe(store.scene, message) ? 1 : 0),
  });
}

/** Would Discord highlight it for this person? */
export function pingsMe({ me, users }, { pings }) {
  const roles = users.find(({ id }) => id === me)?.roleIds ?? [];
  return pings.everyone || pings.users.includes(me) || pings.roles.some((id) => roles.includes(id));
}

function actions(store, act, changed) {
  const notify = (notice) => {
    store.notice = notice;
    changed();
  };
  return {
    act,
    notify,
    isTyping: (channelId) => Date.now() - (store.typing.get(channelId) ?? 0) < typingMs,
    show(channelId) {
      store.channelId = channelId;
      store.unread.delete(channelId);
      store.replyTo = undefined;
      changed();
    },
    answer(message) {
      store.replyTo = message;
      changed();
    },
    closeModal() {
      store.modal = undefined;
      changed();
    },
    be(name) {
      sessionStorage.setItem(remembered, name);
      store.notice = undefined;
      return act({ do: "be", name });
    },
    /** Does it and tells how it goes: what is under way, a form that opens, what went wrong. */
    async perform(action, doing) {
      notify({ text: doing });
      try {
        const value = await act(action);
        if (value?.modal) store.modal = value.modal;
        notify(undefined);
        return true;
      } catch (error) {
        notify({ text: error.message, isProblem: true });
        return false;
      }
    },
    async loadOlder(channelId) {
      const channel = store.channels.get(channelId);
      if (!channel?.hasMore || channel.isLoading) return;
      channel.isLoading = true;
      try {
        const { messages, hasMore } = await act({ do: "older", channelId, before: channel.order[0] });
        for (const message of messages) channel.byId.set(message.id, message);
        channel.order = [...messages.map(({ id }) => id), ...channel.order];
        channel.olderCount += messages.length;
        channel.hasMore = hasMore;
      } finally {
        channel.isLoading = false;
        changed();
      }
    },
  };
}

function sentenceFor(error) {
  if (error.message.includes("did not respond in time")) return "The bot did not respond in time.";
  return error.message;
}
