// Saves long texts while they are being written: a form with data-autosave names where. Without this there is its Save button.
//
// The form carries the version that was read. The answer brings the next one (200), says that somebody else has changed it (409),
// or what is wrong (422). Anything else is tried again, ever less often. Nothing that was typed is ever replaced here.
const PAUSE = 2000;
const LONGEST = 30000;

function keep(form) {
  const said = form.querySelector("[data-autosave-said]");
  const compare = form.querySelector("[data-autosave-compare]");
  const state = { typed: 0, saved: 0, busy: false, timer: 0, wait: PAUSE, stopped: false };
  const unsaved = () => state.typed !== state.saved;

  const say = (text) => {
    if (said.textContent !== text) said.textContent = text;
  };
  const later = (pause) => {
    clearTimeout(state.timer);
    state.timer = setTimeout(save, pause);
  };
  const stop = (text) => {
    state.stopped = true;
    compare.hidden = false;
    say(text);
  };

  async function save(keepalive = false) {
    clearTimeout(state.timer);
    if (state.busy || state.stopped || !unsaved()) return;
    const typed = state.typed;
    state.busy = true;
    try {
      const body = new FormData(form);
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "error", keepalive });
      if (![200, 409, 422].includes(answer.status)) throw new Error(answer.status);
      const told = await answer.json();
      if (answer.status === 409) return stop(told.said);
      say(told.said);
      if (answer.ok) {
        form.elements.version.value = told.version;
        state.saved = typed;
        state.wait = PAUSE;
      }
      if (state.typed !== typed) later(PAUSE);
    } catch {
      say("Not saved, trying again. Your text is still on this page.");
      state.wait = Math.min(state.wait * 2, LONGEST);
      later(state.wait);
    } finally {
      state.busy = false;
    }
  }

  form.addEventListener("input", () => {
    state.typed += 1;
    if (state.stopped) return;
    say("Not saved yet");
    later(PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(state.timer);
    state.saved = state.typed;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) keep(form);
