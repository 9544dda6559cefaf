// Files dropped on the field, chosen or pasted; their names are shown.

class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    for (const name of ["dragover", "dragleave", "drop", "change"]) this.addEventListener(name, this);
  }

  handleEvent(event) {
    if (event.type === "dragover") this.dataset.over = "";
    else delete this.dataset.over;
    if (event.type === "change") this.list();
  }

  list() {
    const names = [...this.input.files].map((file) => `${file.name} (${size(file.size)})`);
    this.querySelector(".file-drop__list")?.remove();
    if (names.length) this.append(Object.assign(document.createElement("span"), { className: "file-drop__list", textContent: names.join(", ") }));
  }
}

function size(bytes) {
  const [unit, value] = bytes > 1e6 ? ["megabyte", bytes / 1e6] : ["kilobyte", bytes / 1e3];
  const format = { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(value);
}

customElements.define("file-drop", FileDrop);
