// Counts over time: each statement where its report was published, as far up as it counts; open bounds fade out.
import * as Plot from "../vendor/plot.mjs";

const points = () => JSON.parse(document.getElementById("points").textContent);
const switches = () => [...document.querySelectorAll("[data-plot]")];
const isOn = (one) => one.getAttribute("aria-pressed") === "true";
const shown = new Set(switches().filter(isOn).map((one) => one.dataset.plot)); // survives that the page is shown anew
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const size = (point) => point.low ?? point.high ?? 0;
const words = ({ low, high }) =>
  low === null ? `at most ${high}` : high === null ? `at least ${low}` : low === high ? `${low}` : `${low} to ${high}`;

const MOST_DAYS = 8; // that are named one by one below the plot

function draw() {
  const figure = document.getElementById("plot");
  if (!figure) return;
  const palette = ["--bad", "--accent", "--warn", "--good", "--soft"].map(colour);
  for (const [n, one] of switches().entries()) {
    one.setAttribute("aria-pressed", String(shown.has(one.dataset.plot)));
    one.style.setProperty("--swatch", palette[n % palette.length]);
  }
  const names = [...shown];
  const told = points().filter((point) => names.includes(point.property)).map((point) => ({ ...point, day: new Date(point.day) }));
  if (!told.length) { figure.replaceChildren("Choose a count to show."); return; }
  const days = [...new Set(told.map((point) => point.day.getTime()))].map((day) => new Date(day));
  const most = Math.max(...told.map((point) => point.high ?? point.low));
  const tip = (point) =>
    `${point.property.replaceAll("_", " ")}: ${words(point)}${point.part ? " of them" : ""}\n${point.who} – ${point.outlet}\n“${point.quote}”${point.chosen ? "\nchosen by the rule" : ""}`;
  const spans = told.filter((point) => point.high !== point.low);
  const svg = Plot.plot({
    width: Math.min(figure.clientWidth || 900, 1100),
    height: 260,
    marginLeft: 48,
    style: { background: "none", color: colour("--ink") },
    x: { type: "utc", label: null, inset: 24, ...(days.length <= MOST_DAYS && { ticks: days, tickFormat: "%-d %b %Y" }) },
    y: { label: "people", grid: true, nice: true, zero: true },
    color: { domain: switches().map((one) => one.dataset.plot), range: switches().map((_, n) => palette[n % palette.length]) },
    marks: [
      Plot.ruleX(spans, { x: "day", y1: (d) => d.low ?? 0, y2: (d) => d.high ?? most * 1.08, stroke: "property", strokeOpacity: 0.35, strokeWidth: 5 }),
      Plot.dot(told.filter((point) => !point.chosen), { x: "day", y: size, r: 4, fill: colour("--panel"), stroke: "property", strokeWidth: 1.5, strokeOpacity: (d) => (d.refused ? 0.35 : 1) }),
      Plot.dot(told.filter((point) => point.chosen), { x: "day", y: size, r: 6, fill: "property" }),
      Plot.tip(told, Plot.pointer({ x: "day", y: size, title: tip, fill: colour("--panel"), stroke: colour("--line"), textPadding: 8 })),
    ],
  });
  svg.setAttribute("aria-hidden", "true"); // the figure has the label, the table the content
  figure.replaceChildren(svg);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-plot]");
  if (!button) return;
  const name = button.dataset.plot;
  if (!shown.delete(name)) shown.add(name);
  draw();
});
for (const name of ["refreshed", "theme"]) document.addEventListener(name, draw);
addEventListener("resize", draw);
draw();
