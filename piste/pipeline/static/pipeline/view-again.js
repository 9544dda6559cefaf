// A view of filtered records that is drawn again when one of them was changed, here or by others.

class ViewAgain extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    for (const name of ["lead-changed", "activity-changed"]) document.body.addEventListener(name, () => this.refresh(), { signal });
    document.addEventListener("piste:changed", ({ detail }) => this.heard(detail), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  // A new record may belong here too; whoever is about to do something is not disturbed.
  heard({ noun }) {
    const busy = document.querySelector("dialog[open]") || this.querySelector(".sortable-chosen");
    if (noun === "lead" && !busy) this.refresh();
  }

  refresh() {
    window.htmx.ajax("GET", this.dataset.url, { source: this, target: this, swap: "outerHTML" });
  }
}

customElements.define("view-again", ViewAgain);
