// Chooses the browser's own time zone in the field that `data-field` names.

class BrowserZone extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector(`select[name="${this.dataset.field}"]`);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (field && [...field.options].some((option) => option.value === zone)) field.value = zone;
  }
}

customElements.define("browser-zone", BrowserZone);
