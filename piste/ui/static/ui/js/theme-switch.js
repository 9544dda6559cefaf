// Light, dark or as the system: at once here, and kept with the person.
import { send } from "ui/request";

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  handleEvent(event) {
    const chosen = event.target.closest("button[value]");
    if (!chosen) return;
    document.documentElement.dataset.theme = chosen.value;
    for (const button of this.querySelectorAll("button[value]")) {
      button.setAttribute("aria-pressed", button === chosen);
    }
    if (this.dataset.url) send("POST", this.dataset.url, { theme: chosen.value });
  }
}

customElements.define("theme-switch", ThemeSwitch);
