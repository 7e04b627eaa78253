// The desk: files can be dropped. Without this the button that chooses them does the same.

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
