// Cards are dragged with the mouse, or with a finger after a long press.
import Sortable from "sortablejs";

const LONG_PRESS = 250;

class CardDrag extends HTMLElement {
  connectedCallback() {
    if (!this.board.writes) return;
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.lists = new Map();
    this.board.addEventListener("htmx:load", () => this.prepare(), { signal });
    this.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    document.addEventListener("keydown", (event) => this.pressed(event), { signal, capture: true });
    document.addEventListener("pointermove", ({ clientX, clientY }) => (this.pointer = { x: clientX, y: clientY }), { signal, passive: true });
    this.prepare();
  }

  disconnectedCallback() {
    this.stop?.abort();
    for (const list of this.lists?.values() ?? []) list.destroy();
  }

  get board() {
    return this.closest("lead-board");
  }

  // Columns come and go as they are drawn anew.
  prepare() {
    for (const [place, list] of this.lists) {
      if (place.isConnected) continue;
      list.destroy();
      this.lists.delete(place);
    }
    for (const place of this.board.querySelectorAll(".column__cards, .stage-tabs__one, [data-drop]")) {
      if (!this.lists.has(place)) this.lists.set(place, new Sortable(place, this.settings(place)));
    }
  }

  settings(place) {
    const byHand = this.board.dataset.order === "hand" && !place.closest(".column--won");
    return {
      group: "cards",
      draggable: ".card",
      sort: byHand && place.matches(".column__cards"),
      filter: ".card__more, .card__stars",
      preventOnFilter: false,
      delay: LONG_PRESS,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: 5,
      fallbackClass: "card--held",
      ghostClass: "card--ghost",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 140,
      scrollSensitivity: 70,
      scrollSpeed: 16,
      emptyInsertThreshold: 30,
      onStart: ({ item, from }) => this.started(item, from),
      onMove: ({ to }) => this.aimed(to),
      onEnd: ({ item, to }) => this.ended(item, to),
    };
  }

  started(card, column) {
    this.origin = { column, next: card.nextElementSibling };
    this.cancelled = false;
    this.board.classList.add("board--dragging");
    Sortable.ghost?.style.removeProperty("opacity");
  }

  aimed(place) {
    for (const column of this.board.querySelectorAll(".column")) column.classList.toggle("column--aimed", column.contains(place));
    this.board.querySelector("[data-drop]").classList.toggle("board__lost--aimed", place.matches("[data-drop]"));
  }

  pressed(event) {
    if (event.key !== "Escape" || !this.origin) return;
    event.stopPropagation();
    this.cancelled = true;
    document.dispatchEvent(new PointerEvent("pointerup"));
  }

  ended(card, place) {
    const { board, origin } = this;
    this.origin = null;
    this.aimed(board);
    board.classList.remove("board--dragging");
    board.dispatchEvent(new CustomEvent("board:dropped"));
    if (this.cancelled) return this.back(card, origin);
    if (place.matches("[data-drop]")) return this.lost(card, origin);
    if (place.matches(".stage-tabs__one")) return this.onTab(card, place, origin);
    if (place === origin.column && card.nextElementSibling === origin.next) return;
    const byHand = board.dataset.order === "hand" && !place.closest(".column--won");
    if (place === origin.column && !byHand) return this.back(card, origin);
    const [above, below] = [-1, 1].map((step) => board.neighbour(card, step)?.id.replace("lead-", ""));
    board.move(card, place.dataset.stage, byHand ? { origin, above, below, stays: true } : { origin });
  }

  back(card, origin) {
    this.board.glide(card, () => origin.column.insertBefore(card, origin.next?.parentElement === origin.column ? origin.next : null));
  }

  onTab(card, tab, origin) {
    const stage = tab.hash.replace("#stage-", "");
    this.back(card, origin);
    if (stage !== origin.column.dataset.stage) this.board.move(card, stage, { origin });
  }

  // The card waits in its place until a reason is tapped.
  lost(card, origin) {
    this.back(card, origin);
    const { x, y } = this.pointer;
    this.board.acts.openMenu("reasons", card, { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) });
  }
}

customElements.define("card-drag", CardDrag);
