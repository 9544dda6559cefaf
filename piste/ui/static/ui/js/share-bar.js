// Parts of a bar as wide as their `data-share`; style attributes are not allowed to come from the server.

class ShareBar extends HTMLElement {
  connectedCallback() {
    for (const part of this.querySelectorAll("[data-share]")) part.style.flexGrow = part.dataset.share;
  }
}

customElements.define("share-bar", ShareBar);
