// Rows that keys walk along: any [data-row] within a [data-rows]. One is current; it keeps its place when a page is
// rendered anew, and its successor takes its place when it is gone.
let at = null; // id of the current row
let order = []; // ids as they stood when it was chosen

const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter((row) => row.offsetParent !== null);

export function current() {
  return at === null ? null : document.getElementById(at);
}

export function choose(row, { focus = true, scroll = focus } = {}) {
  const before = current();
  if (before && before !== row) mark(before, false);
  at = row?.id ?? null;
  if (!row) return;
  order = rows().map((one) => one.id);
  mark(row, true);
  if (focus) row.focus({ preventScroll: true });
  if (scroll) row.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("row", { detail: { row } }));
}

function mark(row, isNow) {
  row.classList.toggle("now", isNow);
  row.tabIndex = isNow ? 0 : -1;
  if (isNow) row.setAttribute("aria-current", "true");
  else row.removeAttribute("aria-current");
}

export function move(by, fits = () => true) {
  const found = rows();
  const now = current();
  let place = now ? found.indexOf(now) : by > 0 ? -1 : found.length;
  do place += by; while (found[place] && !fits(found[place]));
  if (!found[place]) return false;
  choose(found[place]);
  return true;
}

// After the page was rendered anew: the same row if it is there, else the one that stood behind it.
export function restore() {
  const found = rows();
  if (at === null) return first();
  const behind = order.slice(Math.max(order.indexOf(at), 0));
  const kept = behind.map((id) => document.getElementById(id)).find((row) => row && found.includes(row));
  const isFree = document.activeElement === document.body || document.activeElement?.closest("[data-rows]");
  const row = kept ?? found.at(-1);
  if (row) choose(row, { focus: Boolean(isFree) });
}

function first() {
  const wanted = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const row = wanted?.matches("[data-row]") ? wanted : rows().find((one) => one.classList.contains("open")) ?? rows()[0];
  // A page opens at its top, unless its address names a row.
  if (row) choose(row, { focus: document.activeElement === document.body, scroll: row === wanted });
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-rows] [data-row]");
  if (row && row !== current()) choose(row, { focus: false });
});
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-rows] [data-row]");
  if (row && row !== current()) choose(row, { focus: !event.target.closest("a, button, input, select") && !String(getSelection()) });
});
document.addEventListener("refreshed", restore);
addEventListener("DOMContentLoaded", restore);
