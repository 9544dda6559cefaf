// "@be" in a rich text asks `data-mentions` for people and writes a link to the one that is chosen.

const LOOKS_BACK = 40;

export class MentionList {
  constructor(editor, source) {
    this.editor = editor;
    this.source = source;
    this.box = Object.assign(document.createElement("div"), { className: "menu mentions", popover: "manual", role: "listbox" });
    editor.after(this.box);
    editor.addEventListener("trix-selection-change", () => this.look());
    editor.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    editor.addEventListener("blur", () => this.close());
    this.box.addEventListener("pointerdown", (event) => this.clicked(event));
  }

  get open() {
    return this.box.matches(":popover-open");
  }

  typed() {
    const [start, end] = this.editor.editor.getSelectedRange();
    const text = this.editor.editor.getDocument().toString().slice(Math.max(0, start - LOOKS_BACK), start);
    const found = start === end && text.match(/(?:^|\s)@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]+)?)$/u);
    return found && { word: found[1], range: [start - found[1].length - 1, start] };
  }

  async look() {
    const typed = this.typed();
    if (!typed) return this.close();
    const url = new URL(this.source, location.href);
    url.searchParams.set("q", typed.word);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok || this.typed()?.word !== typed.word) return;
    this.show((await answer.json()).results, typed.range);
  }

  show(people, range) {
    if (!people.length) return this.close();
    this.range = range;
    this.box.replaceChildren(...people.slice(0, 8).map(option));
    this.mark(this.box.firstElementChild);
    const at = this.editor.editor.getClientRectAtPosition(range[0]) ?? this.editor.getBoundingClientRect();
    this.box.style.setProperty("--x", `${at.left}px`);
    this.box.style.setProperty("--y", `${at.bottom + 4}px`);
    if (!this.open) this.box.showPopover();
  }

  close() {
    if (this.open) this.box.hidePopover();
  }

  marked() {
    return this.box.querySelector("[aria-selected=true]");
  }

  mark(row) {
    this.marked()?.removeAttribute("aria-selected");
    row?.setAttribute("aria-selected", "true");
  }

  pressed(event) {
    if (!this.open) return;
    const act = {
      ArrowDown: () => this.mark(this.marked().nextElementSibling ?? this.box.firstElementChild),
      ArrowUp: () => this.mark(this.marked().previousElementSibling ?? this.box.lastElementChild),
      Enter: () => this.choose(this.marked()),
      Tab: () => this.choose(this.marked()),
      Escape: () => this.close(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  clicked(event) {
    event.preventDefault();
    const row = event.target.closest("[role=option]");
    if (row) this.choose(row);
  }

  choose(row) {
    const link = Object.assign(document.createElement("a"), { href: `#mention-${row.dataset.value}`, textContent: `@${row.dataset.text}` });
    this.editor.editor.setSelectedRange(this.range);
    this.editor.editor.insertHTML(link.outerHTML);
    this.editor.editor.deactivateAttribute("href");
    this.editor.editor.insertString(" ");
    this.close();
  }
}

function option({ value, text, note = "" }) {
  const row = Object.assign(document.createElement("div"), { className: "menu__item", role: "option", textContent: text });
  if (note) row.append(Object.assign(document.createElement("small"), { className: "quiet", textContent: ` · ${note}` }));
  Object.assign(row.dataset, { value, text });
  return row;
}
