// Single keys, from the one table of the server. They never fire while something is typed, and can be changed.
//
// A key presses the control with data-act of its action: first that of the current row, then that of the page. A
// control with data-on-row, or an action without a control, is left to the page: it hears the event "act".
import { current, move } from "./rows.js";

const table = JSON.parse(document.getElementById("keys").textContent);
const KEPT = "dateline.keys";
const own = () => JSON.parse(localStorage.getItem(KEPT) || "{}");
const keyOf = (action) => own()[action] ?? table.find((key) => key.action === action)?.key;

// More than one action may have a key where they are never on the same page (u: unsure of a field, of a pair).
const actionsOf = (key) => table.map(({ action }) => action).filter((action) => keyOf(action) === key);

export const isTyping = (target) =>
  target instanceof Element && (target.isContentEditable || target.closest("input, textarea, select, [contenteditable]"));

export function act(action) {
  const row = current();
  const control = row?.querySelector(`[data-act="${action}"]`) ?? pageControl(action);
  if (control && !control.hasAttribute("data-on-row")) {
    if (control.matches("input")) { control.focus(); control.select(); }
    else control.click();
    return true;
  }
  return !document.dispatchEvent(new CustomEvent("act", { detail: { action, row }, cancelable: true }));
}

function pageControl(action) {
  return [...document.querySelectorAll(`[data-act="${action}"]`)].find((one) => !one.closest("[data-row]"));
}

document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-on-row]");
  if (control) {
    document.dispatchEvent(new CustomEvent("act", { detail: { action: control.dataset.act, row: current() } }));
  }
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape" && !event.target.closest("[data-editor]")) event.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (current() === document.activeElement && move(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    return;
  }
  for (const action of actionsOf(event.key)) {
    if (action === "down" || action === "up") { move(action === "down" ? 1 : -1); event.preventDefault(); return; }
    if (action === "help") { help(); event.preventDefault(); return; }
    if (act(action)) { event.preventDefault(); return; }
  }
});

// ---- the list behind "?" ----

const dialog = document.getElementById("help");
let asking = null;

function help() { show(); dialog.showModal(); }

function show() {
  for (const shown of document.querySelectorAll("kbd[data-key]")) shown.textContent = keyOf(shown.dataset.key);
}

document.addEventListener("click", (event) => {
  if (event.target.closest('[data-act="help"]')) help();
  if (event.target.closest("[data-keys-reset]")) { localStorage.removeItem(KEPT); show(); }
  const button = event.target.closest("[data-rebind]");
  asking?.classList.remove("asking");
  asking = button;
  asking?.classList.add("asking");
});

dialog.addEventListener("keydown", (event) => {
  if (!asking || ["Shift", "Tab", "Control", "Alt", "Meta"].includes(event.key)) return;
  event.preventDefault();
  if (event.key !== "Escape" && event.key.length === 1) {
    localStorage.setItem(KEPT, JSON.stringify({ ...own(), [asking.dataset.rebind]: event.key }));
  }
  asking.classList.remove("asking");
  asking = null;
  show();
});

document.addEventListener("refreshed", show);
show();
