// A native popover placed beside the button that opened it, walked with the arrow keys.

const EDGE = 8;
const TAKEN = ["ArrowDown", "ArrowUp", "Enter"];

class PopMenu extends HTMLElement {
  connectedCallback() {
    this.addEventListener("beforetoggle", this);
    this.addEventListener("toggle", this);
    this.addEventListener("keydown", this);
    this.addEventListener("click", this);
    this.addEventListener("htmx:afterSwap", this);
  }

  disconnectedCallback() {
    this.early?.abort();
  }

  handleEvent(event) {
    if (event.type === "beforetoggle") this.listenEarly(event.newState === "open");
    if (event.type === "toggle" && event.newState === "open") this.opened(event.source);
    // A menu that is fetched when it opens is placed anew.
    if (event.type === "htmx:afterSwap" && this.matches(":popover-open")) this.opened();
    if (event.type === "keydown") this.walk(event);
    if (event.type === "click" && event.target.closest(".menu__item")) this.hidePopover();
  }

  // Browsers tell of the opening only later: the next key of quick fingers is for the menu all the same.
  listenEarly(open) {
    this.early?.abort();
    if (!open) return;
    this.early = new AbortController();
    document.addEventListener("keydown", (event) => this.pressedEarly(event), { signal: this.early.signal, capture: true });
  }

  pressedEarly(event) {
    if (!this.matches(":popover-open") || this.contains(document.activeElement) || !TAKEN.includes(event.key)) return;
    event.stopPropagation();
    event.preventDefault();
    this.opened();
    if (event.key === "Enter") document.activeElement.click();
    else this.walk(event);
  }

  // For menus that many things share: beside whatever asks for it.
  openBeside(element) {
    this.beside = element;
    this.showPopover();
  }

  opened(source) {
    this.place(this.beside ?? source ?? this.invoker());
    if (!this.contains(document.activeElement)) this.items()[0]?.focus({ focusVisible: this.byKeyboard() });
  }

  invoker() {
    const buttons = [...document.querySelectorAll(`[popovertarget="${this.id}"]`)];
    return buttons.find((button) => button.checkVisibility()) ?? buttons[0];
  }

  byKeyboard() {
    return (this.beside ? document.activeElement : this.invoker())?.matches(":focus-visible") ?? false;
  }

  items() {
    return [...this.querySelectorAll(".menu__item, .segmented__one")].filter((item) => !item.disabled);
  }

  place(button) {
    const at = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this;
    const side = this.dataset.side ?? "down-end";
    const wantedX = side === "down-end" ? at.right - width : at.left;
    const below = at.bottom + 4;
    const above = at.top - height - 4;
    const wantedY = side === "up" || (below + height > innerHeight - EDGE && above > EDGE) ? above : below;
    this.style.setProperty("--x", `${clamp(wantedX, innerWidth - width)}px`);
    this.style.setProperty("--y", `${clamp(wantedY, innerHeight - height)}px`);
  }

  walk(event) {
    const items = this.items();
    const from = items.indexOf(document.activeElement);
    const [next, former] = [(from + 1) % items.length, from - 1];
    const to = { ArrowDown: next, ArrowRight: next, ArrowUp: former, ArrowLeft: former, Home: 0, End: -1 }[event.key];
    if (to === undefined || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    items.at(to)?.focus();
  }
}

const clamp = (value, most) => Math.max(EDGE, Math.min(value, most - EDGE));

customElements.define("pop-menu", PopMenu);
