// "3 minutes ago" stays true while the page is open.

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];
const WEEK = 7 * 86400;

function refresh() {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.parse(time.dateTime) - Date.now()) / 1000;
    const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? [];
    if (unit && Math.abs(seconds) < WEEK) time.textContent = words.format(Math.round(seconds / size), unit);
  }
}

setInterval(() => document.hidden || refresh(), 60_000);
document.addEventListener("visibilitychange", () => document.hidden || refresh());
