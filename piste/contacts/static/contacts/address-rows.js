// Rows of e-mails or phones: one more, one less, and the main one first.

class AddressRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
  }

  handleEvent(event) {
    const button = event.target.closest("[data-add], [data-main], [data-remove]");
    if (!button) return;
    // Enter on a button is for the button, not for the field around it.
    if (event.type === "keydown") return event.stopPropagation();
    const row = button.closest(".address-row");
    if ("add" in button.dataset) this.add();
    else if ("main" in button.dataset) this.lead(row);
    else this.remove(row);
  }

  get first() {
    return this.querySelector(".address-row");
  }

  add() {
    const template = this.querySelector("template");
    const row = template.content.firstElementChild.cloneNode(true);
    const key = `new-${Date.now()}`;
    for (const field of row.querySelectorAll("[value=new]")) field.value = key;
    for (const field of row.querySelectorAll("[id]")) field.id = field.id.replace(/new$/, key);
    template.before(row);
    row.querySelector(".address-row__value").focus();
  }

  lead(row) {
    this.prepend(row);
    row.querySelector(".address-row__value").focus();
  }

  remove(row) {
    if (this.querySelectorAll(".address-row").length > 1) row.remove();
    else row.querySelector(".address-row__value").value = "";
    this.first.querySelector(".address-row__value").focus();
  }
}

customElements.define("address-rows", AddressRows);
