// Bold, lists and links in a textarea: Trix is fetched when the text is first touched. `data-tools` names the tools in
// the reader's language, in the order of TOOLS, with | between them.

const TOOLS = [
  ["bold", "B", "b"],
  ["italic", "I", "i"],
  ["strike", "S", ""],
  ["bullet", "•", ""],
  ["number", "1.", ""],
  ["quote", "“", ""],
  ["code", "<>", ""],
];

class RichText extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector("textarea");
    if (this.querySelector("trix-editor")) return;
    // The cursor may be there before we are.
    const focused = document.activeElement === this.area;
    if (focused || this.area.value) this.start(focused);
    else this.area.addEventListener("focus", () => this.start(true), { once: true });
  }

  async start(focus = false) {
    const { mentions } = this.area.dataset;
    const [names] = await Promise.all([mentions && import("ui/mentions"), trix()]);
    if (!this.isConnected || this.querySelector("trix-editor")) return;
    const frame = Object.assign(document.createElement("div"), { className: "rich" });
    const editor = document.createElement("trix-editor");
    const tools = this.toolbar();
    editor.setAttribute("input", this.area.id);
    editor.setAttribute("toolbar", tools.id);
    editor.setAttribute("placeholder", this.area.placeholder);
    editor.setAttribute("aria-label", this.area.labels[0]?.textContent.trim() || this.area.placeholder);
    editor.addEventListener("trix-file-accept", (event) => event.preventDefault());
    editor.addEventListener("trix-change", () => this.area.dispatchEvent(new Event("input", { bubbles: true })));
    editor.addEventListener("keydown", (event) => this.sent(event));
    if (focus) editor.addEventListener("trix-initialize", () => goOn(editor), { once: true });
    this.area.hidden = true;
    frame.append(editor, tools);
    this.append(frame);
    if (names) new names.MentionList(editor, mentions);
    this.area.form?.addEventListener("reset", () => editor.editor.loadHTML(""));
  }

  sent(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    // What was typed last reaches the textarea with the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => this.send()));
  }

  send() {
    const holder = this.closest("editable-field");
    holder ? holder.save() : this.area.form?.requestSubmit();
  }

  toolbar() {
    const bar = document.createElement("trix-toolbar");
    bar.id = `${this.area.id}-tools`;
    const row = Object.assign(document.createElement("div"), { className: "rich__tools" });
    const names = this.dataset.tools.split("|");
    for (const [place, [attribute, sign, key]] of TOOLS.entries()) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "rich__tool", textContent: sign, tabIndex: -1 });
      button.dataset.trixAttribute = attribute;
      if (key) button.dataset.trixKey = key;
      button.title = names[place];
      button.setAttribute("aria-label", names[place]);
      row.append(button);
    }
    bar.append(row);
    return bar;
  }
}

// What was typed before the tools came is gone on with at its end.
function goOn(editor) {
  editor.focus();
  editor.editor.setSelectedRange(editor.editor.getDocument().toString().length - 1);
}

// Trix writes styles into the head, which the security policy forbids; ours are in rich-text.css.
async function trix() {
  const { head } = document;
  head.insertBefore = (node, before) => node.matches?.("style[data-tag-name]") ? node : Node.prototype.insertBefore.call(head, node, before);
  await import("trix");
  delete head.insertBefore;
}

customElements.define("rich-text", RichText);
