/** The page's WebSocket: frames come in by a listener, actions go out as promises; when it breaks it is dialled again. */

const redialMs = 1000;

/** `onFrame` gets every frame but answers; `onState` hears whether there is a connection. */
export function connect({ name, onFrame, onState }) {
  const waiting = new Map();
  let lastId = 0;
  let socket;
  const giveUp = () => {
    for (const { reject } of waiting.values()) reject(new Error("The playground does not answer."));
    waiting.clear();
  };
  const dial = () => {
    const url = new URL("/live", location.href);
    url.protocol = "ws:";
    url.searchParams.set("as", name());
    socket = new WebSocket(url);
    socket.addEventListener("open", () => onState(true));
    socket.addEventListener("message", ({ data }) => receive(JSON.parse(data)));
    socket.addEventListener("close", () => {
      giveUp();
      onState(false);
      setTimeout(dial, redialMs);
    });
  };
  const receive = (frame) => {
    if (frame.type !== "done") return onFrame(frame);
    const { resolve, reject } = waiting.get(frame.id) ?? {};
    waiting.delete(frame.id);
    if (frame.error === undefined) resolve?.(frame.value);
    else reject?.(new Error(frame.error));
  };
  dial();
  /** Resolves with what came of the action. Rejects with a sentence. */
  return (action) =>
    new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) throw new Error("The playground does not answer.");
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      socket.send(JSON.stringify({ ...action, id: lastId }));
    });
}

/** Sends a file ahead of what it belongs to. @returns a reference to it */
export async function upload(file) {
  const answer = await fetch(`/uploads?name=${encodeURIComponent(file.name)}`, {
    method: "POST",
    headers: { "Content-Type": file.type || "application/octet-stream" },
    body: file,
  });
  if (!answer.ok) throw new Error(await answer.text());
  return await answer.json();
}
