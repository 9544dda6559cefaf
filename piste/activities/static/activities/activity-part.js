// A part that draws itself anew when activities change, here or at a colleague's: those of its record, or with
// `data-mine` any.

class ActivityPart extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.body.addEventListener("activity-changed", ({ detail }) => this.heard(detail), { signal });
    document.addEventListener("piste:changed", ({ detail }) => this.heard(detail), { signal });
    // A menu that is open must not be drawn away under the pointer.
    this.addEventListener("toggle", ({ newState }) => newState === "closed" && this.stale && this.refresh(), { capture: true, signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  heard({ noun, ids }) {
    const concerned = "mine" in this.dataset || (noun === this.dataset.noun && ids.includes(Number(this.dataset.id)));
    if (!concerned) return;
    if (this.querySelector(":popover-open")) this.stale = true;
    else this.refresh();
  }

  refresh() {
    this.stale = false;
    window.htmx.trigger(this, "refresh");
  }
}

customElements.define("activity-part", ActivityPart);
