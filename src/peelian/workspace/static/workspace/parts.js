// Parts that fold up: what a link leads to is opened. Newer browsers do so by themselves. The form says which part is being written.

function reveal() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const part = place && place.closest("details.pe-part");
  if (!part || part.open) return;
  part.open = true;
  place.scrollIntoView();
}

function follow(event) {
  const part = event.target.closest("details.pe-part");
  const at = part && part.closest("form").elements.at;
  if (at) at.value = part.querySelector("[id^=part-]").id.slice("part-".length);
}

addEventListener("hashchange", reveal);
addEventListener("focusin", follow);
reveal();
