// Folds the rail to its icons. A cookie keeps it, so that the server draws the next page right at once.

class RailFold extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
  }

  handleEvent() {
    const app = document.getElementById("app");
    const folded = app.dataset.rail !== "folded";
    if (folded) app.dataset.rail = "folded";
    else delete app.dataset.rail;
    this.querySelector("button").setAttribute("aria-expanded", !folded);
    document.cookie = `rail=${folded ? "folded" : ""}; path=/; max-age=${folded ? 31536000 : 0}; samesite=lax`;
  }
}

customElements.define("rail-fold", RailFold);
