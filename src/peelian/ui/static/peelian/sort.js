// Sorts tables in place. Without this the heads of the columns are links to the page in that order.
const plain = new Intl.Collator("en-GB", { sensitivity: "base", numeric: true });

function keyOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.sort ?? cell.textContent.trim();
}

function compare(a, b) {
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? plain.compare(a, b) : difference;
}

function sortRows(table, column, descending) {
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, key: keyOf(row, column) }));
  const missing = rows.filter(({ key }) => key === "");
  const present = rows.filter(({ key }) => key !== "").sort((a, b) => compare(a.key, b.key) * (descending ? -1 : 1));
  body.append(...[...present, ...missing].map(({ row }) => row));
}

function announce(table, words) {
  let region = table.parentElement.parentElement.querySelector(":scope > [data-sort-status]");
  if (!region) {
    region = document.createElement("p");
    region.className = "govuk-visually-hidden";
    region.setAttribute("role", "status");
    region.dataset.sortStatus = "";
    table.parentElement.after(region);
  }
  region.textContent = words;
}

function onClick(event, table, head) {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const before = head.getAttribute("aria-sort");
  const startsHigh = head.classList.contains("pe-num");
  const descending = before ? before === "ascending" : startsHigh;
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  sortRows(table, head.cellIndex, descending);
  announce(table, `Sorted by ${link.textContent.trim()}, ${descending ? "highest first" : "lowest first"}.`);
}

for (const table of document.querySelectorAll("table[data-sortable]")) {
  for (const head of table.tHead.rows[0].cells) {
    if (head.querySelector("a.pe-sort")) head.addEventListener("click", (event) => onClick(event, table, head));
  }
}
