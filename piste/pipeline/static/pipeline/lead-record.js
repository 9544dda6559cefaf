// A record that is drawn anew when somebody changed it, but never under a hand that edits it.

const WAITING = ".editable.htmx-request, :popover-open";
const PAUSE = 120;

class LeadRecord extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.body.addEventListener("lead-changed", ({ detail }) => this.heard(detail.ids ?? [detail.id]), { signal });
    document.addEventListener("piste:changed", ({ detail }) => detail.noun === "lead" && this.heard(detail.ids), { signal });
    for (const name of ["focusout", "toggle", "htmx:afterSwap"]) this.addEventListener(name, () => this.settle(), { signal, capture: true });
    this.addEventListener("htmx:beforeSwap", ({ detail }) => this.hold(detail), { signal });
    this.focusAgain();
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  heard(ids) {
    if (!ids.map(String).includes(this.dataset.record)) return;
    this.stale = true;
    this.settle();
  }

  settle() {
    clearTimeout(this.timer);
    if (this.stale) this.timer = setTimeout(() => this.refresh(), PAUSE);
  }

  refresh() {
    if (this.busy()) return;
    this.stale = false;
    LeadRecord.focused = place(document.activeElement?.closest("[hx-get], [name=stage], .button"), this);
    window.htmx.ajax("GET", this.dataset.url, { source: this, target: this, swap: "outerHTML" });
  }

  // Somebody may have begun to edit while the new drawing was on its way.
  hold(detail) {
    if (detail.target !== this || !this.busy()) return;
    detail.shouldSwap = false;
    this.stale = true;
  }

  // A field that is being edited, or holds what was typed, or is about to come.
  busy() {
    const editing = (field) => field.form && (field.contains(document.activeElement) || field.changed());
    return this.querySelector(WAITING) || [...this.querySelectorAll("editable-field")].some(editing);
  }

  // The same control of the new drawing has the focus that the old one had.
  focusAgain() {
    const again = LeadRecord.focused && this.querySelector(LeadRecord.focused);
    LeadRecord.focused = null;
    (again?.querySelector(".editable__edit") ?? again)?.focus({ preventScroll: true });
  }
}

function place(element, record) {
  if (!element || !record.contains(element)) return null;
  for (const name of ["hx-get", "value", "href"]) {
    if (element.hasAttribute(name)) return `[${name}="${CSS.escape(element.getAttribute(name))}"]`;
  }
  return null;
}

customElements.define("lead-record", LeadRecord);
