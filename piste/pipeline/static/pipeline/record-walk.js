// J and K walk through the records of the list or board that one came from, in its order.

const KEPT = "piste-walk";
const RECORD = /\/leads\/(\d+)\/$/;

class RecordWalk extends HTMLElement {
  connectedCallback() {
    const keys = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    const place = keys.indexOf(this.dataset.record);
    if (place < 0 || keys.length < 2) return;
    this.hidden = false;
    this.querySelector(".walk__place").textContent = this.dataset.text.replace("%(place)s", place + 1).replace("%(count)s", keys.length);
    this.lead("next", keys[place + 1]);
    this.lead("former", keys[place - 1]);
  }

  lead(step, record) {
    const link = this.querySelector(`[data-step=${step}]`);
    if (record) link.href = this.dataset.url.replace("/0/", `/${record}/`);
    else link.remove();
  }
}

customElements.define("record-walk", RecordWalk);

// Following a link to a record out of several remembers them all.
document.addEventListener("click", ({ target }) => {
  const link = target.closest("main a[href]");
  if (!link || !RECORD.test(link.pathname) || link.closest("record-walk")) return;
  const keys = [...document.querySelectorAll("main a[href]")].map((one) => RECORD.exec(one.pathname)?.[1]).filter(Boolean);
  if (new Set(keys).size > 1) sessionStorage.setItem(KEPT, JSON.stringify([...new Set(keys)]));
}, { capture: true });
