// Lines that can be ticked: one, a range with Shift, the page, or all results; J and K walk, X ticks. Groups fold.
import { openDialog } from "ui/dialog";

const WRITING = "input:not([type=checkbox]), select, textarea, trix-editor";

class DataList extends HTMLElement {
  // The line in focus before the list was drawn anew.
  static line = null;
  // The lines that were ticked while it was on its way.
  static ticked = [];

  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    this.addEventListener("change", () => this.count(), { signal });
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
    this.addEventListener("htmx:configRequest", ({ detail }) => join(detail.formData), { signal });
    document.body.addEventListener(`${this.dataset.noun}-changed`, ({ target }) => target.closest?.(".cell--edits") || this.refresh(), { signal });
    this.addEventListener("focusout", () => setTimeout(() => this.isConnected && this.catchUp(), 300), { signal });
    document.addEventListener("piste:changed", ({ detail }) => this.heard(detail), { signal });
    this.addEventListener("htmx:beforeSwap", ({ target }) => target === this && this.leave(), { signal });
    for (const box of this.boxes) box.checked ||= DataList.ticked.includes(box.value);
    DataList.ticked = [];
    this.count();
    // At once, while the former list is still there, lest a key fall between; and after htmx has put the focus where it was.
    this.focusAgain(true);
    setTimeout(() => {
      this.focusAgain(false);
      DataList.line = null;
    });
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  get boxes() {
    return [...this.querySelectorAll("[name=ids]")];
  }

  clicked(event) {
    const { target, shiftKey } = event;
    const toggle = target.closest("[data-toggle]:not([hx-get])");
    if (toggle && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.fold(toggle);
    }
    if (target.matches("[data-all]")) for (const box of this.boxes) box.checked = target.checked;
    if (target.matches("[name=ids]")) this.tick(target, shiftKey);
    const walk = target.closest("[data-walk]");
    if (walk) this.walk(Number(walk.dataset.walk));
    const act = target.closest("[data-line]");
    if (act) this.open(act.dataset.line);
  }

  // A verb on the record of the line in focus.
  open(door) {
    const line = document.activeElement.closest("tr[data-record]");
    if (line) openDialog(door.replace("/0/", `/${line.dataset.record}/`));
  }

  // The verbs of the bar act on the line in focus when none is ticked, unless the line has a door of its own for them.
  pressed(event) {
    const { target, key } = event;
    const line = target.closest("tr[data-record]");
    const box = line?.querySelector("[name=ids]");
    if (!box || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || target.closest(WRITING)) return;
    if (document.querySelector("key-map[data-off]") || this.ticked.length) return;
    const named = `[data-key="${CSS.escape(key)}" i]`;
    const act = this.querySelector(`.bulk ${named}`);
    if (!act || this.querySelector(`[data-line]${named}`)) return;
    event.preventDefault();
    box.checked = true;
    this.count();
    act.click();
  }

  // What a group holds was loaded when it was opened: from then on it is only hidden and shown.
  fold(toggle) {
    const group = toggle.closest("tbody");
    const open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", open);
    for (const row of group.querySelectorAll("tr:not(.group__head)")) row.hidden = !open;
    for (let inner = group.nextElementSibling; inner?.dataset.depth > group.dataset.depth; inner = inner.nextElementSibling) inner.hidden = !open;
  }

  tick(box, range) {
    const { boxes } = this;
    const [from, to] = [boxes.indexOf(this.last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (range && from >= 0) for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
    this.last = box;
  }

  count() {
    const ticked = this.ticked.length;
    const all = this.querySelector("[name=all]");
    if (all && !ticked) all.checked = false;
    const head = this.querySelector("[data-all]");
    if (head) Object.assign(head, { checked: ticked > 0 && ticked === this.boxes.length, indeterminate: ticked > 0 && ticked < this.boxes.length });
    const said = this.querySelector(".bulk__count");
    const chosen = all?.checked ? this.dataset.extent : String(ticked);
    if (said) said.textContent = chosen === "1" ? this.dataset.one : this.dataset.selected.replace("%(count)s", chosen);
  }

  walk(step) {
    // A line without a page of its own is led to by its first cell.
    const lead = ".table__link, .table__title[tabindex]";
    const links = [...this.querySelectorAll(lead)].filter((link) => link.offsetParent);
    const at = links.indexOf(document.activeElement?.closest("tr")?.querySelector(lead));
    links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
  }

  focusAgain(former) {
    const line = DataList.line && this.querySelector(`#${CSS.escape(DataList.line)} .table__link`);
    const focused = document.activeElement;
    if (line && (focused === document.body || (former && focused.closest("data-list")))) line.focus({ preventScroll: true });
  }

  // What others changed is drawn at once, unless lines are ticked, a cell is edited or a dialog is open: then after it.
  heard({ noun, ids }) {
    const shown = noun === this.dataset.noun && ("live" in this.dataset || ids.some((id) => this.querySelector(`#line-${CSS.escape(id)}`)));
    this.stale ||= shown;
    this.catchUp();
  }

  catchUp() {
    if (this.stale && !this.busy) this.refresh();
  }

  get busy() {
    const edited = "td form, td .htmx-request, .cell--edits:focus, .cell--edits :focus";
    return this.ticked.length || this.querySelector(edited) || document.querySelector("dialog[open]");
  }

  get ticked() {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  leave() {
    this.remember(document.activeElement);
    DataList.ticked = this.ticked.filter((key) => !this.known?.includes(key));
  }

  // Drawn anew twice in a row, the list must not forget the line in between.
  remember(focused) {
    DataList.line = focused?.closest?.("tr[data-record]")?.id ?? DataList.line;
  }

  refresh() {
    const asked = document.querySelector("dialog[open]") && document.querySelector("app-dialog").opener;
    this.remember(asked || document.activeElement);
    this.known = this.ticked;
    window.htmx.ajax("GET", this.dataset.url, { source: this, target: this, swap: "outerHTML" });
  }
}

// One field for all keys: a form of a thousand fields is refused.
function join(form) {
  const keys = form.getAll("ids");
  if (keys.length > 1) form.set("ids", keys.join(","));
}

customElements.define("data-list", DataList);
