// The desk: files can be dropped, and a text saves itself while somebody writes. Without this the buttons do the same.

for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-drop-list]");
  const tell = () => {
    list.textContent = [...input.files].map((file) => file.name).join(", ");
  };
  input.addEventListener("change", tell);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("pe-drop--over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("pe-drop--over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("pe-drop--over");
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
    tell();
  });
}

const PAUSE = 2000;

for (const form of document.querySelectorAll("[data-autosave]")) {
  const text = form.elements.text;
  const version = form.elements.version;
  const state = form.querySelector("[data-state]");
  const theirs = document.querySelector("[data-theirs]");
  let kept = text.value;
  let timer = 0;
  let busy = false;
  let stopped = false;

  function show(found) {
    theirs.hidden = false;
    theirs.querySelector("[data-theirs-text]").innerText = found.text;
    const by = theirs.querySelector("[data-theirs-by]");
    if (by) by.textContent = found.by;
    version.value = found.version;
    stopped = true; // the next save is theirs to decide upon: the button
    state.textContent = "Not saved: somebody else has written. Both texts are shown.";
  }

  async function save() {
    if (busy || stopped || text.value === kept) return;
    busy = true;
    const sent = text.value;
    state.textContent = "Saving…";
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" },
      });
      const told = await answer.json();
      if (answer.ok) {
        kept = sent;
        version.value = told.version;
        state.textContent = `Saved ${told.saved}`;
      } else if (told.theirs) {
        show(told.theirs);
      } else {
        state.textContent = `Not saved. ${told.error}`;
      }
    } catch {
      state.textContent = "Not saved: there is no connection. It is tried again while you write.";
    }
    busy = false;
    if (text.value !== sent && !stopped) later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  text.addEventListener("input", later);
  window.addEventListener("beforeunload", (event) => {
    if (text.value !== kept && !form.dataset.leaving) event.preventDefault();
  });
  form.addEventListener("submit", () => {
    form.dataset.leaving = "yes";
    clearTimeout(timer);
  });
}
