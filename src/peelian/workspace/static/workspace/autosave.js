// Saves texts while they are being written: a form with data-autosave, which may say where. Without this there is its Save button.
//
// The form carries the version that was read. The answer brings the next one and the time ({version, saved}, with {error} for what of it
// cannot be read and is kept as it was typed), or what is wrong ({error}, {at} the id of the field); 409 is that it may not be written over: with {theirs} the other text is shown above, else a button compares both.
// Anything else is tried again, ever less often. Nothing that was typed is ever replaced here. Leaving saves what is not saved yet,
// except by a link with data-unsaved.
const PAUSE = 2000;
const LONGEST = 30000;
const HIDDEN = new Set(["version", "csrfmiddlewaretoken", "at"]);

function written(form) {
  return JSON.stringify([...new FormData(form)].filter(([name]) => !HIDDEN.has(name)));
}

function showTheirs(theirs) {
  const place = document.querySelector("[data-theirs]");
  place.hidden = false;
  place.querySelector("[data-theirs-text]").innerText = theirs.text;
  const by = place.querySelector("[data-theirs-by]");
  if (by) by.textContent = theirs.by;
}

function keep(form) {
  const place = form.querySelector("[data-state]");
  let saved = written(form);
  let wait = PAUSE;
  let timer = 0;
  let busy = false;
  let stopped = false;
  let refused = "";
  let leaving = false;

  const say = (text) => {
    if (place.textContent !== text) place.textContent = text;
  };
  // What cannot be read, with the way to its field; the part that it stands in is opened, once.
  const refuse = (told, text) => {
    const field = told.at && document.getElementById(told.at);
    if (!field) return say(text);
    const link = document.createElement("a");
    link.href = `#${told.at}`;
    link.textContent = "Go there";
    link.addEventListener("click", () => field.focus());
    place.replaceChildren(`${text} `, link);
    const part = field.closest("details");
    if (part && refused !== text) part.open = true;
    refused = text;
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  // The next save is decided upon by who writes: by the button.
  function stop(told) {
    stopped = true;
    if (told.theirs) {
      showTheirs(told.theirs);
      form.elements.version.value = told.theirs.version;
      say("Not saved: somebody else has written. Both texts are shown.");
      return;
    }
    const compare = form.querySelector("[data-compare]");
    if (compare) compare.hidden = false;
    say(`Not saved. ${told.error}`);
  }

  async function ask(keepalive) {
    const answer = await fetch(form.dataset.autosave || form.action || location.href, {
      method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error", keepalive,
    });
    if (answer.status >= 500) throw new Error(answer.status);
    return [answer.status, await answer.json()];
  }

  async function save(keepalive = false) {
    clearTimeout(timer);
    const sent = written(form);
    if (busy || stopped || leaving || sent === saved) return;
    busy = true;
    try {
      const [status, told] = await ask(keepalive);
      if (status === 200) {
        form.elements.version.value = told.version;
        saved = sent;
        wait = PAUSE;
        if (told.error) {
          refuse(told, `Saved at ${told.saved}. Kept as typed, to be mended: ${told.error}`);
        } else {
          refused = "";
          say(`Saved at ${told.saved}`);
        }
        form.dispatchEvent(new CustomEvent("kept", { detail: told }));
      } else if (status === 409) {
        stop(told);
      } else {
        refuse(told, `Not saved. ${told.error}`);
      }
      if (written(form) !== sent) later(PAUSE);
    } catch {
      say("Not saved, trying again. Your text is still on this page.");
      wait = Math.min(wait * 2, LONGEST);
      later(wait);
    } finally {
      busy = false;
    }
  }

  form.addEventListener("input", () => {
    leaving = false;
    if (stopped) return;
    say("Not saved yet");
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saved = written(form);
  });
  // Whoever goes back without saving saves nothing on the way; who stays after all, and writes on, is saved again.
  for (const link of document.querySelectorAll("[data-unsaved]")) {
    link.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) leaving = true;
    });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
  addEventListener("beforeunload", (event) => {
    if (written(form) !== saved) event.preventDefault();
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) keep(form);
