// A record beside the board. J and K walk, Esc closes, and so does the browser's back button: the address knows it.

const BUSY = ".editable__form, .editable.htmx-request, :popover-open, form:focus-within textarea, trix-editor:focus";
const PAUSE = 120;

class LeadPeek extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    const changed = ({ detail }) => (detail.noun ?? "lead") === "lead" && this.heard(detail.ids ?? [detail.id]);
    window.addEventListener("popstate", () => this.follow(), { signal });
    document.body.addEventListener("lead-changed", changed, { signal });
    document.addEventListener("piste:changed", changed, { signal });
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.addEventListener("click", (event) => event.target.closest("[data-peek-close]") && this.close(), { signal });
    this.addEventListener("focusout", () => this.settle(), { signal });
    // A search draws another board, at another address.
    document.body.addEventListener("htmx:load", ({ target }) => target === this.board && this.follow(), { signal });
    this.follow();
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  get board() {
    return document.querySelector("lead-board");
  }

  open(id) {
    if (String(id) === this.id_) return;
    const url = new URL(location.href);
    const walking = url.searchParams.has("peek");
    url.searchParams.set("peek", id);
    history[walking ? "replaceState" : "pushState"]({ peek: true }, "", url);
    this.follow();
  }

  // Looked at to be changed: its title is open at once.
  edit(id) {
    this.edits = true;
    this.open(id);
  }

  openSoon(card) {
    clearTimeout(this.walk);
    this.walk = setTimeout(() => this.open(card.id.replace("lead-", "")), PAUSE);
  }

  close() {
    if (history.state?.peek) return history.back();
    const url = new URL(location.href);
    url.searchParams.delete("peek");
    history.replaceState(null, "", url);
    this.follow();
  }

  // Shows what the address says.
  follow() {
    const id = new URLSearchParams(location.search).get("peek");
    this.id_ = id;
    for (const card of document.querySelectorAll(".card--looked-at")) card.classList.remove("card--looked-at");
    this.hidden = !id;
    if (!id) return this.replaceChildren();
    this.board?.card(id)?.classList.add("card--looked-at");
    this.load();
  }

  async load() {
    const scrolled = this.stale ? this.querySelector(".peek__body")?.scrollTop : 0;
    this.stale = false;
    await window.htmx.ajax("GET", this.dataset.url.replace("/0/", `/${this.id_}/`), { source: this, target: this, swap: "innerHTML" });
    this.querySelector(".peek__body")?.scrollTo(0, scrolled);
    if (this.edits) this.querySelector(".peek__title .editable__edit")?.click();
    this.edits = false;
  }

  heard(ids) {
    if (!this.id_ || !ids.map(String).includes(this.id_)) return;
    this.stale = true;
    this.settle();
  }

  settle() {
    clearTimeout(this.timer);
    if (this.stale) this.timer = setTimeout(() => this.querySelector(BUSY) || this.load(), PAUSE);
  }

  pressed(event) {
    if (this.hidden || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open], :popover-open") || event.target.closest("input, select, textarea, trix-editor")) return;
    const { next, former } = document.querySelector("key-map").dataset;
    const step = { [next]: 1, [former]: -1 }[event.key.toLowerCase()];
    if (event.key === "Escape") this.close();
    else if (step) this.step(step);
    else if (event.key === "Enter" && event.target === document.body) this.querySelector("[data-open]")?.click();
    else return;
    event.preventDefault();
  }

  step(by) {
    const card = this.board?.card(this.id_);
    const next = card && this.board.neighbour(card, by);
    if (!next) return;
    this.open(next.id.replace("lead-", ""));
    next.querySelector(".card > a").focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("lead-peek", LeadPeek);
