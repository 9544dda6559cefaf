// A list that is walked with J and K or the arrows; Enter opens, other keys act on the line in focus.

const ARROWS = { ArrowDown: 1, ArrowUp: -1 };
const KEYBOARD = matchMedia("(hover: hover)");
const BUSY = "input, textarea, select, trix-editor, dialog, [popover]:popover-open, .ts-wrapper";

class ActivityWalk extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.addEventListener("focusin", () => this.remember(), { signal });
    this.addEventListener("htmx:load", () => this.restore(), { signal });
    document.getElementById("dialog").addEventListener("close", () => this.restore(), { signal });
    if (KEYBOARD.matches && document.activeElement === document.body) this.lines()[0]?.focus({ preventScroll: true });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  lines() {
    return [...this.querySelectorAll("[data-keys-scope]")];
  }

  here() {
    return this.lines().indexOf(document.activeElement.closest("[data-keys-scope]"));
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.target.closest?.(BUSY)) return;
    if (event.key === "Enter" && event.target.matches?.("[data-keys-scope]")) event.target.querySelector("[data-open]").click();
    const { next, former } = document.querySelector("key-map").dataset;
    const step = { ...ARROWS, [next]: 1, [former]: -1 }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!step) return;
    event.preventDefault();
    const lines = this.lines();
    const to = Math.min(Math.max(this.here() + step, 0), lines.length - 1);
    lines[to]?.focus();
  }

  // What was done leaves the list: the hand stays where it was.
  remember() {
    const at = this.here();
    if (at >= 0) [this.at, this.line] = [at, this.lines()[at].id];
  }

  restore() {
    if (document.querySelector("dialog[open]") || document.activeElement !== document.body) return;
    const lines = this.lines();
    const line = document.getElementById(this.line) ?? lines[Math.min(this.at ?? 0, lines.length - 1)];
    line?.focus({ preventScroll: true });
  }
}

customElements.define("activity-walk", ActivityWalk);
