// The small form in a row: a value and who said it, a new statement, a flag or a comment. What is typed is kept as a
// draft until it is sent or left on purpose.
import { choose } from "./rows.js";
import { catchUp, decideAt, send, token } from "./send.js";

const SHOWN = {
  edit: ["value", "speaker", "modality"],
  speaker: ["speaker"],
  add: ["property", "value", "speaker", "modality"],
  flag: ["reason"],
  comment: ["reason"],
};
const FIRST = { edit: "value", speaker: "speaker", add: "property", flag: "reason", comment: "reason" };
const WITH_CODES = ["type", "weapon", "target"];
const hints = JSON.parse(document.getElementById("hints")?.textContent ?? "{}");
const page = () => document.querySelector(".sheet").dataset.page;

export function open(row, mode, chosen, kept = {}) {
  close();
  const form = document.getElementById("editor").content.firstElementChild.cloneNode(true);
  const mention = row.closest("[data-mention]").dataset.mention;
  const kind = { edit: "correct", speaker: "correct", add: "add" }[mode] ?? mode;
  form.dataset.mode = mode;
  form.dataset.row = row.id;
  form.elements.do.value = `${kind}:${mode === "add" ? mention : row.dataset.field}`;
  for (const label of form.querySelectorAll("label")) label.hidden = !SHOWN[mode].includes(label.dataset.for);
  for (const control of form.querySelectorAll("label input, label select")) control.disabled = control.closest("label").hidden;
  if (mode === "edit" || mode === "speaker") form.elements.speaker.value = row.dataset.speakers;
  if (mode === "add") form.elements.property.value = kept.property ?? row.dataset.name;
  if (chosen) {
    form.elements.start.value = chosen.start;
    form.elements.end.value = chosen.end;
    const shown = form.querySelector("[data-chosen]");
    shown.hidden = false;
    shown.append("Words: ", Object.assign(document.createElement("q"), { textContent: chosen.words }));
  }
  for (const [name, value] of Object.entries(kept)) if (form.elements[name]) form.elements[name].value = value;
  form.dataset.first = JSON.stringify(values(form));
  row.append(form);
  hint(form, row);
  const focused = form.elements[FIRST[mode]];
  focused.focus();
  focused.select?.();
  row.scrollIntoView({ block: "nearest" });
}

function hint(form, row) {
  const name = form.dataset.mode === "add" ? form.elements.property.value : row.dataset.name;
  const value = form.elements.value;
  form.querySelector("[data-hint]").textContent = form.elements.start.value ? `empty: read from the words; or ${hints[name] ?? ""}` : hints[name] ?? "";
  if (WITH_CODES.includes(name)) value.setAttribute("list", `codes-${name}`);
  else value.removeAttribute("list");
}

const values = (form) => Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "token"));

function close() {
  for (const form of document.querySelectorAll("[data-editor]")) form.remove();
}

function leave(form) {
  const row = document.getElementById(form.dataset.row);
  close();
  keep(null);
  if (row) choose(row);
  catchUp();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-editor]");
  if (!form) return;
  event.preventDefault();
  const row = document.getElementById(form.dataset.row);
  const first = JSON.parse(form.dataset.first);
  // An untouched speaker is left as it is: an empty one would mean the report's own voice.
  const pairs = [...new FormData(form)].filter(
    ([name, value]) => name !== "token" && !(name === "speaker" && value === first.speaker && form.dataset.mode !== "speaker"),
  );
  send(decideAt(), pairs, {
    then: (answer) => {
      if (!answer.ok) { form.querySelector("label:not([hidden]) input")?.focus(); return; }
      close();
      keep(null);
      getSelection().removeAllRanges();
      if (row) choose(row);
    },
  });
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-editor]");
  if (form && event.key === "Escape") { event.preventDefault(); leave(form); }
});
document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-cancel]")?.closest("[data-editor]");
  if (form) leave(form);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-editor]");
  if (form && event.target.name === "property") hint(form, document.getElementById(form.dataset.row));
});

// ---- drafts ----

let saving = 0;

function keep(content) {
  clearTimeout(saving);
  const sent = () =>
    fetch("/draft", {
      method: "POST",
      headers: { "x-csrf-token": token() },
      body: new URLSearchParams({ page: page(), content: content ? JSON.stringify(content) : "" }),
      keepalive: true,
    }).catch(() => {}); // the form still holds it; the next stroke tries again
  if (content) saving = setTimeout(sent, 500);
  else sent();
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-editor]");
  if (form) keep({ row: form.dataset.row, mode: form.dataset.mode, chosen: form.querySelector("q")?.textContent ?? null, values: values(form) });
});

export function openDraft() {
  const text = JSON.parse(document.getElementById("draft").textContent);
  if (!text) return;
  const { row: id, mode, chosen, values: kept } = JSON.parse(text);
  const row = document.getElementById(id);
  if (!row) return;
  choose(row);
  open(row, mode, chosen === null ? null : { start: kept.start, end: kept.end, words: chosen }, kept);
}
