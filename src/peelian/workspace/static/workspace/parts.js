// Parts that fold up: what a link leads to is opened. Newer browsers do so by themselves.

function reveal() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const part = place && place.closest("details.pe-part");
  if (!part || part.open) return;
  part.open = true;
  place.scrollIntoView();
}

addEventListener("hashchange", reveal);
reveal();
