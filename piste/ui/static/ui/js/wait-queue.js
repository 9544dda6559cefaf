// Changes that found no connection wait for a minute and are sent by themselves; after that the person decides (14.B1).
// What was typed stays where it is meanwhile.

const AGAIN = 3000;
const GIVES_UP = 60_000;

class WaitQueue extends HTMLElement {
  connectedCallback() {
    this.waiting ??= [];
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("htmx:sendError", (event) => this.failed(event), { signal, capture: true });
    window.addEventListener("online", () => this.next(), { signal });
    window.addEventListener("beforeunload", (event) => this.waiting.length && event.preventDefault(), { signal });
    this.addEventListener("click", ({ target }) => this.decided(target), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  failed(event) {
    const { requestConfig: config, elt } = event.detail;
    if (!config || config.verb === "get") return;
    event.stopPropagation();
    if (this.sending) return;
    // Sent once more by hand: what it says now counts.
    const before = this.waiting.find((one) => one.elt === elt && one.path === config.path);
    const change = { elt, path: config.path, verb: config.verb, target: config.target, values: valuesOf(config.formData), since: before?.since ?? Date.now(), name: nameOf(elt) };
    if (before) this.waiting[this.waiting.indexOf(before)] = change;
    else this.waiting.push(change);
    this.tell();
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.next(), AGAIN);
  }

  // One after the other, in the order in which they were made.
  async next(decided = false) {
    clearTimeout(this.timer);
    const [change] = this.waiting;
    if (!change || this.sending) return;
    if (!decided && this.isLate(change)) return this.tell();
    this.sending = true;
    const source = change.elt.isConnected ? change.elt : document.body;
    const sent = await this.send(change, source);
    this.sending = false;
    if (!sent) return this.later();
    this.waiting.shift();
    this.tell();
    this.next();
  }

  send({ verb, path, target, values, elt }, source) {
    return new Promise((done) => {
      const heard = ({ detail }) => {
        if (detail.requestConfig?.path !== path || detail.requestConfig.verb !== verb) return;
        document.removeEventListener("htmx:afterRequest", heard, true);
        done(detail.xhr.status !== 0);
      };
      document.addEventListener("htmx:afterRequest", heard, true);
      window.htmx.ajax(verb, path, { source, target: target?.isConnected ? target : undefined, swap: elt.isConnected ? undefined : "none", values }).catch(() => {});
    });
  }

  isLate(change) {
    return Date.now() - change.since >= GIVES_UP;
  }

  decided(target) {
    if (target.closest("[data-send]")) this.next(true);
    if (target.closest("[data-drop]")) {
      this.waiting.shift();
      this.tell();
      this.next();
    }
  }

  tell() {
    const { length } = this.waiting;
    const late = length > 0 && this.isLate(this.waiting[0]);
    this.hidden = !length;
    const [text, ask] = this.children;
    ask.hidden = !late;
    if (late) text.textContent = this.dataset.late.replace("%(name)s", this.waiting[0].name);
    else text.textContent = length === 1 ? this.dataset.one : this.dataset.many.replace("%(count)s", length);
  }
}

function valuesOf(form) {
  const values = {};
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name);
    values[name] = all.length > 1 ? all : all[0];
  }
  return values;
}

function nameOf(element) {
  const named = element.matches("form") ? element.querySelector("[type=submit]") ?? element : element;
  return (named.getAttribute("aria-label") ?? named.textContent).trim().replace(/\s+/g, " ").slice(0, 60);
}

customElements.define("wait-queue", WaitQueue);
