// Z belongs to the toast while one offers Undo; otherwise it takes back the last act.

class UndoKey extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => this.giveToToast(event), true);
  }

  giveToToast(event) {
    const offered = document.querySelector(".toast__undo");
    if (!offered) return;
    event.preventDefault();
    event.stopPropagation();
    offered.click();
  }
}

customElements.define("undo-key", UndoKey);
