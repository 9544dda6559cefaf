// Rows in an order given by hand: a row dropped is moved at once; its buttons do the same without a mouse.
import Sortable from "sortablejs";

class RowOrder extends HTMLElement {
  connectedCallback() {
    this.sortable = Sortable.create(this.querySelector("tbody"), {
      handle: ".row-grip",
      animation: 120,
      onEnd: ({ item, oldIndex, newIndex }) => {
        if (oldIndex === newIndex) return;
        window.htmx.ajax("POST", item.dataset.move, { target: this.dataset.target, swap: "outerHTML", values: { place: newIndex } });
      },
    });
  }

  disconnectedCallback() {
    this.sortable.destroy();
  }
}

customElements.define("row-order", RowOrder);
