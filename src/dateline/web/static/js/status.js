// One line that says what just happened, also to screen readers.
let gone = 0;

export function say(message, { bad = false } = {}) {
  const status = document.getElementById("status");
  status.classList.toggle("bad", bad);
  status.setAttribute("aria-live", bad ? "assertive" : "polite");
  status.textContent = message;
  clearTimeout(gone);
  gone = setTimeout(() => { status.textContent = ""; }, bad ? 9000 : 3500);
}
