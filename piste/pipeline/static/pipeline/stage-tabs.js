// On a phone the stages are tabs over a row of columns that one swipes; that of a folded stage opens it.

class StageTabs extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.board = this.closest("lead-board");
    this.board.addEventListener("board:drawn", this);
    this.seen = new IntersectionObserver((entries) => this.swiped(entries), { root: this.board.querySelector(".board__columns"), threshold: 0.6 });
    this.board.addEventListener("htmx:load", this);
    this.watch();
    requestAnimationFrame(() => this.toHits());
  }

  // What was searched for is often in a later stage.
  toHits() {
    if (!this.board.query.get("q") || !this.checkVisibility()) return;
    const hit = this.tabs.find((tab) => this.column(tab)?.querySelector(".card"));
    if (hit && hit !== this.tabs[0]) this.show(hit, "instant");
  }

  show(tab, behavior) {
    this.column(tab).scrollIntoView({ inline: "start", block: "nearest", behavior });
  }

  watch() {
    for (const tab of this.tabs) this.seen.observe(this.column(tab));
  }

  disconnectedCallback() {
    this.seen.disconnect();
  }

  get tabs() {
    return [...this.querySelectorAll("[role=tab]:not([data-folded])")];
  }

  column(tab) {
    return this.board.querySelector(tab.hash);
  }

  handleEvent(event) {
    if (event.type === "board:drawn") return this.count();
    if (event.type === "htmx:load") return this.watch();
    const tab = event.target.closest("[role=tab]:not([data-folded])");
    if (!tab) return;
    event.preventDefault();
    this.show(tab, "smooth");
  }

  swiped(entries) {
    const shown = entries.find((entry) => entry.isIntersecting);
    if (!shown || this.checkVisibility() === false) return;
    for (const tab of this.tabs) {
      const on = tab.hash === `#${shown.target.id}`;
      tab.setAttribute("aria-selected", on);
      if (on) this.scrollTo({ left: tab.offsetLeft - this.offsetLeft - 60, behavior: "smooth" });
    }
  }

  count() {
    for (const tab of this.querySelectorAll("[role=tab]")) {
      const count = this.column(tab)?.querySelector(".column__count")?.textContent;
      if (count !== undefined) tab.querySelector("b").textContent = count;
    }
  }
}

customElements.define("stage-tabs", StageTabs);
