// A view of filtered records that is drawn again when one of them was changed, here or by others.

class ViewAgain extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    for (const noun of this.nouns) document.body.addEventListener(`${noun}-changed`, () => this.refresh(), { signal });
    document.addEventListener("piste:changed", ({ detail }) => this.heard(detail), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get nouns() {
    return this.dataset.nouns.split(" ");
  }

  // A new record may belong here too; whoever is about to do something is not disturbed.
  heard({ noun }) {
    const busy = document.querySelector("dialog[open]") || this.querySelector(".sortable-chosen");
    if (this.nouns.includes(noun) && !busy) this.refresh();
  }

  refresh() {
    window.htmx.ajax("GET", this.dataset.url, { source: this, target: this, swap: "outerHTML" });
  }
}

customElements.define("view-again", ViewAgain);
