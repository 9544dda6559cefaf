// One quiet line until it is used; files pasted or dropped anywhere on it are attached.

class NoteComposer extends HTMLElement {
  // Whether the next one is to be written in at once: its tab was asked for.
  static wanted = false;

  connectedCallback() {
    this.form = this.querySelector("form");
    this.files = this.querySelector("input[type=file]");
    for (const name of ["focusin", "input", "paste", "dragover", "dragleave", "drop"]) this.addEventListener(name, this, true);
    document.addEventListener("click", this);
    this.querySelector(".composer__tabs")?.addEventListener("click", (event) => this.asked(event), true);
    this.rest();
    if (NoteComposer.wanted) this.write();
    NoteComposer.wanted = false;
  }

  disconnectedCallback() {
    document.removeEventListener("click", this);
  }

  handleEvent(event) {
    if (event.type === "click") this.contains(event.target) || this.rest();
    else if (event.type === "paste" || event.type === "drop") this.take(event, event.clipboardData ?? event.dataTransfer);
    else if (event.type === "dragover") this.hover(event);
    else if (event.type === "dragleave") delete this.dataset.over;
    else delete this.dataset.quiet;
  }

  // The tab in which one is already keeps what was typed.
  asked(event) {
    const tab = event.target.closest("a");
    if (!tab || event.ctrlKey || event.metaKey || event.shiftKey) return;
    NoteComposer.wanted = !tab.matches("[aria-current]");
    if (NoteComposer.wanted) return;
    event.preventDefault();
    event.stopPropagation();
    this.write();
  }

  write() {
    delete this.dataset.quiet;
    (this.querySelector("trix-editor") ?? this.querySelector("textarea")).focus();
  }

  // What was typed, chosen or refused stays in sight.
  rest() {
    const used = this.querySelector("textarea").value || this.files.files.length || this.querySelector("[role=alert]");
    const folded = !used && !("stays" in this.dataset) && !this.contains(document.activeElement) && this.querySelector("textarea").matches("[data-draft^=note]");
    this.toggleAttribute("data-quiet", folded);
  }

  hover(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.dataset.over = "";
  }

  take(event, data) {
    delete this.dataset.over;
    if (!data?.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    delete this.dataset.quiet;
    const all = new DataTransfer();
    for (const file of [...this.files.files, ...data.files]) all.items.add(file);
    this.files.files = all.files;
    this.files.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("note-composer", NoteComposer);
