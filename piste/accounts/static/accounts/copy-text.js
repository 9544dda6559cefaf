// A text to take along: its button copies it.

import { toast } from "ui/toast";

class CopyText extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    field.addEventListener("focus", () => field.select());
    this.querySelector("button").addEventListener("click", () => this.copy(field));
  }

  async copy(field) {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // Without HTTPS there is no clipboard; the text is selected, and the browser's own copy takes it.
      document.execCommand("copy");
    }
    toast({ text: this.dataset.done });
  }
}

customElements.define("copy-text", CopyText);
