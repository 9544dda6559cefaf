// Tells the pages that waited for the sign-in, and closes the window that was opened for it.

class SignedIn extends HTMLElement {
  connectedCallback() {
    new BroadcastChannel("piste").postMessage("signed-in");
    if (window.opener) window.close();
  }
}

customElements.define("signed-in", SignedIn);
