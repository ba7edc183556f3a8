// Makes src/dateline/web/static/vendor from the packages of package-lock.json, and a manifest of what is in it.
//
// The result is committed, so that a plain `pip install` needs neither Node nor the network. Run it by `make assets`.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { feature } from "topojson-client";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const vendor = join(here, "../src/dateline/web/static/vendor");
const tests = join(here, "../tests/web/axe");
const DECIMALS = 2; // about a kilometre: finer than the outline itself

const lock = JSON.parse(await readFile(join(here, "package-lock.json"), "utf8"));

async function copied(from, to) {
  const text = await readFile(join(packages, from), "utf8");
  await writeFile(join(vendor, to), text.replace(/\n?\/[/*]# sourceMappingURL=.*?(\*\/)?\s*$/, "\n"));
}

async function bundledPlot() {
  const made = await build({
    absWorkingDir: here,
    entryPoints: ["plot.js"],
    outfile: join(vendor, "plot.mjs"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none", // LICENCES.txt holds them whole
    metafile: true,
  });
  return Object.keys(made.metafile.inputs)
    .map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1])
    .filter(Boolean);
}

async function world() {
  const atlas = JSON.parse(await readFile(join(packages, "world-atlas/countries-50m.json"), "utf8"));
  const rounded = (value) => Math.round(value * 10 ** DECIMALS) / 10 ** DECIMALS;
  // A ring that crosses the antimeridian goes on beyond 180 degrees instead of all the way back, which would draw a
  // line across the map; one around a pole is closed along it.
  const ring = (points) => {
    let turn = 0;
    const told = points.map(([lon, lat], n) => {
      const step = n ? lon - points[n - 1][0] : 0;
      turn += step > 180 ? -360 : step < -180 ? 360 : 0;
      return [rounded(lon + turn), rounded(lat)];
    });
    if (turn) told.push([told.at(-1)[0], -90], [told[0][0], -90], told[0]);
    return told;
  };
  const polygon = (rings) => rings.map(ring);
  const { features } = feature(atlas, atlas.objects.countries);
  const told = features.map(({ id, geometry, properties }) => ({
    type: "Feature",
    properties: { name: properties.name, code: Number(id ?? 0) }, // ISO 3166-1 numeric, 0 for what has none
    geometry: {
      type: geometry.type,
      coordinates: geometry.type === "Polygon" ? polygon(geometry.coordinates) : geometry.coordinates.map(polygon),
    },
  }));
  await writeFile(join(vendor, "world.geojson"), JSON.stringify({ type: "FeatureCollection", features: told }));
}

async function licences(names) {
  const parts = [];
  for (const name of names) {
    const told = JSON.parse(await readFile(join(packages, name, "package.json"), "utf8"));
    const file = (await readdir(join(packages, name))).find((one) => /^licen[sc]e(\.|$)/i.test(one));
    const text = file ? await readFile(join(packages, name, file), "utf8") : "";
    parts.push(`==== ${name} ${told.version} (${told.license})\n\n${text.trim()}\n`);
  }
  await writeFile(join(vendor, "LICENCES.txt"), parts.join("\n"));
}

async function manifest(names) {
  const sha256 = async (name) => createHash("sha256").update(await readFile(join(vendor, name))).digest("hex");
  const files = {};
  for (const name of (await readdir(vendor)).sort()) files[name] = await sha256(name);
  const told = {};
  for (const name of names) {
    const { version, integrity } = lock.packages[`node_modules/${name}`];
    told[name] = { version, integrity };
  }
  await writeFile(join(vendor, "manifest.json"), JSON.stringify({ packages: told, files }, null, 1) + "\n");
}

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
await copied("htmx.org/dist/htmx.min.js", "htmx.js");
await copied("maplibre-gl/dist/maplibre-gl.mjs", "maplibre-gl.mjs");
await copied("maplibre-gl/dist/maplibre-gl-worker.mjs", "maplibre-gl-worker.mjs");
await copied("maplibre-gl/dist/maplibre-gl.css", "maplibre-gl.css");
const inPlot = await bundledPlot();
await world();
const names = [...new Set(["htmx.org", "maplibre-gl", "world-atlas", ...inPlot])].sort();
await licences(names);
await manifest(names);

await mkdir(tests, { recursive: true });
await cp(join(packages, "axe-core/axe.min.js"), join(tests, "axe.min.js"));
await cp(join(packages, "axe-core/LICENSE"), join(tests, "LICENSE"));
