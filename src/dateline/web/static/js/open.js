// Tells the server, every minute while the page is looked at, that it is open here, and lets go when it is left. Where
// somebody else has it, or took it over, the page says so.
import { refresh, token } from "./send.js";

const EVERY_MS = 60_000;
const form = () => document.getElementById("open");

function said(more = {}) {
  return new URLSearchParams({ token: token(), subject: form().dataset.subject, ...more });
}

async function tell() {
  if (document.visibilityState !== "visible" || !form()) return;
  try {
    const headers = { accept: "application/json" };
    const answer = await fetch("/open", { method: "POST", headers, body: said(), keepalive: true });
    if (!answer.ok) return;
    const { who } = await answer.json();
    if ((who ?? "") !== form().dataset.who) await refresh();
  } catch {
    // The server does not answer; what is decided waits, and this is told again in a minute.
  }
}

addEventListener("DOMContentLoaded", () => { tell(); setInterval(tell, EVERY_MS); });
document.addEventListener("visibilitychange", tell);
addEventListener("pagehide", () => { if (form()) navigator.sendBeacon("/open", said({ leave: "yes" })); });
