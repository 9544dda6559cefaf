// Typed text is never lost: fields with `data-draft="key"` are kept in this browser until their form was sent.

class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("input", (event) => this.keep(event.target), { signal });
    document.addEventListener("htmx:load", (event) => this.restore(event.target), { signal });
    // Before the answer is drawn: it may hold the same field, empty again.
    document.addEventListener("htmx:beforeOnLoad", ({ target, detail }) => detail.xhr.status < 400 && this.forget(target), { signal });
    document.addEventListener("submit", (event) => event.target.hasAttribute("hx-post") || this.forget(event.target), { signal });
    this.restore(document);
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  key(field) {
    return `draft:${this.dataset.user}:${field.dataset.draft}`;
  }

  keep(field) {
    if (!field.dataset?.draft) return;
    if (field.value) localStorage.setItem(this.key(field), field.value);
    else localStorage.removeItem(this.key(field));
  }

  restore(root) {
    for (const field of root.querySelectorAll("[data-draft]")) {
      const kept = localStorage.getItem(this.key(field));
      if (!kept || field.value) continue;
      field.value = kept;
      field.closest("rich-text")?.start();
    }
  }

  forget(form) {
    if (!form.matches?.("form")) return;
    for (const field of form.querySelectorAll("[data-draft]")) localStorage.removeItem(this.key(field));
  }
}

customElements.define("draft-keeper", DraftKeeper);
