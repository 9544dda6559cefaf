// A chart of the figures that the server counted; a click on a bar or a slice opens its records.

const HUES = [250, 80, 300, 155, 200, 50, 330, 120, 25, 275, 185, 0];

class FigureChart extends HTMLElement {
  async connectedCallback() {
    this.figures = JSON.parse(this.dataset.figures);
    this.stop = new AbortController();
    const { signal } = this.stop;
    const picture = this.closest(".figures")?.querySelector("[data-picture]");
    picture?.addEventListener("click", () => this.download(), { signal });
    this.themes = new MutationObserver(() => this.chart && this.draw());
    this.themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(), { signal });
    ({ default: this.Chart } = await import("chart.js"));
    if (this.isConnected) this.draw();
  }

  disconnectedCallback() {
    this.stop.abort();
    this.themes.disconnect();
    this.chart?.destroy();
  }

  draw() {
    this.chart?.destroy();
    this.chart = new this.Chart(this.querySelector("canvas"), this.settings());
  }

  settings() {
    const { type, labels, links } = this.figures;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const round = type === "pie";
    const lying = type === "funnel";
    const written = this.writer();
    return {
      type: round ? "pie" : type === "line" ? "line" : "bar",
      data: { labels, datasets: this.series() },
      plugins: [{ id: "ground", beforeDraw: (chart) => this.ground(chart) }],
      options: {
        maintainAspectRatio: false,
        locale: document.documentElement.lang,
        animation: still ? false : { duration: 200 },
        indexAxis: lying ? "y" : "x",
        color: this.token("--ink"),
        plugins: {
          legend: { display: round || this.figures.series.length + this.figures.earlier.length > 1, position: "bottom", labels: { boxWidth: 12 } },
          tooltip: { callbacks: { label: ({ dataset, raw }) => `${dataset.label}: ${written(raw)}` } },
        },
        scales: round ? {} : this.axes(type === "stacked", lying ? "x" : "y", written),
        onClick: (_event, [hit]) => {
          const found = hit && (this.chart.data.datasets[hit.datasetIndex].links ?? links)[hit.index];
          if (found) location.assign(found);
        },
      },
    };
  }

  series() {
    const { type, series, earlier } = this.figures;
    const now = series.map((one, place) => this.seriesOf(type, one, place));
    // What was before stands beside, paler in the same colours.
    const before = earlier.map((one, place) => ({
      ...this.seriesOf(type, one, place),
      backgroundColor: this.colour(place, 0.4),
      borderColor: type === "line" ? this.colour(place, 0.4) : this.token("--surface"),
      borderDash: [4, 4],
      links: one.links,
      stack: "before",
    }));
    return [...before, ...now];
  }

  seriesOf(type, { label, data }, place) {
    return {
      label,
      data,
      stack: "now",
      backgroundColor: type === "pie" ? data.map((_figure, slice) => this.colour(slice)) : this.colour(place),
      borderColor: type === "line" ? this.colour(place) : this.token("--surface"),
      borderWidth: type === "line" ? 2 : type === "pie" ? 1 : 0,
      borderRadius: 3,
      tension: 0.2,
    };
  }

  axes(stacked, measured, written) {
    const ticks = { color: this.token("--ink-2") };
    const axis = { stacked, grid: { color: this.token("--line") }, ticks };
    const title = { display: true, text: this.figures.measure, color: ticks.color };
    return { x: axis, y: axis, [measured]: { ...axis, beginAtZero: true, title, ticks: { ...ticks, callback: written } } };
  }

  // Figures as they stand in the table: amounts with their currency, chances in per cent.
  writer() {
    const { kind, currency } = this.figures;
    const styles = { money: { style: "currency", currency, maximumFractionDigits: 0 }, percent: { style: "unit", unit: "percent", maximumFractionDigits: 1 } };
    const format = new Intl.NumberFormat(document.documentElement.lang, styles[kind] ?? { maximumFractionDigits: 1 });
    return (figure) => (figure === null ? "" : format.format(figure));
  }

  // A saved picture is read on any ground.
  ground({ ctx, width, height }) {
    ctx.save();
    ctx.fillStyle = this.token("--surface");
    ctx.fillRect(0, 0, width, height);
    ctx.restore();
  }

  colour(place, alpha = 1) {
    return `oklch(0.64 0.13 ${HUES[place % HUES.length]} / ${alpha})`;
  }

  // A canvas knows no variables: the colour is read where it is valid.
  token(name) {
    const probe = document.createElement("span");
    probe.style.color = `var(${name})`;
    this.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }

  download() {
    const link = document.createElement("a");
    link.href = this.chart.toBase64Image();
    link.download = `${document.querySelector("h1").textContent.trim()}.png`;
    link.click();
  }
}

customElements.define("figure-chart", FigureChart);
