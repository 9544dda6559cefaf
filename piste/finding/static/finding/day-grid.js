// Records are moved to another day: dragged, or by Alt and the arrows on a focused one.
import Sortable from "sortablejs";
import { send } from "ui/request";

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

class DayGrid extends HTMLElement {
  connectedCallback() {
    if (!this.dataset.move) return;
    this.lists = [...this.querySelectorAll(".calendar__items")].map((list) =>
      Sortable.create(list, {
        group: "days",
        sort: false,
        animation: 120,
        delay: 250,
        delayOnTouchOnly: true,
        onEnd: (event) => this.dropped(event),
      }),
    );
    this.stop = new AbortController();
    this.addEventListener("keydown", (event) => this.pressed(event), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop?.abort();
    for (const list of this.lists ?? []) list.destroy();
  }

  async dropped({ item, from, to, oldIndex }) {
    if (from === to) return;
    const { ok } = await this.move(item.dataset.record, to.closest("[data-day]").dataset.day);
    // What was refused flies back.
    if (!ok) from.insertBefore(item, from.children[oldIndex] ?? null);
  }

  pressed(event) {
    const step = event.altKey && STEPS[event.key];
    const item = event.target.closest("[data-record]");
    if (!step || !item) return;
    event.preventDefault();
    const day = new Date(`${item.closest("[data-day]").dataset.day}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + step);
    this.move(item.dataset.record, day.toISOString().slice(0, 10));
  }

  move(key, day) {
    return send("POST", this.dataset.move.replace("/0/", `/${key}/`), { by: this.dataset.by, day });
  }
}

customElements.define("day-grid", DayGrid);
