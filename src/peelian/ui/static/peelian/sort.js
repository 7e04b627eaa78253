// Sorts tables in place. Without this the heads of the columns are links to the page in that order.
const letters = new Intl.Collator("en-GB", { sensitivity: "base", numeric: true });

function keyOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.sort ?? cell.textContent.trim();
}

function compare(a, b) {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? letters.compare(a, b) : difference;
}

function sortRows(table, column, descending) {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row, column) }));
  const missing = rows.filter(({ key }) => key === "");
  const present = rows.filter(({ key }) => key !== "").sort((a, b) => compare(a.key, b.key) * (descending ? -1 : 1));
  body.append(...[...present, ...missing].map(({ row }) => row));
}

function addStatus(table) {
  const status = document.createElement("p");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  table.parentElement.after(status);
  return status;
}

function words(head, label, descending) {
  const [up, down] = head.classList.contains("pe-num") ? ["lowest first", "highest first"] : ["A to Z", "Z to A"];
  return `Sorted by ${label}, ${descending ? down : up}.`;
}

function onClick(event, table, head, status) {
  const link = event.target.closest("a.pe-sort");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const before = head.getAttribute("aria-sort");
  const descending = before ? before === "ascending" : head.classList.contains("pe-num");
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  sortRows(table, head.cellIndex, descending);
  status.textContent = words(head, link.textContent.trim(), descending);
}

for (const table of document.querySelectorAll("table[data-sortable]")) {
  const status = addStatus(table);
  for (const head of table.tHead.rows[0].cells) {
    head.addEventListener("click", (event) => onClick(event, table, head, status));
  }
}
