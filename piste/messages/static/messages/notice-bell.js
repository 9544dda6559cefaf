// The count of unread notices follows what is read here.

class NoticeBell extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    document.body.addEventListener("notices-changed", ({ detail }) => this.show(detail.count), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  show(count) {
    for (const place of document.querySelectorAll('[data-count="notices"]')) place.textContent = count || "";
  }
}

customElements.define("notice-bell", NoticeBell);
