// The report page: words and fields lit together, values from selected words, the editor, what was seen.
import { choose, current, move } from "./rows.js";
import { decideAt, send } from "./send.js";
import { say } from "./status.js";
import { open, openDraft } from "./editor.js";

const sheet = () => document.querySelector(".sheet");
const pane = () => document.querySelector(".field-pane");
const field = (id) => document.getElementById(`f-${id}`);
const marks = () => [...document.querySelectorAll("mark[data-f]")];
const ofMark = (mark) => mark.dataset.f.split(" ");

// ---- lighting ----

function light() {
  const now = current()?.dataset.field;
  for (const mark of marks()) {
    const ids = ofMark(mark);
    mark.classList.toggle("settled", ids.every((id) => field(id)?.dataset.state !== "open"));
    mark.classList.toggle("now", Boolean(now) && ids.includes(now));
  }
}

function show(row) {
  light();
  const first = document.querySelector("mark.now");
  if (row.dataset.field && first) first.scrollIntoView({ block: "nearest" });
}

document.addEventListener("row", (event) => show(event.detail.row));
document.addEventListener("refreshed", light);
document.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-f]");
  if (!mark || String(getSelection())) return;
  // Words of several fields lead to the innermost first, then to the others in turn.
  const ids = ofMark(mark).reverse();
  const next = ids[(ids.indexOf(current()?.dataset.field) + 1) % ids.length];
  choose(field(next), { focus: false });
  current().scrollIntoView({ block: "nearest" });
});

// ---- selections: offsets of the report's code points ----

function offset(node, within) {
  const holder = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-s]");
  if (!holder) return null;
  const range = document.createRange();
  range.setStart(holder, 0);
  range.setEnd(node, within);
  return Number(holder.dataset.s) + [...range.toString()].length;
}

export function selection() {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  const words = document.querySelector(".text .words");
  if (!words.contains(range.commonAncestorContainer)) return null;
  const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  return start === null || end === null || start >= end ? null : { start, end, words: String(chosen) };
}

// ---- what the keys do ----

const actions = {
  edit: (row) => open(row, "edit", selection()),
  "take-selection": (row) => {
    const chosen = selection();
    if (!chosen) { say("Select the words that tell it, then press the key.", { bad: true }); return; }
    decide(row, "correct", chosen, [], () => open(row, "edit", chosen));
  },
  speaker: (row) => {
    const chosen = selection();
    if (!chosen) { open(row, "speaker", null); return; }
    send(decideAt(), [["do", `correct:${row.dataset.field}`], ["speaker", chosen.words]]);
  },
  add: (row) => {
    const chosen = selection();
    if (!chosen) { say("Select the words that tell it, then press the key.", { bad: true }); return; }
    open(row, "add", chosen);
  },
  unsure: (row) => send(decideAt(), [["do", `unsure:${row.dataset.field}`]]),
  flag: (row) => open(row, "flag", null),
  comment: (row) => open(row, "comment", null),
  accept: (row) => row.querySelector('[data-act="accept"]')?.click(),
  reject: (row) => row.querySelector('[data-act="reject"]')?.click(),
};

function decide(row, kind, chosen, more, otherwise) {
  const words = [["start", chosen.start], ["end", chosen.end]];
  send(decideAt(), [["do", `${kind}:${row.dataset.field}`], ...words, ...more], {
    then: (answer) => { if (answer.ok) getSelection().removeAllRanges(); else otherwise(); },
  });
}

document.addEventListener("act", (event) => {
  const { action, row } = event.detail;
  if (action === "jump") { jump(); event.preventDefault(); return; }
  // Without the editor this is a page to read.
  if (!actions[action] || !document.getElementById("editor")) return;
  event.preventDefault();
  if (!row?.dataset.field && !(action === "add" && row?.closest("[data-mention]"))) { say("Choose a field first, with j and k.", { bad: true }); return; }
  actions[action](row);
});

function jump() {
  const mark = document.activeElement?.closest?.("mark");
  if (mark) { choose(field(ofMark(mark).at(-1))); return; }
  document.querySelector("mark.now")?.focus();
}

// A decision moves on to the next field that is open, before the server answers.
document.addEventListener("submit", (event) => {
  const row = event.submitter?.closest(".field");
  if (row && event.target.id === "act") move(1, (one) => one.classList.contains("open"));
  if (event.target.id === "seen") acceptSeen(event);
}, true);

// ---- accepting what is on the screen, and nothing else ----

function acceptSeen(event) {
  event.preventDefault();
  event.stopPropagation();
  const box = pane().getBoundingClientRect();
  const head = document.querySelector(".told > h2")?.offsetHeight ?? 0;
  const isSeen = (row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return top >= box.top + head - 2 && bottom <= Math.min(box.bottom, innerHeight) + 2;
  };
  const openRows = [...document.querySelectorAll(".field.open")];
  const seen = openRows.filter(isSeen);
  if (openRows.length && !seen.length) { choose(openRows[0]); return; }
  const rest = openRows.find((row) => !seen.includes(row));
  const pairs = seen.map((row) => ["seen", row.dataset.field]);
  send(event.target.getAttribute("action"), pairs, {
    then: () => {
      if (!rest) return;
      choose(rest, { focus: true });
      rest.scrollIntoView({ block: "start" });
    },
  });
}

addEventListener("DOMContentLoaded", () => { light(); openDraft(); });
export { sheet };
