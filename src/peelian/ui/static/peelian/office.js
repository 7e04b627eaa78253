// What htmx leaves open on office pages: a session that is over leads to the door, what changed is said to those who do not
// see it, and focus is never lost with the thing that held it.
const status = document.getElementById("status");

function say(text) {
  if (!status || !text) return;
  status.textContent = "";
  setTimeout(() => (status.textContent = text), 50); // a text that is the same as before is said again
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const answered = event.detail.xhr.responseURL;
  if (!answered || !new URL(answered).pathname.startsWith("/account/")) return;
  event.detail.shouldSwap = false;
  location.reload();
});

document.addEventListener("htmx:afterSettle", ({ target }) => {
  const told = target.closest("[data-say]") ?? target.querySelector("[data-say]");
  say(told?.dataset.say);
  const held = document.activeElement;
  if ((!held || held === document.body) && target.dataset.focus) document.getElementById(target.dataset.focus)?.focus();
});

for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(trouble, () => say("That did not work. Load the page again, and try once more."));
}
