// What is typed is kept in this browser until it was sent or discarded (14.B6): by the name that a field has for it, as
// that of a composer, or with the other fields of its form. What comes back into a form is said, and can be discarded.
// A value that was being edited in place opens again.

const TYPED = "input:is([type=text], [type=email], [type=tel], [type=url], [type=number], :not([type])), textarea";
const FORMS = "form[method=post][action]:not([data-no-draft])";
// The version that was looked at: what somebody else changed since is still told.
const SEEN = "input[type=hidden][name=seen]";
const DAYS = 7 * 24 * 3600 * 1000;

class DraftKeeper extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("input", (event) => this.keep(event.target), { signal });
    document.addEventListener("click", (event) => this.discarded(event.target), { signal, capture: true });
    document.addEventListener("htmx:load", (event) => this.restore(event.target), { signal });
    // Before the answer is drawn: it may hold the same field, empty again.
    document.addEventListener("htmx:beforeOnLoad", ({ target, detail }) => detail.xhr.status < 400 && target.matches?.("form, [type=submit]") && this.forget(target.closest("form")), { signal });
    document.addEventListener("submit", (event) => event.target.hasAttribute("hx-post") || this.forget(event.target), { signal });
    document.addEventListener("typed:discarded", ({ target }) => this.forget(target), { signal });
    this.restore(document);
    if (document.readyState === "complete") this.reopen();
    else window.addEventListener("load", () => this.reopen(), { signal, once: true });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  key(field) {
    return `draft:${this.dataset.user}:${field.dataset.draft}`;
  }

  // By the attribute: a form may have a field that is called action.
  formKey(form) {
    return `typed:${this.dataset.user}:${new URL(form.getAttribute("action"), location.href).pathname}`;
  }

  keep(field) {
    if (field.dataset?.draft) return store(this.key(field), field.value);
    const form = field.closest?.(FORMS);
    if (!form || !field.name || !field.matches(TYPED)) return;
    const { values = {} } = this.kept(form);
    if (field.value === field.defaultValue) delete values[field.name];
    else values[field.name] = field.value;
    const seen = form.querySelector(SEEN)?.value;
    store(this.formKey(form), Object.keys(values).length ? JSON.stringify({ at: Date.now(), values, seen }) : "");
  }

  kept(form) {
    return this.stored(this.formKey(form));
  }

  stored(key) {
    const found = JSON.parse(localStorage.getItem(key) ?? "{}");
    return Date.now() - (found.at ?? 0) < DAYS ? found : {};
  }

  // One at a time: the others come back when somebody edits them.
  reopen() {
    const start = `typed:${this.dataset.user}:`;
    const doors = Object.keys(localStorage).filter((key) => key.startsWith(start) && this.stored(key).values).map((key) => key.slice(start.length));
    for (const door of doors) {
      const field = document.querySelector(`editable-field[hx-get="${CSS.escape(door)}"]`);
      if (field) return field.edit();
      document.dispatchEvent(new CustomEvent("typed:kept", { detail: door }));
      if (document.querySelector("editable-field.htmx-request")) return;
    }
  }

  restore(root) {
    for (const field of root.querySelectorAll("[data-draft]")) {
      const kept = localStorage.getItem(this.key(field));
      if (!kept || field.value) continue;
      fill(field, kept);
    }
    const forms = [...root.querySelectorAll(FORMS), ...(root.matches?.(FORMS) ? [root] : [])];
    for (const form of forms) this.restoreForm(form);
  }

  // Not over what the form itself brings back, as after an error.
  restoreForm(form) {
    const { values = {}, seen } = this.kept(form);
    const fields = [...form.querySelectorAll(TYPED)].filter((field) => values[field.name] !== undefined && !field.dataset.draft);
    const back = fields.filter((field) => field.value === field.defaultValue && field.value !== values[field.name]);
    if (!back.length || form.querySelector("[aria-invalid=true], .kept-typed")) return;
    for (const field of back) fill(field, values[field.name]);
    if (seen) form.querySelector(SEEN).value = seen;
    if (form.matches(".editable__form") && form.contains(document.activeElement)) back[0].focus();
    form.prepend(this.querySelector("template").content.cloneNode(true));
  }

  discarded(target) {
    const form = target.closest?.(".dialog__acts [data-close], [data-forget]")?.closest("form");
    if (!form) return;
    this.forget(form);
    if (!target.closest("[data-forget]")) return;
    form.querySelector(".kept-typed").remove();
    form.reset();
  }

  forget(form) {
    if (!form?.matches?.("form")) return;
    for (const field of form.querySelectorAll("[data-draft]")) localStorage.removeItem(this.key(field));
    if (form.matches(FORMS)) localStorage.removeItem(this.formKey(form));
  }
}

function store(key, text) {
  if (text) localStorage.setItem(key, text);
  else localStorage.removeItem(key);
}

// Without its element yet, a rich text begins with what stands in the field.
function fill(field, text) {
  field.value = text;
  field.closest("rich-text")?.start?.();
}

customElements.define("draft-keeper", DraftKeeper);
