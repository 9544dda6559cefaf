// What was just done, in a sentence that passes by: ten seconds, longer under the pointer, with Undo.

const STAYS = 10_000;

class ToastStack extends HTMLElement {
  connectedCallback() {
    // The form of an older toast may be what was answered: it stays until the answer's other events were told.
    this.listen("toast", ({ detail }) => queueMicrotask(() => this.show(detail)));
    this.listen("htmx:sendError", () => this.show({ text: this.dataset.failed, tone: "refused" }));
    this.listen("htmx:responseError", ({ detail }) => {
      if (!detail.xhr.getResponseHeader("HX-Trigger")) this.show({ text: this.dataset.failed, tone: "refused" });
    });
    for (const toast of this.querySelectorAll("[data-toast]")) this.keep(toast);
  }

  disconnectedCallback() {
    this.stop?.abort();
  }

  listen(name, act) {
    this.stop ??= new AbortController();
    document.body.addEventListener(name, act, { signal: this.stop.signal });
  }

  show({ text, undo, tone }) {
    const toast = document.createElement("div");
    toast.className = tone ? `toast toast--${tone}` : "toast";
    toast.append(Object.assign(document.createElement("span"), { className: "toast__text", textContent: text }));
    if (undo) toast.append(this.undoForm(undo));
    // A toast that came before says nothing new; a second Z must not undo it by surprise.
    this.replaceChildren(toast);
    window.htmx?.process(toast);
    this.keep(toast);
    this.raise();
  }

  undoForm(url) {
    const form = document.createElement("form");
    form.method = "post";
    form.action = url;
    form.setAttribute("hx-post", url);
    form.setAttribute("hx-swap", "none");
    const button = Object.assign(document.createElement("button"), { className: "toast__undo", type: "submit" });
    button.dataset.key = this.dataset.undoKey;
    button.append(this.dataset.undo, " ");
    button.append(Object.assign(document.createElement("kbd"), { className: "key", textContent: this.dataset.undoKey.toUpperCase(), ariaHidden: "true" }));
    form.append(button);
    return form;
  }

  keep(toast) {
    const leave = () => toast.remove();
    let timer = setTimeout(leave, STAYS);
    const pause = () => clearTimeout(timer);
    const resume = () => {
      clearTimeout(timer);
      timer = setTimeout(leave, STAYS / 2);
    };
    toast.addEventListener("pointerenter", pause);
    toast.addEventListener("focusin", pause);
    toast.addEventListener("pointerleave", resume);
    toast.addEventListener("focusout", resume);
    toast.addEventListener("htmx:afterRequest", ({ detail }) => {
      pause();
      if (toast.isConnected && detail.successful && !detail.xhr.getResponseHeader("HX-Trigger")?.includes("toast")) leave();
    });
    toast.append(this.closeButton(leave));
  }

  closeButton(leave) {
    const button = Object.assign(document.createElement("button"), { className: "toast__close", type: "button", textContent: "×" });
    button.setAttribute("aria-label", this.dataset.close);
    button.addEventListener("click", leave);
    return button;
  }

  // A dialog stands on the browser's top layer; so must what is said while it is open.
  raise() {
    if (!document.querySelector("dialog[open]")) return;
    this.popover = "manual";
    if (this.matches(":popover-open")) this.hidePopover();
    this.showPopover();
  }
}

customElements.define("toast-stack", ToastStack);

export function toast(said) {
  document.body.dispatchEvent(new CustomEvent("toast", { detail: said }));
}
