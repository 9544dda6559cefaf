// A timeline that follows what others do: new entries come in, changed ones are drawn anew, and nothing under the
// cursor is touched.
import { send } from "ui/request";

class TimeLine extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.watched = new Set(this.dataset.watch.split(" "));
    document.addEventListener("piste:changed", ({ detail }) => this.heard(detail), { signal });
    document.body.addEventListener("timeline-changed", ({ detail }) => this.heard(detail), { signal });
    document.addEventListener("visibilitychange", () => this.markRead(), { signal });
    this.addEventListener("toggle", ({ target }) => target.open && this.find(), { signal, capture: true });
    this.addEventListener("click", (event) => this.pressed(event), { signal });
    this.markRead();
  }

  disconnectedCallback() {
    this.stop.abort();
  }

  find() {
    if (!this.contains(document.activeElement?.closest("form"))) this.querySelector("#timeline-find").focus();
  }

  // Its key leads to the search, and never folds it.
  pressed(event) {
    if (event.isTrusted || !event.target.closest(".timeline__find[open] > summary")) return;
    event.preventDefault();
    this.find();
  }

  heard({ noun, ids }) {
    if (ids?.some((id) => this.watched.has(`${noun}:${id}`))) this.refresh();
  }

  async refresh() {
    if (this.asking) return (this.again = true);
    this.asking = true;
    const { ok, text } = await send("GET", this.dataset.url);
    this.asking = false;
    if (ok && this.isConnected) this.take(text);
    if (this.again) {
      this.again = false;
      this.refresh();
    }
  }

  take(text) {
    const page = new DOMParser().parseFromString(text, "text/html").querySelector("time-line");
    if (!page) return;
    for (const name of ["[data-pinned]", "[data-entries]"]) merge(this.querySelector(name), page.querySelector(name));
    if (page.dataset.read) this.dataset.read = page.dataset.read;
    this.markRead();
  }

  async markRead() {
    const url = this.dataset.read;
    if (!url || document.hidden) return;
    delete this.dataset.read;
    await send("POST", url);
  }
}

// Entries keep their ids, and `data-mark` says when one looks different. Pages that were loaded below stay.
function merge(list, fresh) {
  const oldest = Math.min(...[...fresh.querySelectorAll(".entry")].map(number));
  const loaded = Number.isFinite(oldest) && [...list.querySelectorAll(".entry")].some((entry) => number(entry) < oldest);
  const news = [...fresh.children].filter((node) => node.id || !loaded);
  const kept = new Set(news.map((node) => node.id).filter(Boolean));
  for (const node of [...list.children]) {
    const older = loaded && (!node.matches(".entry") || number(node) < oldest);
    if (!kept.has(node.id) && !older && !node.contains(document.activeElement)) node.remove();
  }
  let place = list.firstElementChild;
  for (const node of news) {
    const present = node.id && list.querySelector(`#${CSS.escape(node.id)}`);
    const shown = present ? renewed(present, node) : document.adoptNode(node);
    if (!present) {
      list.insertBefore(shown, place);
      window.htmx.process(shown);
    }
    place = shown.nextElementSibling;
  }
}

function renewed(present, node) {
  if (present.dataset.mark === node.dataset.mark || present.contains(document.activeElement)) return present;
  const shown = document.adoptNode(node);
  const open = present.querySelector("details[open]");
  present.replaceWith(shown);
  if (open) shown.querySelector("details")?.setAttribute("open", "");
  window.htmx.process(shown);
  return shown;
}

const number = (entry) => Number(entry.id.replace("entry-", ""));

customElements.define("time-line", TimeLine);
