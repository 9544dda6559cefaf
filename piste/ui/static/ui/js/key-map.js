// Single keys: `data-key` says which key clicks an element, `data-go` what G leads to. Off while typing.
import { showInDialog } from "ui/dialog";

const WRITING = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, trix-editor, [contenteditable]";
const SEQUENCE = 1200;

class KeyMap extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener("keydown", (event) => this.goOn(event), { signal, capture: true });
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
    document.addEventListener("keyup", (event) => event.key === "Alt" && this.showKeys(false), { signal });
    window.addEventListener("blur", () => this.showKeys(false), { signal });
    document.addEventListener("click", (event) => event.target.closest("[data-keys]") && this.list(), { signal });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  pressed(event) {
    if (event.key === "Alt") return this.showKeys(!event.repeat || undefined);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") return this.openPalette(event);
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest?.(WRITING)) return this.leaveField(event);
    if ("off" in this.dataset) return;
    const key = event.key.toLowerCase();
    if (key === this.dataset.prefix) this.wentAt = Date.now();
    else if (key === this.dataset.help) this.take(event, this);
    else if (key.length === 1) this.take(event, this.find(key));
  }

  // The letter after “go to”, before the card or line in focus takes it for a verb of its own.
  goOn(event) {
    if (Date.now() - (this.wentAt ?? 0) >= SEQUENCE || event.key.length !== 1) return;
    this.wentAt = 0;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITING)) return;
    event.stopImmediatePropagation();
    this.take(event, document.querySelector(`a[data-go="${CSS.escape(event.key.toLowerCase())}"]`));
  }

  openPalette(event) {
    const palette = document.querySelector("command-palette");
    if (!palette) return this.take(event, this.find(this.dataset.search));
    event.preventDefault();
    palette.open();
  }

  leaveField(event) {
    if (event.key === "Escape" && event.target.matches("[data-key]")) event.target.blur();
  }

  take(event, element) {
    if (!element) return;
    event.preventDefault();
    if (element === this) this.list();
    else if (element.matches("input")) element.select();
    else element.click();
  }

  // What is nearest to the hand wins: the dialog, then the card or row in focus, then the panel beside, then the page, then the frame.
  find(key) {
    const dialog = document.querySelector("dialog[open]");
    const here = document.activeElement?.closest("[data-keys-scope]") ?? document.querySelector("[data-keys-scope][aria-selected=true]");
    const beside = document.querySelector("[data-keys-scope=beside]");
    const scopes = dialog ? [dialog] : [here, beside, document.querySelector("main"), document.body];
    for (const scope of scopes) {
      const found = [...(scope?.querySelectorAll(`[data-key="${CSS.escape(key)}" i]`) ?? [])].find(usable);
      if (found && ([here, beside].includes(scope) || !found.closest("[data-keys-scope]"))) return found;
    }
    return null;
  }

  showKeys(shown) {
    if (shown !== undefined) document.documentElement.toggleAttribute("data-alt", shown);
  }

  list() {
    const content = this.querySelector("template").content.cloneNode(true);
    fill(content.querySelector("[data-list=page]"), this.onPage());
    fill(content.querySelector("[data-list=go]"), [...document.querySelectorAll("a[data-go]")].map((link) => [[this.dataset.prefix, link.dataset.go], name(link)]));
    showInDialog(content);
  }

  onPage() {
    const seen = new Map();
    const { search, undo, help } = this.dataset;
    for (const element of document.querySelectorAll("[data-key]")) {
      const { key } = element.dataset;
      if (![search, undo, help].includes(key) && !seen.has(key) && name(element)) seen.set(key, name(element));
    }
    return [...seen].map(([key, text]) => [[key], text]);
  }
}

// A verb of lines needs one that is in focus.
const waits = (element) => element.matches("[data-line], [data-edit]") && !document.activeElement?.closest("tr[data-record]");
const usable = (element) => !element.disabled && !waits(element) && (element.checkVisibility() || element.closest("[data-keys-scope]"));

// What it does to any of its kind: a title says it shorter than the name, which says of which one.
function name(element) {
  const text = element.title || element.getAttribute("aria-label");
  if (text) return text;
  const copy = element.cloneNode(true);
  for (const extra of copy.querySelectorAll(".key, .rail__count")) extra.remove();
  return copy.textContent.trim();
}

function fill(list, rows) {
  for (const [keys, text] of rows) {
    const row = list.appendChild(document.createElement("div"));
    const term = row.appendChild(document.createElement("dt"));
    for (const key of keys) term.append(Object.assign(document.createElement("kbd"), { className: "key", textContent: key.length === 1 ? key.toUpperCase() : key }));
    row.append(Object.assign(document.createElement("dd"), { textContent: text }));
  }
}

customElements.define("key-map", KeyMap);
