// Columns are drawn to their width with the pointer, or with the arrow keys on the line between two heads.

const STEP = 16;
const NARROWEST = 60;
const WIDEST = 800;

class ColumnWidths extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.list = this.closest("data-list");
    this.list.addEventListener("pointerdown", (event) => this.grab(event), { signal });
    this.list.addEventListener("keydown", (event) => this.nudge(event), { signal });
    this.list.addEventListener("htmx:afterSettle", () => this.apply(), { signal });
    this.apply();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  apply() {
    for (const head of this.list.querySelectorAll("th[data-width]")) this.set(head, Number(head.dataset.width));
  }

  set(head, wanted) {
    const width = Math.round(Math.min(Math.max(wanted, NARROWEST), WIDEST));
    head.dataset.width = width;
    head.querySelector("[role=separator]").setAttribute("aria-valuenow", width);
    if (matchMedia("(max-width: 700px)").matches) return;
    const place = head.cellIndex;
    for (const row of head.closest("table").rows) {
      const cell = row.cells[place];
      if (cell && cell.colSpan === 1) Object.assign(cell.style, { width: `${width}px`, minWidth: `${width}px`, maxWidth: `${width}px` });
    }
  }

  grab(event) {
    const line = event.target.closest("[role=separator]");
    if (!line) return;
    event.preventDefault();
    const head = line.closest("th");
    const [from, width] = [event.clientX, head.offsetWidth];
    const moved = ({ clientX }) => this.set(head, width + clientX - from);
    const done = new AbortController();
    line.setPointerCapture(event.pointerId);
    line.addEventListener("pointermove", moved, { signal: done.signal });
    for (const end of ["pointerup", "pointercancel"]) {
      line.addEventListener(end, () => { done.abort(); this.keep(head); }, { signal: done.signal });
    }
  }

  nudge(event) {
    const line = event.target.closest("[role=separator]");
    const way = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (!line || !way) return;
    event.preventDefault();
    const head = line.closest("th");
    this.set(head, head.offsetWidth + way);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.keep(head), 400);
  }

  keep(head) {
    const values = { column: head.dataset.column, width: head.dataset.width };
    window.htmx.ajax("POST", this.list.dataset.widths, { source: head.closest("form"), values, swap: "none" });
  }
}

customElements.define("column-widths", ColumnWidths);
