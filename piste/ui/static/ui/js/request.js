// Requests outside htmx: with the CSRF token, and with the same toasts and events from the answer.

const headers = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");

// `quiet`: whoever asks says himself that there is no connection.
export async function send(method, url, data = undefined, { quiet = false } = {}) {
  const body = data && !(data instanceof FormData) ? new URLSearchParams(data) : data;
  let answer;
  try {
    answer = await fetch(url, {
      method,
      body,
      headers: { ...headers(), "HX-Request": "true", "HX-Current-URL": location.href },
      credentials: "same-origin",
    });
  } catch {
    if (!quiet) tell("htmx:sendError", {});
    return { ok: false, status: 0, text: "", headers: new Headers() };
  }
  announce(answer.headers.get("HX-Trigger"));
  const away = answer.headers.get("HX-Redirect");
  if (away) location.assign(away);
  return { ok: answer.ok, status: answer.status, text: await answer.text(), headers: answer.headers };
}

function announce(triggers) {
  if (!triggers) return;
  for (const [name, detail] of Object.entries(JSON.parse(triggers))) tell(name, detail);
}

function tell(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}
