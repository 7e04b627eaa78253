// Parts that fold up: what a link leads to is opened. Newer browsers do so by themselves. The form says which part is being written.
//
// After each save on the way ("kept", see autosave.js) the heads of the parts say how they stand now, and what cannot be read is said at
// its field.

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

function stands(part) {
  for (const place of document.querySelectorAll(`[data-stands="${part.id}"]`)) {
    place.textContent = part.stands;
    place.classList.toggle("pe-parts__stands--open", Boolean(part.missing.length || part.wrong.length));
  }
  const list = document.querySelector(`[data-missing="${part.id}"]`);
  list.hidden = !part.missing.length;
  list.replaceChildren(...part.missing.map(missing));
}

function missing(told) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = told.href;
  link.textContent = told.says;
  item.append(link);
  if (told.law) {
    const law = document.createElement("span");
    law.className = "pe-quiet";
    law.textContent = told.law;
    item.append(" ", law);
  }
  return item;
}

function group(id) {
  return document.getElementById(id)?.closest(".govuk-form-group");
}

function mended(form, wrong) {
  const ids = new Set(wrong.map((one) => one.at));
  for (const said of form.querySelectorAll(".govuk-form-group--error .govuk-error-message[id]")) {
    if (!ids.has(said.id.replace(/-error$/, ""))) mend(said);
  }
  summed(ids);
}

// What the page said at its head when it was loaded goes as it is mended.
function summed(ids) {
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) return;
  for (const link of summary.querySelectorAll("a")) {
    if (!ids.has(link.hash.slice(1))) link.closest("li").remove();
  }
  if (summary.querySelector("li")) return;
  summary.remove();
  document.querySelector("[data-kept]")?.remove();
  document.title = document.title.replace(/^Error: /, "");
}

function mend(said) {
  const field = document.getElementById(said.id.replace(/-error$/, ""));
  said.closest(".govuk-form-group").classList.remove("govuk-form-group--error");
  said.remove();
  for (const at of [field, field?.closest("fieldset")]) describe(at, said.id, false);
  for (const kind of ["input", "textarea", "select"]) field?.classList.remove(`govuk-${kind}--error`);
}

function describe(at, id, is) {
  const ids = (at?.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== id);
  if (is) ids.push(id);
  if (ids.length) at.setAttribute("aria-describedby", ids.join(" "));
  else at?.removeAttribute("aria-describedby");
}

function say(told) {
  const around = group(told.at);
  const field = document.getElementById(told.at);
  if (!around) return;
  let said = document.getElementById(`${told.at}-error`);
  if (!said) {
    said = document.createElement("p");
    said.id = `${told.at}-error`;
    said.className = "govuk-error-message";
    const before = around.querySelector("fieldset > .pe-many, .govuk-checkboxes") || field;
    before.before(said);
    around.classList.add("govuk-form-group--error");
    describe(field, said.id, true);
    const kind = { TEXTAREA: "textarea", SELECT: "select" }[field.tagName] || "input";
    if (field.type !== "checkbox") field.classList.add(`govuk-${kind}--error`);
  }
  if (said.textContent.trim() !== `Error: ${told.says}`) {
    const hidden = document.createElement("span");
    hidden.className = "govuk-visually-hidden";
    hidden.textContent = "Error:";
    said.replaceChildren(hidden, ` ${told.says}`);
  }
}

function kept(event) {
  const parts = event.detail.parts;
  const wrong = parts.flatMap((part) => part.wrong);
  parts.forEach(stands);
  mended(event.target, wrong);
  wrong.forEach(say);
}

addEventListener("kept", kept, true);
addEventListener("hashchange", reveal);
addEventListener("focusin", follow);
reveal();
