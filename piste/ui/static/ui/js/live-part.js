// A part that is drawn anew when what it shows was changed, but never under a hand that edits it.
// `data-watch` names rows ("company:3") or all rows of a noun ("membership"); `data-url` answers with the part again,
// and `data-gone` is where to go when there is nothing any more.

const WAITING = ".editable.htmx-request, :popover-open, .ts-wrapper.focus";
const PAUSE = 120;

class LivePart extends HTMLElement {
  // By address, for two parts of a page may be drawn anew at once.
  static focused = new Map();

  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.watched = new Set(this.dataset.watch.split(" "));
    for (const noun of new Set([...this.watched].map((row) => row.split(":")[0]))) {
      document.body.addEventListener(`${noun}-changed`, ({ detail }) => this.heard(noun, detail.ids ?? [detail.id]), { signal });
    }
    this.addEventListener("htmx:beforeSwap", ({ detail }) => this.hold(detail), { signal });
    this.addEventListener("htmx:responseError", ({ detail }) => this.gone(detail.xhr.status), { signal });
    document.addEventListener("piste:changed", ({ detail }) => this.heard(detail.noun, detail.ids), { signal });
    for (const name of ["focusout", "toggle", "htmx:afterSwap", "typed:discarded"]) this.addEventListener(name, () => this.settle(), { signal, capture: true });
    this.focusAgain();
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  heard(noun, ids) {
    if (!this.watched.has(noun) && !ids.some((id) => this.watched.has(`${noun}:${id}`))) return;
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
    LivePart.focused.set(this.dataset.url, place(document.activeElement?.closest("[hx-get], [value], .button, a"), this));
    window.htmx.ajax("GET", this.dataset.url, { source: this, target: this, swap: "outerHTML" });
  }

  // A field that is being edited, or holds what was typed, or is about to come.
  busy() {
    const editing = (field) => field.form && (field.contains(document.activeElement) || field.changed());
    return this.querySelector(WAITING) || [...this.querySelectorAll("editable-field")].some(editing);
  }

  // Somebody may have begun to edit while the new drawing was on its way.
  hold(detail) {
    if (detail.target !== this || !this.busy()) return;
    detail.shouldSwap = false;
    this.stale = true;
  }

  gone(status) {
    if (status === 404 && this.dataset.gone) location.assign(this.dataset.gone);
  }

  // The same control of the new drawing has the focus that the old one had.
  focusAgain() {
    const held = LivePart.focused.get(this.dataset.url);
    const again = held && this.querySelector(held);
    LivePart.focused.delete(this.dataset.url);
    (again?.querySelector(".editable__edit") ?? again)?.focus({ preventScroll: true });
  }
}

function place(element, part) {
  if (!element || !part.contains(element)) return null;
  const name = ["id", "hx-get", "href", "value"].find((one) => element.hasAttribute(one));
  return name ? `[${name}="${CSS.escape(element.getAttribute(name))}"]` : null;
}

customElements.define("live-part", LivePart);
