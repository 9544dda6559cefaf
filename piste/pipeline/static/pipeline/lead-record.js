// A record that is drawn anew when somebody changed it, but never under a hand that edits it.

const BUSY = ".editable__form, .editable.htmx-request, :popover-open";
const PAUSE = 120;

class LeadRecord extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.body.addEventListener("lead-changed", ({ detail }) => this.heard(detail.ids ?? [detail.id]), { signal });
    document.addEventListener("piste:changed", ({ detail }) => detail.noun === "lead" && this.heard(detail.ids), { signal });
    for (const name of ["focusout", "toggle", "htmx:afterSwap"]) this.addEventListener(name, () => this.settle(), { signal, capture: true });
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
    if (this.querySelector(BUSY)) return;
    this.stale = false;
    LeadRecord.focused = place(document.activeElement?.closest("[hx-get], [name=stage], .button"), this);
    window.htmx.ajax("GET", this.dataset.url, { source: this, target: this, swap: "outerHTML" });
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
