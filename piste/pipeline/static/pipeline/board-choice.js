// Cards that are chosen for an act on all of them: X, or the menu of a card; Esc takes the choice back.

const CHOSEN = "card--chosen";

class BoardChoice extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.ids = new Set();
    this.addEventListener("click", ({ target }) => target.closest("[data-none]") && this.clear(), { signal });
    this.board.addEventListener("board:drawn", () => this.mark(), { signal });
    this.board.addEventListener("htmx:load", () => this.mark(), { signal });
    document.body.addEventListener("lead-changed", () => this.clear(), { signal });
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get board() {
    return this.closest("lead-board");
  }

  toggle(card) {
    const id = card.id.replace("lead-", "");
    this.ids.delete(id) || this.ids.add(id);
    this.mark();
  }

  clear() {
    this.ids.clear();
    this.mark();
  }

  // The act of the bar that has this key, for all that are chosen.
  act(key) {
    const button = this.ids.size && this.querySelector(`[data-key="${CSS.escape(key)}" i]`);
    if (button) button.click();
    return Boolean(button);
  }

  pressed(event) {
    if (event.key !== "Escape" || !this.ids.size || event.defaultPrevented) return;
    if (document.querySelector("dialog[open], :popover-open, lead-peek:not([hidden])") || event.target.matches("input, textarea, select")) return;
    this.clear();
  }

  // Cards are drawn anew while one chooses; what has left the board is chosen no more.
  mark() {
    for (const id of this.ids) if (!this.board.card(id)) this.ids.delete(id);
    for (const card of this.board.querySelectorAll(".card")) card.classList.toggle(CHOSEN, this.ids.has(card.id.replace("lead-", "")));
    const box = (id) => Object.assign(document.createElement("input"), { type: "checkbox", name: "ids", value: id, checked: true, hidden: true });
    this.querySelector(".board-choice__keys").replaceChildren(...[...this.ids].map(box));
    const { size } = this.ids;
    this.hidden = !size;
    this.querySelector(".board-choice__count").textContent = size === 1 ? this.dataset.one : this.dataset.selected.replace("%(count)s", size);
  }
}

customElements.define("board-choice", BoardChoice);
