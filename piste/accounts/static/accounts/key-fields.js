// A field for one key: what is typed takes the place of what was there.

class KeyFields extends HTMLElement {
  connectedCallback() {
    this.addEventListener("focusin", ({ target }) => target.matches("input") && target.select());
    this.addEventListener("click", ({ target }) => target.matches("input") && target.select());
    this.querySelector("[aria-invalid=true]")?.focus();
  }
}

customElements.define("key-fields", KeyFields);
