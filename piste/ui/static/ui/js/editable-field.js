// A value that becomes its own field: click or Enter edits, Enter saves, Esc restores, Tab saves and goes on.

class EditableField extends HTMLElement {
  static next = null;

  connectedCallback() {
    for (const name of ["click", "keydown", "focusout", "htmx:afterSwap", "htmx:beforeSwap", "htmx:afterRequest"]) {
      this.addEventListener(name, this);
    }
    // After htmx has put the focus where it was.
    if (EditableField.next !== null) setTimeout(() => this.goOn());
  }

  get form() {
    return this.querySelector("form");
  }

  handleEvent(event) {
    if (event.type === "click") this.clicked(event);
    if (event.type === "keydown") this.pressed(event);
    if (event.type === "focusout") this.left(event);
    if (event.type === "htmx:afterSwap") this.opened();
    if (event.type === "htmx:afterRequest") this.saving = false;
    if (event.type === "htmx:beforeSwap" && event.detail.xhr.status === 422) event.detail.swapOverride = "innerHTML";
  }

  clicked(event) {
    if (event.target.closest("[data-restore]")) return this.restore();
    if (event.target.closest(".editable__edit")) return this.edit();
    if (event.target.closest("a, button, form") || String(getSelection())) return;
    this.edit();
  }

  pressed(event) {
    if (!this.form) return;
    const opened = this.querySelector("[aria-expanded=true]");
    if (event.key === "Escape" && !opened) {
      event.preventDefault();
      event.stopPropagation();
      this.restore();
    } else if (event.key === "Enter" && !opened && (event.ctrlKey || !event.target.closest("textarea, trix-editor"))) {
      event.preventDefault();
      this.save();
    } else if (event.key === "Tab" && this.atEdge(event)) {
      event.preventDefault();
      EditableField.next = this.position() + (event.shiftKey ? -1 : 1);
      this.save();
    }
  }

  // Leaving the field saves it; another window or its own list is not leaving.
  left(event) {
    if (!this.form || this.saving || this.contains(event.relatedTarget) || !document.hasFocus() || event.relatedTarget === null) return;
    this.changed() ? this.save() : this.restore();
  }

  edit() {
    if (this.form) return;
    this.kept = this.innerHTML;
    this.before = null;
    this.dispatchEvent(new CustomEvent("edit"));
  }

  opened() {
    if (!this.form) return;
    this.before ??= this.values();
    const field = this.querySelector("[aria-invalid=true], .input, input:not([type=hidden]), select, textarea");
    field?.focus();
    if (field?.matches("input[type=text], input[type=number], input[type=email], input[type=tel], input[type=url]")) field.select();
  }

  values() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  changed() {
    return this.values() !== this.before;
  }

  // Whoever listens may move the focus on: what is typed next is not for this field.
  save() {
    if (this.saving) return;
    if (!this.changed() && !this.querySelector("[aria-invalid=true]")) return this.restore();
    this.form.requestSubmit();
    this.saving = true;
    if (EditableField.next === null) this.dispatchEvent(new CustomEvent("saving", { bubbles: true }));
  }

  restore() {
    this.form.dispatchEvent(new CustomEvent("typed:discarded", { bubbles: true }));
    this.innerHTML = this.kept;
    window.htmx?.process(this);
    if (EditableField.next === null) this.querySelector(".editable__edit").focus();
    else this.goOn();
  }

  // Where Tab leads, and the field there opens.
  goOn() {
    const next = EditableField.all()[EditableField.next];
    EditableField.next = null;
    next?.edit();
  }

  atEdge(event) {
    const fields = [...this.form.querySelectorAll("input:not([type=hidden]), select, textarea, trix-editor")].filter((field) => field.checkVisibility());
    return event.target === fields.at(event.shiftKey ? 0 : -1) || fields.length < 2;
  }

  static all() {
    return [...document.querySelectorAll("editable-field")];
  }

  position() {
    return EditableField.all().indexOf(this);
  }
}

customElements.define("editable-field", EditableField);
