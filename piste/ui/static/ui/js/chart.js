// Chart.js is served as it is published; the one file without neighbours speaks no module.
import "chart.js/min";

export default window.Chart;
