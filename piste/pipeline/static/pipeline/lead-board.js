// The surface of the board: where cards and columns are, and how what a door answers is drawn into it.

const STILL = "(prefers-reduced-motion: reduce)";
const SETTLE = { duration: 180, easing: "cubic-bezier(.2, .8, .2, 1)" };
// Classes that this page gives a card for a while.
const PASSING = new Set(["card--fresh", "card--refused", "card--looked-at", "card--sent", "card--chosen"]);

class LeadBoard extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.shown = String(this.query);
    this.addEventListener("htmx:load", ({ target }) => this.loaded(target), { signal });
    window.addEventListener("popstate", () => this.shown === String(this.query) || location.reload(), { signal });
    this.dress(this.querySelectorAll(".card"));
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get writes() {
    return "writes" in this.dataset;
  }

  get acts() {
    return this.querySelector("card-acts");
  }

  // The address says what this board shows; doors are asked with the same query.
  get query() {
    const query = new URLSearchParams(location.search);
    query.delete("peek");
    return query;
  }

  url(name, id) {
    return this.dataset[name].replace("/0/", `/${id}/`);
  }

  card(id) {
    return this.querySelector(`.column__cards > [id="lead-${id}"]`);
  }

  cards(stage) {
    return this.querySelector(`.column__cards[data-stage="${stage}"]`);
  }

  neighbour(card, step) {
    const cards = cardsIn(card.parentElement);
    return cards[cards.indexOf(card) + step];
  }

  // Cards and heads of an answer take their places. Of the records asked for, those not answered are not here any more.
  draw(text, { asked = [], top = false, own = false } = {}) {
    const answer = document.createElement("template");
    answer.innerHTML = text;
    for (const head of answer.content.querySelectorAll("[id^=head-]")) this.drawHead(head);
    const there = new Set();
    for (const card of answer.content.querySelectorAll(".card")) {
      there.add(key(card));
      if (!this.isBusy(key(card))) this.drawCard(card, this.cards(card.parentElement.dataset.stage), { top, own });
    }
    for (const one of asked) if (!there.has(String(one)) && !this.isBusy(one)) this.card(one)?.remove();
    this.dispatchEvent(new CustomEvent("board:drawn"));
  }

  drawHead(head) {
    const old = this.querySelector(`[id="${head.id}"]`);
    if (!old || old.querySelector(":popover-open") || old.outerHTML === head.outerHTML) return;
    const focused = [...old.querySelectorAll("a, button")].indexOf(document.activeElement);
    old.replaceWith(head);
    window.htmx.process(head);
    if (focused >= 0) head.querySelectorAll("a, button")[focused]?.focus({ preventScroll: true });
  }

  drawCard(card, column, { top, own }) {
    const old = this.card(key(card));
    if (!column) return old?.remove();
    this.dress([card]);
    if (old?.parentElement === column && face(old) === face(card)) return;
    const focused = old?.contains(document.activeElement);
    card.classList.toggle("card--looked-at", old?.classList.contains("card--looked-at") ?? false);
    old?.replaceWith(card);
    this.settle(card, column, top);
    if (!own) flash(card, "card--fresh");
    if (focused) card.querySelector(".card > a").focus({ preventScroll: true });
  }

  // Not drawn over: what is held in the hand, and what is on its way to the server.
  isBusy(id) {
    return this.card(id)?.matches(".card--ghost, .card--sent") ?? false;
  }

  // Puts a card where the order of the column wants it; what follows on another page counts as the end.
  settle(card, column, top = false) {
    this.glide(card, () => {
      const others = cardsIn(column).filter((other) => other !== card);
      const next = top ? others[0] : others.find((other) => before(card, other, Number(column.dataset.ties)));
      column.insertBefore(card, next ?? column.querySelector(":scope > .pager"));
    });
  }

  glide(card, change) {
    const from = card.isConnected && card.getBoundingClientRect();
    change();
    const to = card.getBoundingClientRect();
    if (!from || matchMedia(STILL).matches || (from.x === to.x && from.y === to.y)) return;
    card.animate([{ translate: `${from.x - to.x}px ${from.y - to.y}px`, zIndex: 3 }, { translate: "0 0", zIndex: 3 }], SETTLE);
  }

  // Further cards have come: those that were moved here before are there twice.
  loaded(target) {
    const column = target.closest?.(".column__cards");
    if (!column) return;
    const seen = new Set();
    for (const card of cardsIn(column)) seen.has(card.id) ? card.remove() : seen.add(card.id);
    this.dress(cardsIn(column));
  }

  // One card of the board is in the order of Tab; the arrow keys walk from there.
  dress(cards) {
    for (const card of cards) {
      if (!card.querySelector(".card__stars")) this.complete(card);
      for (const control of card.querySelectorAll("a, button")) control.tabIndex = -1;
    }
    if (!this.querySelector(".card > a[tabindex='0']")) this.querySelector(".card > a")?.setAttribute("tabindex", "0");
  }

  // What a card does not bring along: it would be three hundred times the same.
  complete(card) {
    const part = (name, nth = 0) => this.querySelector(`#card-${name}`)?.content.children[nth].cloneNode(true) ?? "";
    const [days, step, owner] = ["i:not([class])", "a[data-icon]", "i[class]"].map((one) => card.querySelector(one));
    days.title = this.dataset.days;
    if (card.matches(".card--rots")) days.prepend(part("rots"));
    if (step) {
      step.href = this.url("step", key(card));
      step.dataset.dialog = "";
      step.prepend(part("icon"));
      const drawn = step.querySelector("use");
      drawn.setAttribute("href", drawn.getAttribute("href").replace(/#.*/, `#${step.dataset.icon}`));
    }
    card.querySelector(":scope > p:last-of-type").insertBefore(part("stars", card.dataset.stars), owner);
    owner?.setAttribute("role", "img");
    card.append(part("more"));
  }

  // Moves a card, at once here and then there. `origin` is where it goes back to, `stays` when it lies where it was put.
  move(card, stage, { origin, above = "", below = "", stays = false } = {}) {
    const column = this.cards(stage);
    if (!column || !this.writes) return;
    origin ??= { column: card.parentElement, next: card.nextElementSibling };
    const focused = card.contains(document.activeElement);
    if (!stays) this.settle(card, column, column.closest(".column--won") !== null);
    if (focused) card.querySelector(".card > a").focus({ preventScroll: true });
    this.querySelector("move-queue").send({
      card,
      url: `${this.url("move", key(card))}?${this.query}&board=1`,
      data: { stage, above, below },
      done: (text) => this.draw(text, { asked: [key(card)], own: true }),
      undone: () => this.takeBack(card, origin),
    });
  }

  takeBack(card, { column, next }) {
    if (!card.isConnected) return;
    const focused = card.contains(document.activeElement);
    this.glide(card, () => (next?.parentElement === column ? next.before(card) : this.settle(card, column)));
    if (focused) card.querySelector(".card > a").focus({ preventScroll: true });
    flash(card, "card--refused");
  }
}

const key = (card) => card.id.replace("lead-", "");
const cardsIn = (column) => [...column.querySelectorAll(":scope > .card")];

const placeOf = ({ dataset }) => Number(dataset.place ?? -dataset.stars);

function before(card, other, ties) {
  const [here, there] = [placeOf(card), placeOf(other)];
  return here === there ? (Number(key(card)) - Number(key(other))) * ties < 0 : here < there;
}

// What the server drew of a card, without what this page did to it.
function face(card) {
  const classes = [...card.classList].filter((name) => !PASSING.has(name));
  return [card.dataset.place, card.dataset.stars, ...classes, card.innerHTML.replaceAll(/ tabindex="-?\d"/g, "")].join(" ");
}

function flash(card, name) {
  card.classList.add(name);
  card.addEventListener("animationend", () => card.classList.remove(name), { once: true });
}

customElements.define("lead-board", LeadBoard);
