// The map, the time line and the slider; all three are ways to write the address, which says what is shown.
import * as Plot from "../vendor/plot.mjs";
import * as maplibre from "../vendor/maplibre-gl.mjs";
import { choose } from "./rows.js";
import { refresh } from "./send.js";

const points = () => JSON.parse(document.getElementById("points").textContent);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const EXACT = ["landmark", "district", "city"];
const AREA_KM = 40; // the circle of a province: wide enough that nobody takes it for a place
const KM_A_PIXEL = 156.543; // at zoom 0 on the equator

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

const features = (kinds) => ({
  type: "FeatureCollection",
  features: points()
    .filter((point) => point.lat !== null && kinds.includes(point.precision))
    .map(({ id, line, killed, lat, lon }) => ({
      type: "Feature",
      properties: { id, line, killed },
      geometry: { type: "Point", coordinates: [lon, lat] },
    })),
});

function countries() {
  const found = new Map();
  for (const { precision, code } of points()) if (precision === "country" && code) found.set(code, (found.get(code) ?? 0) + 1);
  return found;
}

const tint = () => {
  const found = [...countries()];
  return found.length ? ["match", ["get", "code"], ...found.flatMap(([code, number]) => [code, Math.min(0.18 + 0.06 * number, 0.5)]), 0] : 0;
};

function style() {
  const [line, panel, bad, soft, ink] = ["--line", "--panel", "--bad", "--soft", "--ink"].map(colour);
  return {
    version: 8,
    sources: {
      world: { type: "geojson", data: new URL(node.dataset.world, location).href, attribution: "Natural Earth" },
      exact: { type: "geojson", data: features(EXACT), cluster: true, clusterRadius: 36, clusterMaxZoom: 9 },
      area: { type: "geojson", data: features(["admin1"]) },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--paper") } },
      { id: "land", type: "fill", source: "world", paint: { "fill-color": panel } },
      { id: "only-country", type: "fill", source: "world", paint: { "fill-color": bad, "fill-opacity": tint() } },
      { id: "borders", type: "line", source: "world", paint: { "line-color": line, "line-width": 0.8 } },
      { id: "areas", type: "circle", source: "area", paint: {
        "circle-color": bad, "circle-opacity": 0.16, "circle-stroke-color": bad, "circle-stroke-width": 1, "circle-stroke-opacity": 0.6,
        "circle-radius": ["interpolate", ["exponential", 2], ["zoom"], 0, 10, 4, 12, 14, (AREA_KM / KM_A_PIXEL) * 2 ** 14],
      } },
      { id: "clusters", type: "circle", source: "exact", filter: ["has", "point_count"], paint: {
        "circle-color": bad, "circle-opacity": 0.85, "circle-radius": ["interpolate", ["linear"], ["get", "point_count"], 2, 10, 50, 22, 500, 34],
      } },
      { id: "cluster-counts", type: "symbol", source: "exact", filter: ["has", "point_count"], layout: {
        "text-field": ["get", "point_count_abbreviated"], "text-font": ["sans-serif"], "text-size": 12, "text-allow-overlap": true,
      }, paint: { "text-color": panel } },
      { id: "dots", type: "circle", source: "exact", filter: ["!", ["has", "point_count"]], paint: {
        "circle-color": bad, "circle-stroke-color": panel, "circle-stroke-width": 1,
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["coalesce", ["get", "killed"], 0]], 0, 4, 20, 12],
      } },
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
  map.once("load", () => { fit(); node.dataset.ready = "yes"; });
  map.on("click", "clusters", async ({ features: [cluster] }) => {
    const zoom = await map.getSource("exact").getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom });
  });
  for (const layer of ["dots", "areas"]) map.on("click", layer, ({ features: found, lngLat }) => popup(found, lngLat));
  for (const layer of ["dots", "areas", "clusters"]) {
    map.on("mouseenter", layer, () => { map.getCanvas().style.cursor = "pointer"; });
    map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; });
  }
}

function fit() {
  const found = points().filter((point) => point.lat !== null);
  if (!found.length) return;
  const bounds = new maplibre.LngLatBounds();
  for (const { lon, lat } of found) bounds.extend([lon, lat]);
  map.fitBounds(bounds, { padding: 48, maxZoom: 5, animate: false });
}

function popup(found, at) {
  const list = document.createElement("ul");
  for (const { properties } of found.slice(0, 12)) {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { href: `/incidents/${properties.id}`, textContent: properties.line }));
    if (properties.killed !== null && properties.killed !== undefined) item.append(` killed ${properties.killed}`);
    list.append(item);
  }
  new maplibre.Popup({ maxWidth: "22rem" }).setLngLat(at).setDOMContent(list).addTo(map);
  const row = document.getElementById(`e-${found[0].properties.id}`);
  if (row) choose(row, { focus: false });
}

function update() {
  if (!map?.isStyleLoaded()) { map?.once("idle", update); return; }
  map.getSource("exact").setData(features(EXACT));
  map.getSource("area").setData(features(["admin1"]));
  map.setPaintProperty("only-country", "fill-opacity", tint());
}

// ---- time ----

function timeline() {
  const figure = document.getElementById("time");
  const days = points().map((point) => ({ day: new Date(point.day) }));
  if (!days.length) { figure.replaceChildren(); return; }
  const [first, last] = [Math.min(...days.map(({ day }) => day)), Math.max(...days.map(({ day }) => day))];
  const spread = (last - first) / 86_400_000;
  const interval = spread > 1500 ? "month" : spread > 200 ? "week" : "day";
  const chart = Plot.plot({
    width: figure.clientWidth - 24, height: 100, marginLeft: 30, marginBottom: 22, marginTop: 6,
    style: { background: "none", color: colour("--soft") },
    x: { type: "utc", label: null }, y: { label: null, ticks: 3, grid: true },
    marks: [Plot.rectY(days, Plot.binX({ y: "count" }, { x: "day", interval, fill: colour("--accent"), inset: 0.3 })), Plot.ruleY([0], { stroke: colour("--line") })],
  });
  chart.setAttribute("aria-hidden", "true");
  figure.replaceChildren(chart);
  const scale = chart.scale("x");
  const brush = Plot.brushX().extent([[30, 4], [figure.clientWidth - 24 - 20, 78]]).on("end", (event) => {
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
document.addEventListener("refreshed", () => { update(); timeline(); });
document.addEventListener("theme", () => { map?.setStyle(style()); timeline(); });
addEventListener("resize", timeline);

open();
timeline();
