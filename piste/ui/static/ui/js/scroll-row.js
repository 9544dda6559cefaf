// A row that may be wider than its place: begins where its current entry can be seen.

class ScrollRow extends HTMLElement {
  connectedCallback() {
    const current = this.querySelector("[aria-current]");
    if (!current || this.scrollWidth <= this.clientWidth) return;
    // Not scrollIntoView: that would move the page too.
    const [row, entry] = [this.getBoundingClientRect(), current.getBoundingClientRect()];
    this.scrollLeft += entry.left + entry.width / 2 - row.left - row.width / 2;
  }
}

customElements.define("scroll-row", ScrollRow);
