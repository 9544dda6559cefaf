// What others do, and what was done elsewhere on this page, is drawn into the board; never under a hand that drags.

const TOGETHER = 60;
const AT_MOST = 60;

class BoardLive extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.ids = new Set();
    document.body.addEventListener("lead-changed", ({ detail }) => this.heard(detail.ids ?? [detail.id], detail.top), { signal });
    document.addEventListener("piste:changed", ({ detail }) => detail.noun === "lead" && this.heard(detail.ids), { signal });
    this.board.addEventListener("board:dropped", () => this.soon(), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  get board() {
    return this.closest("lead-board");
  }

  heard(ids, top = false) {
    for (const id of ids) this.ids.add(id);
    this.top ||= top;
    this.soon();
  }

  soon() {
    clearTimeout(this.timer);
    if (this.ids.size) this.timer = setTimeout(() => this.ask(), TOGETHER);
  }

  async ask() {
    if (this.board.matches(".board--dragging")) return;
    const [asked, { top }] = [[...this.ids], this];
    this.ids.clear();
    this.top = false;
    if (asked.length > AT_MOST) return this.all();
    const query = this.board.query;
    query.set("ids", asked.join(","));
    const answer = await fetch(`${this.board.dataset.cards}?${query}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && this.isConnected) this.board.draw(await answer.text(), { asked, top });
  }

  all() {
    window.htmx.ajax("GET", `${this.board.dataset.board}?${this.board.query}`, { source: this.board, target: this.board, swap: "outerHTML" });
  }
}

customElements.define("board-live", BoardLive);
