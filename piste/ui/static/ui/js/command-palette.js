// Ctrl-K: one field that searches and acts. The verbs of the page stand first, with their keys; the server adds what the
// words mean on this record, or on the lines and cards that are ticked, and what they find. A screen reader hears the marked line:
// the field is a combobox, whose options are all that can be chosen.

const HERE = "[data-keys-scope], .card";

class CommandPalette extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input[type=search]");
    this.verbs = this.querySelector("[data-verbs]");
    this.said = this.querySelector("[data-said]");
    this.input.addEventListener("input", () => this.filter(), { signal });
    this.input.addEventListener("htmx:beforeRequest", () => (this.askedFor = this.input.value), { signal });
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.addEventListener("submit", (event) => this.submitted(event), { signal, capture: true });
    this.addEventListener("click", ({ target }) => (target === this.dialog || target.closest(".palette__found :is(a, button)")) && this.close(), { signal });
    this.addEventListener("htmx:afterSwap", () => this.answered(), { signal });
    // Only then are the new forms htmx's.
    this.addEventListener("htmx:afterSettle", () => this.settled(), { signal });
    this.addEventListener("htmx:configRequest", ({ target, detail }) => target.matches("[data-many]") && this.select(detail), { signal });
    document.addEventListener("click", (event) => this.asked(event), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  open() {
    if (this.dialog.open || document.querySelector("#dialog[open]")) return;
    this.here = document.activeElement;
    this.input.form.reset();
    this.wanted = false;
    this.about();
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

  // Its page does the same without a script.
  asked(event) {
    if (!event.target.closest("[data-palette]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setTimeout(() => this.open());
  }

  // What is spoken of: the lines that are ticked, else the card or line in focus, as `lead-12`; on a record's page the
  // server knows by the address.
  about() {
    const ticked = [...document.querySelectorAll("[data-noun] [name=ids]:checked")];
    this.chosen = ticked[0]?.closest("[data-noun]");
    const all = this.chosen?.querySelector("[name=all]:checked");
    this.ids = all ? null : ticked.map((box) => box.value);
    const count = all ? this.chosen.dataset.extent.replace(/\D/g, "") : ticked.length || "";
    this.querySelector("[name=on]").value = this.chosen?.dataset.noun ?? this.record();
    this.querySelector("[name=count]").value = count;
    const said = this.querySelector("[data-on]");
    said.hidden = !count;
    const text = String(count) === "1" ? said.dataset.one : said.dataset.many;
    said.textContent = text.replace("%(count)s", all ? this.chosen.dataset.extent : count);
  }

  record() {
    const place = this.here?.closest(HERE);
    if (place?.dataset.record) return `${place.closest("data-list")?.dataset.noun ?? "lead"}-${place.dataset.record}`;
    return /^[a-z]+-\d+$/.test(place?.id ?? "") && place.matches(".card") ? place.id : "";
  }

  // The rows, as the bar of the list sends them; the filter of "all" is in the address of the list.
  select(detail) {
    if (this.ids) detail.formData.set("ids", this.ids.join(","));
    else detail.formData.set("all", "1");
    detail.path += new URL(this.chosen.dataset.url, location.href).search;
  }

  list() {
    const seen = new Set();
    const rows = [];
    const { prefix } = document.querySelector("key-map").dataset;
    const add = (element, key, text) => {
      if (!text || seen.has(text)) return;
      seen.add(text);
      rows.push(this.row(element, key, text));
      rows.at(-1).toggleAttribute("data-bulk", element.matches(".bulk *"));
    };
    // The entries of a menu that all cards share need one in focus.
    const objectless = (element) => element.matches("[data-act]") && !this.here?.closest(".card");
    const shown = (element) => !element.disabled && !objectless(element) && (element.checkVisibility() || element.closest("pop-menu"));
    for (const one of this.chosen?.querySelectorAll(".bulk button[formaction]") ?? []) add(one, one.dataset.key ?? "", name(one));
    const scopes = [this.here?.closest("[data-keys-scope]"), document.querySelector("main"), document.querySelector(".top")];
    for (const scope of scopes) for (const one of scope?.querySelectorAll("[data-key]") ?? []) {
      const foreign = one.closest("[data-keys-scope]") && one.closest("[data-keys-scope]") !== scopes[0];
      if (one.dataset.key.length === 1 && !one.matches("input, [data-keys], [data-line], [data-edit], [data-walk]") && !foreign && shown(one)) add(one, one.dataset.key, name(one));
    }
    for (const one of document.querySelectorAll("#new-menu a")) add(one, "", `${this.verbs.dataset.new}: ${name(one)}`);
    for (const one of document.querySelectorAll(".rail__entry")) add(one, one.dataset.go ? `${prefix} ${one.dataset.go}` : "", `${this.verbs.dataset.go}: ${name(one)}`);
    this.rows = rows;
    this.verbs.replaceChildren(...rows);
  }

  row(element, key, text) {
    const row = document.createElement("li");
    const button = row.appendChild(Object.assign(document.createElement("button"), { type: "button", className: "palette__one" }));
    button.append(Object.assign(document.createElement("span"), { textContent: text }));
    if (key) button.append(Object.assign(document.createElement("kbd"), { className: "key", ariaHidden: "true", textContent: key.toUpperCase() }));
    button.addEventListener("click", () => setTimeout(() => this.do(element)));
    row.dataset.text = text;
    return row;
  }

  do(element) {
    this.here?.focus?.();
    element.dispatchEvent(new CustomEvent("palette:about", { detail: this.here, bubbles: true }));
    element.click();
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
    const many = this.querySelector("[data-many] button") !== null;
    for (const row of this.rows) row.hidden = offered.has(row.querySelector(".key")?.textContent ?? "") || (many && "bulk" in row.dataset);
    this.mark(0);
    const none = this.querySelector(".found__none");
    if (none) none.hidden = this.places.length > 0;
    this.said.textContent = none && !none.hidden ? none.textContent : "";
    this.answeredFor = this.askedFor;
  }

  settled() {
    if (this.wanted && this.answeredFor === this.input.value) this.input.form.requestSubmit();
  }

  get places() {
    return [...this.querySelectorAll(".palette__found :is(a, button)")].filter((one) => !one.closest("[hidden]"));
  }

  mark(place) {
    const { places } = this;
    for (const former of this.querySelectorAll("[data-marked], [id^=palette-][role=option]")) {
      former.removeAttribute("id");
      former.removeAttribute("data-marked");
    }
    for (const one of this.querySelectorAll(".palette__found :is(ul, li, form, section)")) one.setAttribute("role", "none");
    places.forEach((one, index) => {
      Object.assign(one, { id: `palette-${index}`, role: "option", tabIndex: -1, ariaSelected: String(index === place) });
      one.toggleAttribute("data-marked", index === place);
    });
    places[place]?.scrollIntoView({ block: "nearest" });
    if (places[place]) this.input.setAttribute("aria-activedescendant", places[place].id);
    else this.input.removeAttribute("aria-activedescendant");
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
    // Quicker than the answer: it is done when it has come.
    this.wanted = this.answeredFor !== this.input.value;
    const one = this.places[this.marked];
    if (one || this.wanted) event.preventDefault();
    if (one && !this.wanted) one.click();
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
