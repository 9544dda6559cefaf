// What a click on the board does, and the acts on a card that menus and keys share.
import { openDialog } from "ui/dialog";
import { send } from "ui/request";

const PHONE = "(max-width: 700px)";

const CLICKS = {
  "[data-act]": (acts, one) => acts.card && acts.act(one.dataset.act, acts.card),
  "#places [data-stage]": (acts, one) => acts.card && acts.board.move(acts.card, one.dataset.stage),
  "#reasons [value]": (acts, one) => acts.card && acts.lose(acts.card, one.value),
  ".card__more": (acts, one) => acts.openMenu("card-menu", one.closest(".card"), one),
  ".card__stars": (acts, one, event) => acts.star(one.closest(".card"), starsAt(one, event)),
  "[data-create]": (acts, one) => acts.openForm(one),
  "[data-close-quick]": (acts, one) => acts.closeForm(one.closest(".quick")),
  ".steps__part, .column__only a": (acts, one) => acts.narrow(one),
};

class CardActs extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    this.board = this.closest("lead-board");
    this.board.addEventListener("click", (event) => this.clicked(event), this.stop);
    this.board.addEventListener("palette:about", ({ detail }) => (this.id = detail?.closest(".card")?.id.replace("lead-", "")), this.stop);
    this.board.addEventListener("htmx:load", ({ target }) => target.matches?.(".quick") && firstField(target).focus(), this.stop);
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  // What an open menu is about; the card may have been drawn anew since.
  get card() {
    return this.board.card(this.id);
  }

  clicked(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    for (const [selector, act] of Object.entries(CLICKS)) {
      const one = event.target.closest(selector);
      if (!one) continue;
      event.preventDefault();
      return act(this, one, event);
    }
    const card = event.target.closest(".card");
    if (card && !event.target.closest("[data-dialog]")) this.looked(event, card);
  }

  // A pointer looks at a card beside the board; the keyboard, and a phone, open its page.
  looked(event, card) {
    const title = card.querySelector(".card > a");
    if (matchMedia(PHONE).matches) return event.target.closest("a") || title.click();
    if (event.detail === 0) return;
    event.preventDefault();
    title.focus({ preventScroll: true });
    this.act("peek", card);
  }

  act(name, card) {
    const id = card.id.replace("lead-", "");
    const title = card.querySelector(".card > a");
    const acts = {
      peek: () => document.querySelector("lead-peek").open(id),
      open: () => location.assign(title.href),
      edit: () => document.querySelector("lead-peek").edit(id),
      places: () => this.openMenu("places", card),
      menu: () => this.openMenu("card-menu", card),
      won: () => window.htmx.ajax("POST", this.board.url("won", id), { source: card, swap: "none" }),
      choose: () => this.board.querySelector("board-choice").toggle(card),
      step: () => card.querySelector("a[data-icon]")?.click(),
    };
    (acts[name] ?? (() => openDialog(this.board.url(name, id), title)))();
  }

  openMenu(name, card, beside = card) {
    this.id = card.id.replace("lead-", "");
    const menu = this.board.querySelector(`#${name}`);
    for (const place of menu.querySelectorAll("[data-stage]")) place.disabled = place.dataset.stage === card.parentElement.dataset.stage;
    menu.openBeside(beside);
  }

  // Whoever walks by keys goes on with the card beside the one that is gone.
  async lose(card, reason) {
    const beside = this.board.neighbour(card, 1) ?? this.board.neighbour(card, -1);
    card.hidden = true;
    const answer = await send("POST", this.board.url("lost", card.id.replace("lead-", "")), { reason });
    card.hidden = answer.ok;
    if (document.activeElement === document.body) (answer.ok ? beside : card)?.querySelector(".card > a").focus({ preventScroll: true });
  }

  async star(card, stars) {
    if (!this.board.writes) return;
    const id = card.id.replace("lead-", "");
    const former = card.dataset.stars;
    card.dataset.stars = stars;
    const answer = await send("POST", `${this.board.url("stars", id)}?${this.board.query}&board=1`, { stars });
    if (answer.ok) this.board.draw(answer.text, { asked: [id], own: true });
    else card.dataset.stars = former;
  }

  async openForm(link) {
    const place = link.closest(".column").querySelector(".column__new");
    if (place.childElementCount) return firstField(place).focus();
    await window.htmx.ajax("GET", link.href, { target: place, swap: "innerHTML" });
  }

  closeForm(form) {
    const column = form.closest(".column");
    form.remove();
    column.querySelector("[data-create]")?.focus();
  }

  // One column is drawn anew; the address says what it shows now.
  async narrow(link) {
    const column = link.closest(".column");
    const state = [...link.parentElement.children].indexOf(link);
    const { pathname, search } = new URL(link.href);
    await window.htmx.ajax("GET", this.board.url("column", column.dataset.stage) + search, { target: column, swap: "outerHTML" });
    history.pushState(null, "", pathname + search);
    this.board.shown = String(this.board.query);
    const parts = this.board.querySelectorAll(`#${column.id} .steps__part`);
    (parts[state] ?? parts[0])?.focus({ preventScroll: true });
  }
}

const firstField = (form) => form.querySelector("input:not([type=hidden], [type=radio]), select");

// Where one clicks says how many stars are meant, the last one shown takes itself back; the keyboard goes round.
function starsAt(button, event) {
  const shown = Number(button.closest(".card").dataset.stars);
  if (event.detail === 0) return (shown + 1) % 4;
  const box = button.getBoundingClientRect();
  const meant = Math.min(3, Math.max(1, Math.ceil(((event.clientX - box.x) / box.width) * 3)));
  return meant === shown ? meant - 1 : meant;
}

customElements.define("card-acts", CardActs);
