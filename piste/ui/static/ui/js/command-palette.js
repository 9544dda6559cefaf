// Ctrl-K: one field that searches and acts. The verbs of the page stand first, with their keys; the server adds what the
// words mean on this record, and what they find.

const HERE = "[data-keys-scope], .card";

class CommandPalette extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input[type=search]");
    this.verbs = this.querySelector("[data-verbs]");
    this.input.addEventListener("input", () => this.filter(), { signal });
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.addEventListener("submit", (event) => this.submitted(event), { signal, capture: true });
    this.addEventListener("click", ({ target }) => (target === this.dialog || target.closest(".palette__found :is(a, button)")) && this.close(), { signal });
    this.addEventListener("htmx:afterSwap", () => this.answered(), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  open() {
    if (this.dialog.open || document.querySelector("#dialog[open]")) return;
    this.here = document.activeElement;
    this.input.form.reset();
    this.querySelector("[name=on]").value = this.record();
    this.list();
    this.dialog.showModal();
    this.input.dispatchEvent(new Event("palette-opened"));
    this.matching ??= import("ufuzzy").then(({ default: uFuzzy }) => ({ uFuzzy, fuzzy: new uFuzzy({ intraMode: 1 }) }));
    this.filter();
  }

  // What is sent goes on its way after the dialog has closed.
  close() {
    setTimeout(() => this.dialog.close());
  }

  // The card or line in focus, as `lead-12`; on a record's page the server knows by the address.
  record() {
    const place = this.here?.closest(HERE);
    if (place?.dataset.record) return `lead-${place.dataset.record}`;
    return /^[a-z]+-\d+$/.test(place?.id ?? "") && place.matches(".card") ? place.id : "";
  }

  list() {
    const seen = new Set();
    const rows = [];
    const add = (element, key, text) => {
      if (!text || seen.has(text)) return;
      seen.add(text);
      rows.push(this.row(element, key, text));
    };
    const shown = (element) => !element.disabled && (element.checkVisibility() || element.closest("pop-menu"));
    const scopes = [this.here?.closest("[data-keys-scope]"), document.querySelector("main"), document.querySelector(".top")];
    for (const scope of scopes) for (const one of scope?.querySelectorAll("[data-key]") ?? []) {
      const foreign = one.closest("[data-keys-scope]") && one.closest("[data-keys-scope]") !== scopes[0];
      if (one.dataset.key.length === 1 && !"/?".includes(one.dataset.key) && !foreign && shown(one)) add(one, one.dataset.key, name(one));
    }
    for (const one of document.querySelectorAll("#new-menu a")) add(one, "", `${this.verbs.dataset.new}: ${name(one)}`);
    for (const one of document.querySelectorAll(".rail__entry")) add(one, one.dataset.go ? `G ${one.dataset.go}` : "", `${this.verbs.dataset.go}: ${name(one)}`);
    this.rows = rows;
    this.verbs.replaceChildren(...rows);
  }

  row(element, key, text) {
    const row = document.createElement("li");
    const button = row.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "palette__one" }));
    button.append(Object.assign(document.createElement("span"), { textContent: text }));
    if (key) button.append(Object.assign(document.createElement("kbd"), { className: "key", textContent: key.toUpperCase() }));
    button.addEventListener("click", () => setTimeout(() => { this.here?.focus?.(); element.click(); }));
    row.dataset.text = text;
    return row;
  }

  async filter() {
    const typed = this.input.value.trim();
    this.verbs.replaceChildren(...(typed ? await this.fitting(typed) : this.rows).slice(0, typed ? 6 : 12));
    this.mark(0);
  }

  async fitting(typed) {
    const { uFuzzy, fuzzy } = await this.matching;
    const [found, info, order] = fuzzy.search(uFuzzy.latinize(this.rows.map((row) => row.dataset.text)), uFuzzy.latinize(typed));
    return order ? order.map((place) => this.rows[info.idx[place]]) : (found ?? []).map((place) => this.rows[place]);
  }

  // A verb of the page that the server offers too stands there once.
  answered() {
    const offered = new Set([...this.querySelectorAll("#palette-found .key")].map((key) => key.textContent.trim()));
    for (const row of this.rows) row.hidden = offered.has(row.querySelector(".key")?.textContent ?? "");
    this.mark(0);
  }

  get places() {
    return [...this.querySelectorAll(".palette__found :is(a, button)")].filter((one) => !one.closest("[hidden]"));
  }

  mark(place) {
    const { places } = this;
    places.forEach((one, index) => one.toggleAttribute("data-marked", index === place));
    places[place]?.scrollIntoView({ block: "nearest" });
  }

  get marked() {
    return this.places.findIndex((one) => "marked" in one.dataset);
  }

  pressed(event) {
    // A search field would only empty itself.
    if (event.key === "Escape") {
      event.preventDefault();
      return this.dialog.close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const { length } = this.places;
    if (length) this.mark((this.marked + step + length) % length);
  }

  submitted(event) {
    if (event.target !== this.input.form) return;
    const one = this.places[this.marked];
    if (!one) return;
    event.preventDefault();
    one.click();
  }
}

function name(element) {
  const text = element.getAttribute("aria-label") ?? element.title;
  if (text) return text;
  const copy = element.cloneNode(true);
  for (const extra of copy.querySelectorAll(".key, .rail__count")) extra.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}

customElements.define("command-palette", CommandPalette);
