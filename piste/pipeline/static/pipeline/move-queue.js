// Moves are sent one after the other. Without a connection they wait a minute, then are taken back.
import { showInDialog } from "ui/dialog";
import { send } from "ui/request";
import { toast } from "ui/toast";

const AGAIN = 3000;
const GIVES_UP = 60_000;

class MoveQueue extends HTMLElement {
  connectedCallback() {
    this.moves ??= [];
    this.stop = new AbortController();
    window.addEventListener("online", () => this.next(), this.stop);
  }

  disconnectedCallback() {
    this.stop.abort();
    clearTimeout(this.timer);
  }

  send(move) {
    move.card.classList.add("card--sent");
    this.moves.push({ ...move, since: Date.now() });
    if (!this.sending) this.next();
  }

  async next() {
    clearTimeout(this.timer);
    if (this.sending || !this.moves.length) return;
    const [move] = this.moves;
    this.sending = true;
    const answer = await send("POST", move.url, move.data, { quiet: true });
    this.sending = false;
    if (answer.status === 0) return this.wait();
    this.moves.shift();
    this.settled(move);
    if (answer.headers.get("HX-Retarget")) this.ask(move, answer.text);
    else if (answer.ok) move.done(answer.text);
    else this.refused(move, answer);
    this.tell();
    this.next();
  }

  // The stage wants to know more first: until then the card is where it was.
  ask(move, text) {
    move.undone();
    // Where one is again when the dialog is closed without an answer.
    move.card.querySelector(".card > a").focus({ preventScroll: true });
    showInDialog(document.createRange().createContextualFragment(text));
    window.htmx.process(document.getElementById("dialog"));
  }

  refused(move, answer) {
    move.undone();
    if (!answer.headers.get("HX-Trigger")) toast({ text: document.querySelector("toast-stack").dataset.failed, tone: "refused" });
  }

  wait() {
    const late = this.moves.filter((move) => Date.now() - move.since >= GIVES_UP);
    for (const move of late.reverse()) {
      this.moves.splice(this.moves.indexOf(move), 1);
      this.settled(move);
      move.undone();
      const title = move.card.querySelector(".card > a").textContent;
      toast({ text: this.dataset.gaveUp.replace("%(title)s", title), tone: "refused" });
    }
    this.tell();
    if (this.moves.length) this.timer = setTimeout(() => this.next(), AGAIN);
  }

  settled(move) {
    if (!this.moves.some(({ card }) => card === move.card)) move.card.classList.remove("card--sent");
  }

  tell() {
    const waiting = this.moves.length;
    this.hidden = !waiting || this.sending;
    this.textContent = waiting === 1 ? this.dataset.one : this.dataset.many.replace("%(count)s", waiting);
  }
}

customElements.define("move-queue", MoveQueue);
