// The surface of the board: where cards and columns are, and how what a door answers is drawn into it.
import { openDialog } from "ui/dialog";
import { send } from "ui/request";

const PHONE = "(max-width: 700px)";
const STILL = "(prefers-reduced-motion: reduce)";
const PASSING = new Set(["card--fresh", "card--refused", "card--looked-at", "card--sent"]);
const SETTLE = { duration: 180, easing: "cubic-bezier(.2, .8, .2, 1)" };

const CLICKS = {
  "[data-act]": (board, one) => board.act(one.dataset.act, board.acting),
  "#places [data-stage]": (board, one) => board.move(board.acting, one.dataset.stage),
  "#reasons [value]": (board, one) => board.lose(board.acting, one.value),
  ".card__more": (board, one) => board.openMenu("card-menu", one.closest(".card"), one),
  ".card__stars": (board, one, event) => board.star(one.closest(".card"), starsAt(one, event)),
  "[data-create]": (board, one) => board.openForm(one),
  "[data-close-quick]": (_board, one) => one.closest(".quick").remove(),
  ".steps__part, .column__only a": (board, one) => board.narrow(one),
};

class LeadBoard extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.addEventListener("htmx:load", ({ target }) => this.loaded(target), { signal });
    window.addEventListener("popstate", () => this.shown === String(this.query) || location.reload(), { signal });
    this.shown = String(this.query);
    this.dress(this.querySelectorAll(".card"));
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  // What is where

  get writes() {
    return "writes" in this.dataset;
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
    return this.querySelector(`.board__columns [id="lead-${id}"]`);
  }

  cards(stage) {
    return this.querySelector(`.column__cards[data-stage="${stage}"]`);
  }

  neighbour(card, step) {
    const cards = [...card.parentElement.querySelectorAll(":scope > .card")];
    return cards[cards.indexOf(card) + step];
  }

  // Drawing

  // Cards and heads of an answer take their places; of the records asked for, those not answered are not here any more.
  draw(text, { asked = [], top = false, own = false } = {}) {
    const answer = document.createElement("template");
    answer.innerHTML = text;
    for (const head of answer.content.querySelectorAll("[id^=head-]")) this.drawHead(head);
    const drawn = [...answer.content.querySelectorAll(".card")];
    for (const card of drawn) this.drawCard(card, card.parentElement.dataset.stage, { top, own });
    const there = new Set(drawn.map((card) => id(card)));
    for (const key of asked) if (!there.has(String(key)) && !this.isBusy(key)) this.card(key)?.remove();
    this.dispatchEvent(new CustomEvent("board:drawn", { bubbles: true }));
  }

  drawHead(head) {
    const old = this.querySelector(`[id="${head.id}"]`);
    if (!old || old.contains(document.activeElement) || old.outerHTML === head.outerHTML) return;
    old.replaceWith(head);
    window.htmx.process(head);
  }

  drawCard(card, stage, { top, own }) {
    if (this.isBusy(id(card))) return;
    const [old, column] = [this.card(id(card)), this.cards(stage)];
    if (!column) return old?.remove();
    this.dress([card]);
    if (old?.parentElement === column && face(old) === face(card)) return;
    const focused = old?.contains(document.activeElement);
    card.classList.toggle("card--looked-at", old?.classList.contains("card--looked-at") ?? false);
    old?.replaceWith(card);
    this.settle(card, column, top);
    if (!own) flash(card, "card--fresh");
    if (focused) card.querySelector(".card__title").focus({ preventScroll: true });
  }

  // Not drawn over: what is held in the hand, and what is on its way to the server.
  isBusy(key) {
    return this.card(key)?.matches(".card--ghost, .card--sent") ?? false;
  }

  // Puts a card where the order of the column wants it; what follows on another page counts as the end.
  settle(card, column, top = false) {
    this.glide(card, () => {
      const others = [...column.querySelectorAll(":scope > .card")].filter((other) => other !== card);
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
    for (const card of column.querySelectorAll(":scope > .card")) seen.has(card.id) ? card.remove() : seen.add(card.id);
    this.dress(column.querySelectorAll(":scope > .card"));
  }

  // One card of the board is in the order of Tab; the arrow keys walk from there.
  dress(cards) {
    const more = this.querySelector("#card-more");
    for (const card of cards) {
      for (const control of card.querySelectorAll("a, button")) control.tabIndex = -1;
      if (more && !card.querySelector(".card__more")) card.append(more.content.cloneNode(true));
    }
    this.querySelector(".card__title[tabindex='0']") ?? this.querySelector(".card__title")?.setAttribute("tabindex", "0");
  }

  // Acting

  clicked(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const card = event.target.closest(".card");
    for (const [selector, act] of Object.entries(CLICKS)) {
      const one = event.target.closest(selector);
      if (!one) continue;
      event.preventDefault();
      return act(this, one, event);
    }
    if (card && !event.target.closest("[data-dialog]")) this.looked(event, card);
  }

  // A pointer looks at a card beside the board; the keyboard, and a phone, open its page.
  looked(event, card) {
    const title = card.querySelector(".card__title");
    if (matchMedia(PHONE).matches) return event.target.closest("a") || title.click();
    if (event.detail === 0) return;
    event.preventDefault();
    title.focus({ preventScroll: true });
    this.act("peek", card);
  }

  act(name, card) {
    if (!card) return;
    const acts = {
      peek: () => document.querySelector("lead-peek").open(id(card)),
      open: () => location.assign(card.querySelector(".card__title").href),
      places: () => this.openMenu("places", card),
      menu: () => this.openMenu("card-menu", card),
      won: () => window.htmx.ajax("POST", this.url("won", id(card)), { source: card, swap: "none" }),
      step: () => card.querySelector(".card__step").click(),
    };
    (acts[name] ?? (() => openDialog(this.url(name, id(card)), card.querySelector(".card__title"))))();
  }

  openMenu(name, card, beside = card) {
    this.acting = card;
    const menu = this.querySelector(`#${name}`);
    for (const place of menu.querySelectorAll("[data-stage]")) place.disabled = place.dataset.stage === card.parentElement.dataset.stage;
    menu.openBeside(beside);
  }

  move(card, stage, place = {}) {
    const column = this.cards(stage);
    if (!column || !this.writes) return;
    const origin = place.origin ?? { column: card.parentElement, next: card.nextElementSibling };
    if (!place.stays) this.settle(card, column, column.closest(".column--won") !== null);
    this.querySelector("move-queue").send({
      card,
      url: `${this.url("move", id(card))}?${this.query}&board=1`,
      data: { stage, above: place.above ?? "", below: place.below ?? "" },
      done: (text) => this.draw(text, { asked: [id(card)], own: true }),
      undone: () => this.takeBack(card, origin),
    });
  }

  takeBack(card, { column, next }) {
    if (!card.isConnected) return;
    this.glide(card, () => (next?.parentElement === column ? next.before(card) : this.settle(card, column)));
    flash(card, "card--refused");
  }

  async lose(card, reason) {
    card.hidden = true;
    const answer = await send("POST", this.url("lost", id(card)), { reason });
    card.hidden = answer.ok;
  }

  async star(card, stars) {
    if (!this.writes) return;
    const button = card.querySelector(".card__stars");
    const former = button.dataset.stars;
    button.dataset.stars = stars;
    const answer = await send("POST", `${this.url("stars", id(card))}?${this.query}&board=1`, { stars });
    if (answer.ok) this.draw(answer.text, { asked: [id(card)], own: true });
    else button.dataset.stars = former;
  }

  async openForm(link) {
    const place = link.closest(".column").querySelector(".column__new");
    if (!place.childElementCount) await window.htmx.ajax("GET", link.href, { target: place, swap: "innerHTML" });
    place.querySelector("select, input:not([type=hidden])").focus();
  }

  // One column is drawn anew; the address says what it shows now.
  async narrow(link) {
    const column = link.closest(".column");
    const { pathname, search } = new URL(link.href);
    await window.htmx.ajax("GET", this.url("column", column.dataset.stage) + search, { target: column, swap: "outerHTML" });
    history.pushState(null, "", pathname + search);
    this.shown = String(this.query);
  }
}

const id = (card) => card.id.replace("lead-", "");

function before(card, other, ties) {
  const [here, there] = [Number(card.dataset.place), Number(other.dataset.place)];
  return here === there ? (Number(id(card)) - Number(id(other))) * ties < 0 : here < there;
}

// Where one clicks says how many stars are meant, the last one shown takes itself back; the keyboard goes round.
function starsAt(button, event) {
  const shown = Number(button.dataset.stars);
  if (event.detail === 0) return (shown + 1) % 4;
  const box = button.getBoundingClientRect();
  const meant = Math.min(3, Math.max(1, Math.ceil(((event.clientX - box.x) / box.width) * 3)));
  return meant === shown ? meant - 1 : meant;
}

// What the server drew of a card, without what this page did to it.
function face(card) {
  const classes = [...card.classList].filter((name) => !PASSING.has(name));
  return [card.dataset.place, ...classes, card.innerHTML.replaceAll(/ tabindex="-?\d"/g, "")].join(" ");
}

function flash(card, name) {
  card.classList.add(name);
  card.addEventListener("animationend", () => card.classList.remove(name), { once: true });
}

customElements.define("lead-board", LeadBoard);
