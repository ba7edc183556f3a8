// The map, the time line and the slider; all three are ways to write the address, which says what is shown.
import * as Plot from "../vendor/plot.mjs";
import * as maplibre from "../vendor/maplibre-gl.mjs";
import { choose } from "./rows.js";
import { refresh } from "./send.js";

const seen = () => JSON.parse(document.getElementById("view").textContent);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const AREA_KM = 40; // the circle of a province: wide enough that nobody takes it for a place
const KM_A_PIXEL = 156.543; // at zoom 0 on the equator
const DEEPEST = 14; // zoom behind which the server's grid gets no finer
const AGAIN_MS = 1500; // while the server reads the ledger
const SMALL = 8; // countries not much larger than this, in twice square degrees, are named from nearer
const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 2 });

async function go(address) {
  history.pushState(null, "", address);
  await refresh();
}

function changed(values) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  return address.pathname + address.search;
}

// ---- the map ----

let map = null;
const node = document.getElementById("map");

// Cells of the server's grid: x, y, lon, lat, how many incidents, killed, 1 for places as wide as a province.
const features = (cells, zoom, isWide) => ({
  type: "FeatureCollection",
  features: cells
    .filter((cell) => Boolean(cell[6]) === isWide)
    .map(([x, y, lon, lat, number, killed]) => ({
      type: "Feature",
      properties: { x, y, zoom, number, killed, told: short.format(number) },
      geometry: { type: "Point", coordinates: [lon, lat] },
    })),
});

const tint = () => {
  const found = seen().countries;
  return found.length ? ["match", ["get", "code"], ...found.flatMap(([code, number]) => [code, Math.min(0.14 + 0.07 * Math.log2(number + 1), 0.6)]), 0] : 0;
};

const none = { type: "FeatureCollection", features: [] };
const RADIUS = ["interpolate", ["linear"], ["log10", ["get", "number"]], 0, 5, 1, 11, 3, 19, 6, 30];
// The radius of a province on the ground, but never smaller than its number needs.
const WIDE = ["interpolate", ["exponential", 2], ["zoom"], 0, 10, 5, 14, 14, (AREA_KM / KM_A_PIXEL) * 2 ** 14];

function style() {
  const [line, panel, bad, soft, ink] = ["--line", "--panel", "--bad", "--soft", "--ink"].map(colour);
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: new URL(node.dataset.world, location).href, attribution: "Natural Earth" },
      names: { type: "geojson", data: none },
      exact: { type: "geojson", data: none },
      area: { type: "geojson", data: none },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--paper") } },
      { id: "land", type: "fill", source: "world", paint: { "fill-color": panel } },
      { id: "only-country", type: "fill", source: "world", paint: { "fill-color": bad, "fill-opacity": tint() } },
      { id: "borders", type: "line", source: "world", paint: { "line-color": line, "line-width": 0.8 } },
      { id: "areas", type: "circle", source: "area", paint: {
        "circle-color": bad, "circle-opacity": 0.16, "circle-stroke-color": bad, "circle-stroke-width": 1, "circle-stroke-opacity": 0.6, "circle-radius": WIDE,
      } },
      { id: "dots", type: "circle", source: "exact", layout: { "circle-sort-key": ["-", 0, ["get", "number"]] }, paint: {
        "circle-color": bad, "circle-opacity": 0.85, "circle-stroke-color": panel, "circle-stroke-width": 1, "circle-radius": RADIUS,
      } },
      { id: "names", type: "symbol", source: "names", filter: ["any", [">", ["get", "size"], SMALL], [">=", ["zoom"], 4]], layout: {
        "text-field": ["get", "name"], "text-font": ["sans-serif"], "text-size": 11, "text-padding": 6, "text-max-width": 7, "symbol-sort-key": ["-", 0, ["get", "size"]],
      }, paint: { "text-color": soft, "text-halo-color": panel, "text-halo-width": 1.2 } },
      ...["area", "exact"].map((source) => ({ id: `${source}-numbers`, type: "symbol", source, filter: [">", ["get", "number"], 1], layout: {
        "text-field": ["get", "told"], "text-font": ["sans-serif"], "text-size": 11, "text-allow-overlap": source === "exact", "symbol-sort-key": ["-", 0, ["get", "number"]],
      }, paint: { "text-color": source === "exact" ? panel : ink } })),
    ],
  };
}

function open() {
  maplibre.setWorkerUrl(new URL(node.dataset.worker, location).href);
  try {
    map = new maplibre.Map({ container: node, style: style(), center: [25, 20], zoom: 1.2, maxZoom: 12, attributionControl: { compact: true }, dragRotate: false, pitchWithRotate: false });
  } catch {
    node.replaceChildren(Object.assign(document.createElement("p"), { className: "none", textContent: "This browser draws no maps (WebGL is missing). The list tells the same." }));
    return;
  }
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.once("load", async () => { fit(); await update(); node.dataset.ready = "yes"; });
  map.on("moveend", update);
  for (const layer of ["dots", "areas"]) {
    map.on("click", layer, ({ features: [cell], lngLat }) => popup(cell, layer === "areas", lngLat));
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

function fit() {
  const found = seen().cells;
  if (!found.length) return;
  const bounds = new maplibre.LngLatBounds();
  for (const [, , lon, lat] of found) bounds.extend([lon, lat]);
  map.fitBounds(bounds, { padding: 48, maxZoom: 5, animate: false });
}

const asked = (values) => {
  const address = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) address.set(name, value);
  return address;
};

// The page brings the world as it looks from afar; nearer to it the server is asked for the part that is shown.
async function shown() {
  const { zoom, cells } = seen();
  const nearer = Math.min(Math.floor(map.getZoom()), DEEPEST);
  if (nearer <= zoom) return { zoom, cells };
  const bounds = map.getBounds();
  const turn = (lon) => ((((lon + 180) % 360) + 360) % 360) - 180;
  const isRound = bounds.getEast() - bounds.getWest() >= 360;
  const lat = (degrees) => Math.min(Math.max(degrees, -90), 90);
  const part = {
    west: isRound ? -180 : turn(bounds.getWest()), east: isRound ? 180 : turn(bounds.getEast()),
    south: lat(bounds.getSouth()), north: lat(bounds.getNorth()), zoom: nearer,
  };
  const answer = await fetch(`/explore/cells?${asked(part)}`);
  return answer.ok ? { zoom: nearer, cells: await answer.json() } : { zoom, cells };
}

let drawn = 0;

async function update() {
  if (!map.isStyleLoaded()) { map.once("idle", update); return; }
  const own = ++drawn;
  const { zoom, cells } = await shown();
  if (own !== drawn) return; // the map has moved on since
  map.getSource("exact").setData(features(cells, zoom, false));
  map.getSource("area").setData(features(cells, zoom, true));
  map.setPaintProperty("only-country", "fill-opacity", tint());
  map.getSource("names").setData(await names());
}

async function popup({ properties: { x, y, zoom, number } }, isWide, at) {
  const answer = await fetch(`/explore/cell?${asked({ x, y, zoom, wide: isWide })}`);
  if (!answer.ok) return;
  const { incidents } = await answer.json();
  const list = document.createElement("ul");
  for (const { id, line, killed } of incidents) {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { href: `/incidents/${id}`, textContent: line }));
    if (killed) item.append(` killed ${killed}`);
    list.append(item);
  }
  if (number > incidents.length) list.append(Object.assign(document.createElement("li"), { className: "none", textContent: `and ${(number - incidents.length).toLocaleString("en")} earlier ones here: go nearer, or filter` }));
  new maplibre.Popup({ maxWidth: "22rem" }).setLngLat(at).setDOMContent(list).addTo(map);
  const row = incidents.length && document.getElementById(`e-${incidents[0].id}`);
  if (row) choose(row, { focus: false });
}

// The name of each country stands in the middle of the largest piece of its outline.
let countryNames = null;
function names() {
  countryNames ??= fetch(node.dataset.world).then((answer) => answer.json()).then(({ features: countries }) => ({
    type: "FeatureCollection",
    features: countries.map(({ properties: { name }, geometry: { type, coordinates } }) => {
      const pieces = (type === "Polygon" ? [coordinates] : coordinates).map(([ring]) => middle(ring));
      const { size, at } = pieces.reduce((most, piece) => (piece.size > most.size ? piece : most));
      return { type: "Feature", properties: { name, size }, geometry: { type: "Point", coordinates: at } };
    }),
  }));
  return countryNames;
}

function middle(ring) {
  let [twice, x, y] = [0, 0, 0];
  ring.forEach(([lon, lat], n) => {
    const [beforeLon, beforeLat] = ring.at(n - 1);
    const cross = beforeLon * lat - lon * beforeLat;
    twice += cross; x += (beforeLon + lon) * cross; y += (beforeLat + lat) * cross;
  });
  return { size: Math.abs(twice), at: twice ? [x / (3 * twice), y / (3 * twice)] : ring[0] };
}

// ---- time ----

function behind(day, interval) {
  const next = new Date(day);
  if (interval === "month") next.setUTCMonth(day.getUTCMonth() + 1);
  else next.setUTCDate(day.getUTCDate() + (interval === "week" ? 7 : 1));
  return next;
}

function timeline() {
  const figure = document.getElementById("time");
  const { interval, days: told } = seen();
  const days = told.map(([day, number]) => ({ from: new Date(day), to: behind(new Date(day), interval), number }));
  if (!days.length) { figure.replaceChildren(); return; }
  const chart = Plot.plot({
    width: figure.clientWidth - 24, height: 100, marginLeft: 44, marginBottom: 22, marginTop: 6,
    style: { background: "none", color: colour("--soft") },
    x: { type: "utc", label: null }, y: { label: null, ticks: 3, tickFormat: "~s", grid: true },
    marks: [Plot.rectY(days, { x1: "from", x2: "to", y: "number", fill: colour("--accent"), inset: 0.3 }), Plot.ruleY([0], { stroke: colour("--line") })],
  });
  chart.setAttribute("aria-hidden", "true");
  figure.replaceChildren(chart);
  const scale = chart.scale("x");
  const brush = Plot.brushX().extent([[44, 4], [figure.clientWidth - 24 - 20, 78]]).on("end", (event) => {
    if (!event.sourceEvent) return;
    const day = (at) => new Date(scale.invert(at)).toISOString().slice(0, 10);
    go(changed(event.selection ? { since: day(event.selection[0]), until: day(event.selection[1]) } : { since: null, until: null }));
  });
  Plot.select(chart).append("g").call(brush);
}

// ---- what was known on a day ----

const slider = () => document.getElementById("as-of");
const dayAt = (input) => {
  const day = new Date(input.dataset.first);
  day.setUTCDate(day.getUTCDate() + Number(input.value));
  return day.toISOString().slice(0, 10);
};
let moving = 0;

document.addEventListener("input", (event) => {
  if (event.target !== slider()) return;
  const input = slider();
  const day = dayAt(input);
  const isLast = input.value === input.max;
  input.form.querySelector("output").textContent = isLast ? "today" : new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  clearTimeout(moving);
  moving = setTimeout(() => { go(changed({ as_of: isLast ? null : day })); }, 150);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-soft]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".asked .filters")) return;
  event.preventDefault();
  const asked = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value));
  go(`/explore${String(asked) && `?${asked}`}`);
});
addEventListener("popstate", refresh);
document.addEventListener("refreshed", () => { if (map) update(); timeline(); unfinished(); });
document.addEventListener("theme", () => { map?.setStyle(style()); map?.once("idle", update); timeline(); });
addEventListener("resize", timeline);

function unfinished() {
  if (document.querySelector("[data-partial]")) setTimeout(refresh, AGAIN_MS);
}

open();
timeline();
unfinished();
