// The board by keyboard: arrows walk, with Shift they move the card, single keys act on the card in focus.

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const READING = new Set(["peek"]);
// What the panel beside does itself, while it shows the card.
const BESIDE = new Set(["note", "call", "edit"]);

class CardKeys extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.board.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.board.addEventListener("focusin", (event) => this.entered(event.target.closest(".card")), { signal });
    document.addEventListener("keydown", (event) => this.pressedOutside(event), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  // The act of each key, as this person has chosen them.
  get acts() {
    return JSON.parse(this.dataset.acts);
  }

  get board() {
    return this.closest("lead-board");
  }

  // The card in focus has all its controls in the order of Tab, the others none.
  entered(card) {
    if (!card) return;
    for (const control of this.board.querySelectorAll(".card [tabindex='0']")) if (!card.contains(control)) control.tabIndex = -1;
    for (const control of card.querySelectorAll("[tabindex]")) control.tabIndex = 0;
  }

  pressed(event) {
    const card = event.target.closest(".card");
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const form = event.key === "Escape" && event.target.closest(".quick");
    if (form) return this.board.acts.closeForm(form);
    if (!card) return;
    if (STEPS[event.key]) this.step(event, card, ...STEPS[event.key]);
    else if (event.target.matches(".card > a")) this.act(event, card);
  }

  // From nowhere an arrow leads onto the board.
  pressedOutside(event) {
    if (event.target !== document.body && event.target.id !== "main") return;
    if (!STEPS[event.key] || event.defaultPrevented) return;
    event.preventDefault();
    this.focus(this.board.querySelector(".card:has([tabindex='0'])"));
  }

  step(event, card, across, along) {
    event.preventDefault();
    if (event.shiftKey && this.board.writes) return across ? this.carry(card, across) : this.reorder(card, along);
    const next = along ? this.board.neighbour(card, along) : this.beside(card, across);
    if (!next) return;
    this.focus(next);
    document.querySelector("lead-peek:not([hidden])")?.openSoon(next);
  }

  act(event, card) {
    const act = event.key === " " ? "peek" : this.acts[event.key.toLowerCase()];
    const stars = /^[0-3]$/.test(event.key);
    const off = document.querySelector("key-map[data-off]") && event.key !== " ";
    if ((!act && !stars) || off || (!this.board.writes && !READING.has(act))) return;
    if (BESIDE.has(act) && card.matches(".card--looked-at")) return;
    event.preventDefault();
    if (!stars && act !== "choose" && this.board.querySelector("board-choice")?.act(event.key)) return;
    stars ? this.board.acts.star(card, Number(event.key)) : this.board.acts.act(act, card);
  }

  columns() {
    return [...this.board.querySelectorAll(".column:not(.column--folded)")];
  }

  // The card at the same height in the next column that has one.
  beside(card, across) {
    const columns = this.columns();
    const { y } = card.getBoundingClientRect();
    for (let place = columns.indexOf(card.closest(".column")) + across; columns[place]; place += across) {
      const cards = [...columns[place].querySelectorAll(".card")];
      const distance = (one) => Math.abs(one.getBoundingClientRect().y - y);
      if (cards.length) return cards.reduce((best, one) => (distance(one) < distance(best) ? one : best));
    }
    return null;
  }

  carry(card, across) {
    const columns = this.columns();
    const target = columns[columns.indexOf(card.closest(".column")) + across];
    if (!target) return;
    this.board.move(card, target.dataset.stage);
    this.focus(card);
  }

  reorder(card, along) {
    const other = this.board.neighbour(card, along);
    if (this.board.dataset.order !== "hand" || !other || card.closest(".column--won")) return;
    const origin = { column: card.parentElement, next: card.nextElementSibling };
    along > 0 ? other.after(card) : other.before(card);
    const [above, below] = [-1, 1].map((step) => this.board.neighbour(card, step)?.id.replace("lead-", ""));
    this.board.move(card, card.parentElement.dataset.stage, { origin, above, below, stays: true });
    this.focus(card);
  }

  focus(card) {
    card?.querySelector(".card > a").focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

customElements.define("card-keys", CardKeys);
