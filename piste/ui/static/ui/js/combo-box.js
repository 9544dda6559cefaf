// A select that asks the server while one types: `data-source` answers {results: [{value, text, note}]}.

class ComboBox extends HTMLElement {
  async connectedCallback() {
    this.stop = new AbortController();
    const select = this.querySelector("select");
    const { default: TomSelect } = await import("tom-select");
    if (!select.isConnected || select.tomselect) return;
    const focused = document.activeElement === select;
    this.list = new TomSelect(select, this.settings(select));
    // Its label now belongs to the field that one types in.
    select.ariaHidden = "true";
    this.list.on("dropdown_open", () => this.place());
    // What is being typed stands in the place of what was chosen.
    this.list.on("type", (typed) => this.typed(typed, !select.dataset.source));
    for (const over of ["blur", "item_add"]) this.list.on(over, () => this.removeAttribute("data-typed"));
    // The next one is chosen among all again, not among those like the last.
    if (select.multiple && select.dataset.source) this.list.on("item_add", () => this.list.load(""));
    document.addEventListener("scroll", () => this.list.isOpen && this.place(), { capture: true, passive: true, signal: this.stop.signal });
    this.addEventListener("keydown", (event) => this.chooseLater(event), { capture: true, signal: this.stop.signal });
    if (focused) this.focusClosed();
  }

  // Enter means what was typed: while its rows are on their way, the list is still that of an earlier word.
  chooseLater(event) {
    const typed = this.list.inputValue();
    if (event.key !== "Enter" || event.isComposing || !this.list.isOpen || !this.list.input.dataset.source || typed === this.answered) return;
    event.preventDefault();
    event.stopPropagation();
    this.chosen = typed;
  }

  // The rows have come, and are drawn.
  choose() {
    if (this.chosen !== this.list.inputValue() || this.chosen !== this.answered) return;
    this.chosen = null;
    if (this.list.activeOption) this.list.onOptionSelect(new Event("keydown"), this.list.activeOption);
  }

  // The first field of a dialog has the focus at once: its list waits for a key or a click, lest it cover the other fields.
  focusClosed() {
    this.list.open = () => {};
    for (const kind of ["keydown", "pointerdown", "input"]) this.addEventListener(kind, () => delete this.list.open, { capture: true, signal: this.stop.signal });
    this.list.focus();
  }

  // Tab takes what was typed of choices that are all here; of others, the list may still be that of an earlier word.
  typed(typed, known) {
    this.toggleAttribute("data-typed", typed !== "");
    this.list.settings.selectOnTab = known && typed !== "";
  }

  disconnectedCallback() {
    this.stop.abort();
    this.list?.destroy();
  }

  // Fixed to the window: neither a dialog nor a table cuts the list off.
  place() {
    const { control, dropdown } = this.list;
    const at = control.getBoundingClientRect();
    const above = at.bottom + dropdown.offsetHeight > innerHeight && at.top > dropdown.offsetHeight;
    dropdown.style.left = `${at.left}px`;
    dropdown.style.width = `${at.width}px`;
    dropdown.style.top = above ? `${at.top - dropdown.offsetHeight - 4}px` : `${at.bottom + 4}px`;
  }

  settings(select) {
    const { source, create } = select.dataset;
    const asked = source && {
      valueField: "value",
      labelField: "text",
      searchField: [],
      // The server has chosen and ordered what fits; what is chosen already is kept, but does not fit for that.
      score: () => (row) => Number(this.fitting?.has(String(row.value)) ?? true),
      sortField: [{ field: "$order" }],
      shouldLoad: () => true,
      preload: "focus",
      loadThrottle: 150,
      load: (typed, answer) => this.ask(source, typed).then((rows) => (answer(rows), this.choose()), () => answer()),
    };
    return {
      maxItems: select.multiple ? null : 1,
      maxOptions: null,
      create: create === "true",
      // What was typed is never lost.
      createOnBlur: create === "true",
      closeAfterSelect: !select.multiple,
      // The next one is searched for by its own letters.
      clearAfterSelect: select.multiple,
      hidePlaceholder: true,
      allowEmptyOption: false,
      ...asked,
      render: {
        option: (row, escape) => `<div><span>${escape(row.text)}</span>${row.note ? `<span class="option__note">${escape(row.note)}</span>` : ""}</div>`,
        no_results: () => `<div class="no-results">${this.dataset.empty}</div>`,
        option_create: (row, escape) => `<div class="create">${this.dataset.add} <strong>${escape(row.input)}</strong></div>`,
      },
    };
  }

  async ask(source, typed) {
    const url = new URL(source, location.href);
    url.searchParams.set("q", typed);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    const { results } = await answer.json();
    // Rows of an earlier word would stay in the list.
    this.list.clearOptions((option) => this.list.items.includes(String(option.value)));
    this.answered = typed;
    this.fitting = new Set(results.map((row) => String(row.value)));
    return results;
  }
}

customElements.define("combo-box", ComboBox);
