// What is found while one types in the search box: arrows walk through it, Escape or leaving closes it.

class SearchResults extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.parentElement.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.parentElement.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.parentElement.contains(relatedTarget)) this.close();
    }, { signal });
    this.addEventListener("htmx:afterSwap", () => this.say(), { signal });
    document.addEventListener("pointerdown", ({ target }) => this.parentElement.contains(target) || this.close(), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  close() {
    this.replaceChildren();
    this.say();
  }

  // For whoever does not see that something came.
  say() {
    const count = this.querySelectorAll("li").length;
    const none = this.querySelector(".found__none")?.textContent ?? "";
    const found = count === 1 ? this.dataset.one : this.dataset.many.replace("%(count)s", count);
    document.getElementById("search-said").textContent = count ? found : none;
  }

  pressed(event) {
    if (event.key === "Escape") this.close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = [this.parentElement.querySelector("input[type=search]"), ...this.querySelectorAll("a")];
    if (!step || places.length < 2) return;
    event.preventDefault();
    places.at((places.indexOf(document.activeElement) + step) % places.length).focus();
  }
}

customElements.define("search-results", SearchResults);
