/** A modal: the bot's form, in a real dialog, so that focus stays in it and Escape closes it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "./html.js";
import { Icon } from "./icons.js";
import { firstProblem, ModalPart, presetsOf } from "./modal-fields.js";

export function ModalForm({ store, modal: { handle, data } }) {
  const dialog = useRef();
  const [fields, setFields] = useState(() => presetsOf(data));
  const [problem, setProblem] = useState(undefined);
  const [isSending, setSending] = useState(false);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current.showModal();
    dialog.current.querySelector(".modal-body :is(input, textarea, select, summary)")?.focus();
    return () => before?.focus?.();
  }, []);
  const set = (name, value) => setFields((all) => ({ ...all, [name]: value }));
  const submit = async (event) => {
    event.preventDefault();
    const wrong = firstProblem(data, fields);
    setProblem(wrong);
    if (wrong) return;
    setSending(true);
    try {
      const value = await store.act({ do: "submit", channelId: store.channelId, modal: handle, fields });
      store.closeModal();
      if (value?.modal) store.modal = value.modal;
      store.changed();
    } catch (error) {
      setProblem(error.message);
      setSending(false);
    }
  };
  return html`<dialog
    ref=${dialog}
    class="modal"
    aria-labelledby="modal-title"
    onClose=${() => store.closeModal()}
  >
    <form onSubmit=${submit}>
      <header>
        <h2 id="modal-title">${data.title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${() => store.closeModal()}>
          <${Icon} name="close" />
        </button>
      </header>
      <div class="modal-body">
        ${data.components.map((part) => html`<${ModalPart} part=${part} set=${set} tell=${setProblem} />`)}
        ${problem && html`<p class="wrong-why" role="alert">${problem}</p>`}
      </div>
      <footer>
        <button type="button" class="button secondary" onClick=${() => store.closeModal()}>Cancel</button>
        <button type="submit" class="button primary" disabled=${isSending}>Submit</button>
      </footer>
    </form>
  </dialog>`;
}
