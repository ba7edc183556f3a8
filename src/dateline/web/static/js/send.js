// Sends decisions and shows the page anew. Nothing is lost when the server does not answer: what was decided waits in
// this browser and is sent again under the same key, which the server records once.
import { say } from "./status.js";

// What waits is its author's: somebody else who signs in at this browser does not send it under their name.
const OUTBOX = `dateline.outbox ${document.documentElement.dataset.person}`;
const WAITS_MS = [300, 1000, 3000, 8000];
const waiting = () => JSON.parse(localStorage.getItem(OUTBOX) || "[]");
const keep = (list) => localStorage.setItem(OUTBOX, JSON.stringify(list));

export const token = () => document.querySelector('#act input[name="token"]').value;

// Where the page's decisions go: a report that is coded again has a door of its own.
export const decideAt = () => document.getElementById("act").getAttribute("action");

let line = Promise.resolve(); // one after the other, in the order of the keys pressed

export function send(url, pairs, { then } = {}) {
  const entry = { url, pairs: [...pairs.filter(([name]) => name !== "batch"), ["batch", crypto.randomUUID()]] };
  keep([...waiting(), entry]);
  busy(1);
  line = line.then(() => answered(entry, then)).finally(() => { if (!leaving) busy(-1); });
  return line;
}

async function answered(entry, then) {
  const answer = await delivered(entry);
  if (!answer) return;
  if (then) await then(answer);
  if (!answer.ok) { say(answer.body.detail ?? "That was refused.", { bad: true }); return; }
  if (answer.body.goto) { leaving = true; location.assign(answer.body.goto); return; }
  // With more on its way the page is shown anew after the last of it.
  if (pending === 1) await refresh();
  say(answer.body.message);
}

let pending = 0;
let leaving = false; // the next page is on its way; this one stays busy till it is there

// data-busy on the page's root: something that was decided is not yet recorded and shown.
function busy(by) {
  pending += by;
  document.documentElement.toggleAttribute("data-busy", pending > 0);
}

async function delivered(entry) {
  for (const wait of [...WAITS_MS, null]) {
    try {
      const response = await fetch(entry.url, {
        method: "POST",
        headers: { accept: "application/json", "x-csrf-token": token() },
        body: new URLSearchParams(entry.pairs),
      });
      if (response.status === 401) { signIn(); return null; }
      keep(waiting().filter((one) => JSON.stringify(one) !== JSON.stringify(entry)));
      return { ok: response.ok, body: await response.json() };
    } catch {
      if (wait === null) break;
      say("The server does not answer; trying again. Nothing is lost.", { bad: true });
      await new Promise((done) => setTimeout(done, wait));
    }
  }
  say("Not saved yet: the server does not answer. It is kept here and sent when the page is opened again.", { bad: true });
  return null;
}

// The session has ended: what was decided waits for its author to sign in again.
function signIn() {
  const back = location.pathname + location.search;
  location.assign(`/login?${new URLSearchParams({ next: back })}`);
}

let stale = false; // the page was to be shown anew while somebody was typing in it

// The page as it is now, put in place of what is shown; focus, scroll and open lists stay. What is typed in an open
// form would be lost: the page is left as it is till the form is closed.
export async function refresh() {
  stale = isTyped();
  if (stale) return;
  const response = await fetch(location.href, { headers: { accept: "text/html" } });
  const text = await response.text();
  stale = isTyped();
  if (stale) return;
  if (!response.ok || response.redirected) { leaving = true; location.reload(); return; }
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const { id } of document.querySelectorAll("details[id][open]")) fresh.getElementById(id)?.setAttribute("open", "");
  await htmx.swap({
    target: document.getElementById("page"),
    text: fresh.getElementById("page").outerHTML,
    sourceElement: document.body,
    swap: "outerMorph",
  });
  document.dispatchEvent(new CustomEvent("refreshed"));
}

const isTyped = () => document.querySelector("[data-editor]") !== null;

// A form was left: what happened meanwhile is shown now.
export function catchUp() {
  if (!stale) return;
  busy(1);
  line = line.then(refresh).finally(() => { if (!leaving) busy(-1); });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.closest("dialog") || form.matches("[data-editor], [data-plain]") || event.defaultPrevented) return;
  event.preventDefault();
  send(form.getAttribute("action"), [...new FormData(form, event.submitter)]);
});

addEventListener("DOMContentLoaded", () => {
  const left = waiting();
  if (!left.length) return;
  say(`Sending ${left.length} kept decision${left.length > 1 ? "s" : ""}.`);
  busy(1);
  line = (async () => {
    for (const entry of left) if (!(await delivered(entry))) return;
    await refresh();
  })().finally(() => busy(-1));
});
