// The rows of a filter. Every choice draws them anew; the focus then goes to what is asked next.

// Outlives the rows that were drawn before.
let leadsTo;

class ConditionRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:beforeSwap", this);
    this.addEventListener("htmx:afterSwap", this);
  }

  handleEvent({ type, target, detail }) {
    if (target !== this) return;
    if (type === "htmx:beforeSwap") leadsTo = this.following(detail.requestConfig.elt);
    else leadsTo?.(this)?.focus();
  }

  // Finds the next control among the new rows; nothing where the focus stays.
  following(asked) {
    if (asked.name === "do") return this.afterAct(...asked.value.split(":"));
    const [path, part] = [asked.name.replace(/\.\w+$/, ""), asked.name.split(".").at(-1)];
    // Read now: rows that are gone say nothing any more.
    const after = asked.value ? `${path}.op` : asked.name;
    if (part === "field") return (rows) => rows.named(after);
    // Whoever went on before the answer came meant the value.
    return document.activeElement === asked ? null : (rows) => rows.valueOf(path) ?? rows.named(`${path}.op`);
  }

  afterAct(act, path) {
    const depth = path.split(".").length;
    if (act === "remove") {
      const place = this.fields().findIndex(({ name }) => name.startsWith(`${path}.`));
      return (rows) => rows.fields()[Math.min(place, rows.fields().length - 1)];
    }
    const inside = act === "group" ? depth + 2 : depth + 1;
    return (rows) => rows.fields().findLast(({ name, value }) => !value && name.startsWith(`${path}.`) && name.split(".").length === inside + 1);
  }

  fields() {
    return [...this.querySelectorAll("select[name$='.field']")];
  }

  named(name) {
    return this.querySelector(`[name="${name}"]`);
  }

  valueOf(path) {
    return this.named(`${path}.op`)?.closest(".condition").querySelector(".condition__values :is(input, select)");
  }
}

customElements.define("condition-rows", ConditionRows);
