// The one dialog of the page. `data-dialog` on a link or button loads its address into it.

const dialog = () => document.getElementById("dialog");
const FIELDS = ".dialog__body :is(input:not([type=hidden]), select, textarea, trix-editor)";

class AppDialog extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("click", (event) => this.clicked(event), { signal });
    document.body.addEventListener("closeDialog", closeDialog, { signal });
    document.body.addEventListener("htmx:beforeSwap", ({ detail }) => this.letIn(detail), { signal });
    // A door may answer an act with a question (HX-Retarget: #dialog).
    document.body.addEventListener("htmx:afterSwap", ({ detail }) => detail.target === dialog() && show(), { signal });
    dialog().addEventListener("close", () => this.closed(), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  clicked(event) {
    if (event.target === dialog() && !this.typed()) return closeDialog();
    if (event.target.closest("#dialog [data-close]")) return closeDialog();
    if (event.target.closest(".sheet [data-close]")) return history.back();
    const opener = event.target.closest("[data-dialog]");
    if (!opener || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const url = opener.getAttribute("href") ?? opener.dataset.url;
    if (!url) return;
    event.preventDefault();
    openDialog(url, opener);
  }

  typed() {
    return [...dialog().querySelectorAll("input, textarea")].some((field) => field.value !== field.defaultValue);
  }

  // What is meant for the dialog gets in: a form with errors, wherever its success would have gone, and a refusal
  // that says more than a sentence (409 with HX-Retarget: #dialog).
  letIn(detail) {
    const { xhr, elt } = detail;
    if (xhr.status === 422 && dialog().contains(elt) && !elt.closest("editable-field")) {
      detail.target = dialog();
      detail.swapOverride = "innerHTML";
    } else if (xhr.status === 409 && xhr.getResponseHeader("HX-Retarget") === "#dialog") {
      detail.shouldSwap = true;
      detail.isError = false;
    } else if (detail.target === dialog() && xhr.getResponseHeader("HX-Trigger")?.includes("closeDialog")) {
      // What closes the dialog does not fill it again.
      detail.shouldSwap = false;
    }
  }

  closed() {
    dialog().replaceChildren();
    const opener = this.opener;
    // What opened it may have been drawn anew.
    const again = opener?.isConnected ? opener : opener && document.querySelector(same(opener));
    if (!again || document.activeElement !== document.body) return;
    again.focus();
    // An entry of a menu is hidden again: what opened the menu stands for it.
    if (document.activeElement === document.body) again.closest("pop-menu")?.invoker()?.focus();
  }
}

function same(opener) {
  return opener.id ? `#${CSS.escape(opener.id)}` : `[data-dialog][href="${CSS.escape(opener.getAttribute("href") ?? "")}"]`;
}

customElements.define("app-dialog", AppDialog);

export async function openDialog(url, opener = document.activeElement) {
  document.querySelector("app-dialog").opener = opener;
  await window.htmx.ajax("GET", url, { source: dialog(), target: dialog(), swap: "innerHTML" });
  show();
}

export function showInDialog(content) {
  document.querySelector("app-dialog").opener = document.activeElement;
  dialog().replaceChildren(content);
  show();
}

function show() {
  if (!dialog().hasChildNodes()) return;
  // What was drawn anew at a choice keeps its place: htmx found the same field again. One that opens begins with its first field.
  const held = dialog().open && document.activeElement !== dialog() && dialog().contains(document.activeElement);
  if (!dialog().open) dialog().showModal();
  if (held && !dialog().querySelector("[aria-invalid=true]")) return;
  const first = ["[aria-invalid=true]", "[autofocus]", FIELDS].map((fields) => dialog().querySelector(fields)).find(Boolean);
  // Of several choices the one that is made already.
  const chosen = first?.type === "radio" && dialog().querySelector(`[name="${CSS.escape(first.name)}"]:checked`);
  (chosen || first || dialog()).focus();
}

export function closeDialog() {
  if (dialog().open) dialog().close();
}
