"use strict";
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.classList.contains("bar")) return;
    head.addEventListener("click", () => {
      const isNumber = head.classList.contains("n");
      const isDown = head.getAttribute("aria-sort")
        ? head.getAttribute("aria-sort") === "ascending" : isNumber && column > 0;
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      const body = table.tBodies[0];
      const key = (row) => isNumber ? Number(row.cells[column].dataset.v) : row.cells[column].textContent;
      const rows = [...body.rows].map((row) => [key(row), row]);
      rows.sort(([a], [b]) => (isNumber ? a - b : a < b ? -1 : a > b ? 1 : 0) * (isDown ? -1 : 1));
      body.append(...rows.map(([, row]) => row));
    });
  });
}
const filter = document.getElementById("filter");
filter.addEventListener("input", () => {
  const wanted = filter.value.toLowerCase();
  for (const row of document.querySelectorAll("#layers tbody tr")) {
    row.hidden = !row.textContent.toLowerCase().includes(wanted);
  }
});
