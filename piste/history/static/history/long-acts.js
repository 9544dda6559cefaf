// What the worker does for this person: a bar for each act, kept while one goes from page to page of this tab.

const KEPT = "piste-long-acts";

class LongActs extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.body.addEventListener("longAct", ({ detail }) => this.begin(detail.url), { signal });
    this.addEventListener("click", ({ target }) => this.left(target), { signal });
    this.addEventListener("htmx:afterSwap", () => this.keep(), { signal });
    this.addEventListener("htmx:responseError", ({ detail }) => detail.xhr.status === 404 && this.forget(detail.elt), { signal });
    for (const url of kept()) this.show(url);
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  begin(url) {
    sessionStorage.setItem(KEPT, JSON.stringify([...new Set([...kept(), url])]));
    this.show(url);
  }

  show(url) {
    window.htmx.ajax("GET", url, { source: this, target: this, swap: "beforeend" });
  }

  // Only what is still at work is asked for on the next page.
  keep() {
    setTimeout(() => sessionStorage.setItem(KEPT, JSON.stringify([...this.querySelectorAll("[hx-get]")].map((bar) => bar.getAttribute("hx-get")))));
  }

  forget(bar) {
    if (bar === this) return sessionStorage.removeItem(KEPT);
    bar.remove();
    this.keep();
  }

  // What was sent goes on its way first.
  left(target) {
    const bar = target.closest("[data-long-close]")?.closest(".long-act");
    if (bar) setTimeout(() => bar.remove(), 500);
  }
}

const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");

customElements.define("long-acts", LongActs);
