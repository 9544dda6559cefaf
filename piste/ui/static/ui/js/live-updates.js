// What others change: asks every second while something is seen that follows it, every 1.5 s on other pages, every 15 s
// while there is no connection.

const EVERY = 1500;
const WHILE_FOLLOWED = 1000;
const FOLLOWING = "lead-board, lead-list, time-line, live-part";
const AFTER_FAILURE = 15_000;
const SIGN_IN = "popup,width=480,height=720";

class LiveUpdates extends HTMLElement {
  connectedCallback() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.after = this.dataset.after ?? "";
    document.addEventListener("visibilitychange", () => this.soon(0), { signal });
    document.addEventListener("signedOut", () => this.signedOut(), { signal });
    document.addEventListener("piste:acted", () => this.soon(0), { signal });
    window.addEventListener("online", () => this.soon(0), { signal });
    this.addEventListener("click", (event) => this.signIn(event), { signal });
    this.others = new BroadcastChannel("piste");
    this.others.onmessage = () => this.soon(0);
    this.soon(this.pause());
  }

  disconnectedCallback() {
    this.stop.abort();
    this.others.close();
    clearTimeout(this.timer);
  }

  pause() {
    return document.querySelector(FOLLOWING) ? WHILE_FOLLOWED : EVERY;
  }

  soon(delay) {
    clearTimeout(this.timer);
    if (!document.hidden && this.isConnected) this.timer = setTimeout(() => this.ask(), delay);
  }

  async ask() {
    try {
      const url = new URL(this.dataset.url, location.href);
      url.searchParams.set("after", this.after);
      const answer = await fetch(url, { headers: { Accept: "application/json" }, redirect: "manual", signal: this.stop.signal });
      if (answer.type === "opaqueredirect") return this.signedOut();
      if (!answer.ok) throw new Error(answer.status);
      if (this.isSignedOut) await this.signedInAgain();
      this.connected(true);
      this.tell(await answer.json());
      this.soon(this.pause());
    } catch (error) {
      if (error.name === "AbortError") return;
      this.connected(false);
      this.soon(AFTER_FAILURE);
    }
  }

  connected(yes) {
    this.querySelector("[data-offline]").hidden = yes;
    this.querySelector("[data-signed-out]").hidden = true;
  }

  // Signing in happens in another window, so that what is typed here stays; it says when it is done, and coming back
  // asks again.
  signedOut() {
    clearTimeout(this.timer);
    this.isSignedOut = true;
    this.querySelector("[data-signed-out]").hidden = false;
  }

  signIn(event) {
    const link = event.target.closest("[data-signed-out] a");
    if (link && window.open(link.href, "sign-in", SIGN_IN)) event.preventDefault();
  }

  // The new session has a new CSRF token: without it nothing that was typed here could be sent.
  async signedInAgain() {
    const page = await (await fetch(location.href, { signal: this.stop.signal })).text();
    const fresh = new DOMParser().parseFromString(page, "text/html");
    const who = (page) => page.querySelector("draft-keeper")?.dataset.user;
    // Somebody else: what was typed is kept for whom it belongs to.
    if (who(fresh) !== who(document)) return location.reload();
    const headers = fresh.body.getAttribute("hx-headers");
    const token = JSON.parse(headers)["X-CSRFToken"];
    document.body.setAttribute("hx-headers", headers);
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    this.isSignedOut = false;
  }

  tell({ after, changes = [], counts = {}, release }) {
    this.after = after;
    this.querySelector("[data-upgraded]").hidden = !release || release === this.dataset.release;
    for (const detail of changes) document.dispatchEvent(new CustomEvent("piste:changed", { detail }));
    for (const [name, count] of Object.entries(counts)) {
      for (const place of document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`)) place.textContent = count || "";
    }
  }
}

customElements.define("live-updates", LiveUpdates);
