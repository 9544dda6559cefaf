// Cells that become their own field: a click edits, or Enter on the cell that the arrow keys lead to; the first one, whose
// click opens the record, by its pencil or F2. What follows (Enter saves, Esc restores, Tab goes on) is the affair of
// <editable-field>, which a cell gets when its line is edited. On a phone the pencil shows the line's cells in the dialog.
import { openDialog } from "ui/dialog";
import { send } from "ui/request";

const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const phone = matchMedia("(max-width: 700px)");

class CellEdit extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.list = this.closest("data-list");
    this.list.addEventListener("click", (event) => this.clicked(event), { signal });
    this.list.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.list.addEventListener("focusin", ({ target }) => this.ready(target.closest("td.cell--edits form")?.closest("tr")), { signal });
    this.list.addEventListener("saving", ({ target }) => this.saving(target), { signal });
    this.list.addEventListener("typed:discarded", ({ target }) => this.discarded(target), { signal });
    document.addEventListener("typed:kept", ({ detail }) => this.goOn(detail), { signal });
    this.list.addEventListener("htmx:afterSwap", ({ target }) => this.saved(target), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  clicked({ target }) {
    if (target.closest("[data-edit]")) return this.edit();
    const cell = target.closest("td.cell--edits");
    if (target.closest(".list__pencil")) return phone.matches ? this.sheet(cell.parentElement) : this.open(cell);
    if (cell?.querySelector(".table__link")) return;
    // The list is a form too, so that the field takes every click for one into its own.
    if (!cell || phone.matches || cell.querySelector("form") || target.closest("a, button, label") || String(getSelection())) return;
    this.open(cell);
  }

  // The cell in focus, else the first of the line that can be edited.
  edit() {
    const at = document.activeElement;
    const cell = at.closest("td.cell--edits") ?? at.closest("tr[data-record]")?.querySelector("td.cell--edits");
    if (cell && !phone.matches) this.open(cell);
  }

  pressed(event) {
    const { target, key } = event;
    if (target.closest("td form") || phone.matches) return;
    const cell = target.closest("td");
    if (cell?.matches(".cell--edits") && (key === "F2" || (key === "Enter" && target === cell))) {
      event.preventDefault();
      this.open(cell);
    } else if (ARROWS[key] && cell && !target.matches("input, select")) {
      const next = this.beside(cell, ...ARROWS[key]);
      if (!next) return;
      event.preventDefault();
      this.focus(next);
    }
  }

  // The next cell that can be edited, or the title, in that direction.
  beside(cell, down, right) {
    let row = cell.parentElement;
    if (down) {
      const rows = [...this.list.querySelectorAll("tr[data-record]")].filter((one) => one.checkVisibility());
      return rows[rows.indexOf(row) + down]?.cells[cell.cellIndex];
    }
    for (let place = cell.cellIndex + right; row.cells[place]; place += right) {
      if (row.cells[place].matches(".cell--edits, .table__title")) return row.cells[place];
    }
    return null;
  }

  open(cell) {
    for (const other of this.list.querySelectorAll("td editable-field:has(form)")) {
      if (other.changed()) other.save();
      else other.restore();
    }
    this.ready(cell.closest("tr"));
    cell.querySelector("editable-field").edit();
  }

  // The line and the one below it, so that Tab leads on.
  ready(row) {
    if (!row) return;
    for (const line of [row, row.nextElementSibling]) {
      for (const cell of line?.querySelectorAll("td.cell--edits") ?? []) this.prepare(cell);
    }
  }

  prepare(cell) {
    if (cell.querySelector("editable-field")) return;
    const field = document.createElement("editable-field");
    const value = document.createElement("span");
    field.className = "editable";
    value.className = "editable__value";
    value.append(...[...cell.childNodes].filter((node) => !node.matches?.(".list__pencil")));
    field.append(value, this.querySelector("template").content.cloneNode(true));
    const door = this.doorOf(cell);
    for (const [name, said] of Object.entries({ "hx-get": door, "hx-trigger": "edit", "hx-target": "this", "hx-swap": "innerHTML" })) field.setAttribute(name, said);
    cell.prepend(field);
    window.htmx.process(field);
  }

  doorOf(cell) {
    const { door } = cell.closest("table").tHead.rows[0].cells[cell.cellIndex].dataset;
    return door?.replace("/0/", `/${cell.closest("tr").dataset.record}/`);
  }

  // From the cell the next key leads on, whether or not the answer has come.
  saving(field) {
    const cell = field.closest("td.cell--edits");
    if (cell?.contains(document.activeElement)) this.focus(cell);
  }

  // What was there before the edit may be an old value by now.
  discarded(form) {
    const row = form.closest("tr[data-record]");
    if (row && (this.list.stale || form.querySelector(".field__error"))) setTimeout(() => this.freshen(row));
  }

  // The cell with that door, to go on with what was typed there before.
  goOn(door) {
    const cells = [...this.list.querySelectorAll("td.cell--edits")];
    const cell = phone.matches ? null : cells.find((one) => this.doorOf(one) === door);
    if (cell) this.open(cell);
  }

  // Whoever saved and did not go on is where he was. What was saved may show in other cells of the line, too.
  saved(target) {
    const cell = target.closest?.("td.cell--edits");
    if (!cell || cell.querySelector("form")) return;
    const [row, place] = [cell.parentElement, cell.cellIndex];
    const stay = () => document.activeElement === document.body && this.stay(row.cells[place]);
    this.freshen(row).then(stay);
    setTimeout(stay, 120);
  }

  door(row, more = {}) {
    const door = new URL(this.list.dataset.url, location.href);
    for (const [name, said] of Object.entries({ line: row.dataset.record, ...more })) door.searchParams.set(name, said);
    return door.pathname + door.search;
  }

  sheet(row) {
    openDialog(this.door(row, { sheet: "1" }));
  }

  // The cells anew, but for one that is edited.
  async freshen(row) {
    const { ok, text } = await send("GET", this.door(row), undefined, { quiet: true });
    const body = document.createElement("tbody");
    body.innerHTML = ok ? text : "";
    const fresh = body.querySelector("tr[data-record]");
    if (!fresh || !row.isConnected || fresh.cells.length !== row.cells.length) return;
    const pairs = [...row.cells].map((old, place) => [old, fresh.cells[place]]);
    for (const [old, cell] of pairs) {
      if (old.matches(".table__check") || old.querySelector("form, .htmx-request, [popover]:popover-open")) continue;
      const focused = old.contains(document.activeElement);
      cell.style.cssText = old.style.cssText;
      old.replaceWith(cell);
      window.htmx.process(cell);
      if (focused) this.stay(cell);
    }
  }

  stay(cell) {
    if (!cell.querySelector("form")) this.focus(cell);
  }

  focus(cell) {
    const link = cell.querySelector(".table__link");
    if (!link && cell.tabIndex) cell.tabIndex = -1;
    (link ?? cell).focus();
  }
}

customElements.define("cell-edit", CellEdit);
