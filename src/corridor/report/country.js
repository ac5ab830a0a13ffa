"use strict";
// Turns the pages of the report, shades the maps and sorts and copies the tables. Nothing is computed here.
(function () {
  const maps = JSON.parse(document.getElementById("maps").textContent);
  const pages = Array.from(document.querySelectorAll(".page"));

  // The page that an address names, or the one that holds what it names; the overview for any other.
  function turn() {
    const name = decodeURIComponent(location.hash.slice(1));
    const aim = name === "" ? null : document.getElementById(name);
    const shown = (aim && aim.closest(".page")) || pages[0];
    for (const page of pages) {
      page.hidden = name !== "all" && page !== shown;
      if (!page.hidden) {
        corridor.drawCharts(page);
      }
    }
    for (const link of document.querySelectorAll("nav a")) {
      const current = link.hash === "#" + (aim || name === "all" ? name : shown.id);
      link.setAttribute("aria-current", current ? "page" : "false");
    }
    if (shown !== pages[0] || aim !== null) {
      (aim || shown).scrollIntoView();
    }
  }

  function setText(figure, selector, text) {
    for (const element of figure.querySelectorAll(selector)) {
      element.textContent = text;
    }
  }

  function shade(figure, measure) {
    setText(figure, "h3", measure.label);
    setText(figure, ".unit", measure.unit + ", " + measure.period);
    setText(figure, ".description", measure.description);
    setText(figure, ".grade", measure.grade);
    figure.querySelector(".grade").className = "grade grade-" + measure.grade;
    measure.classes.forEach(function (text, index) {
      figure.querySelectorAll(".classes li span:last-child")[index].textContent = text;
    });
    figure.querySelector(".classes li:last-child").hidden = Object.values(measure.regions).every(function (told) {
      return told.shade >= 0;
    });
    for (const region of figure.querySelectorAll("[data-region]")) {
      const told = measure.regions[region.dataset.region];
      region.setAttribute("class", "shade-" + (told.shade < 0 ? "none" : told.shade));
      region.querySelector("title").textContent = told.title;
    }
  }

  for (const figure of document.querySelectorAll("figure.map")) {
    const choice = figure.querySelector("select");
    const draw = function () { shade(figure, maps[figure.dataset.map][choice.selectedIndex]); };
    choice.addEventListener("change", draw);
    draw();  // a browser may have kept the choice of an earlier visit
  }

  // Numbers are sorted largest first, names as they are read; what has no value stays last.
  function sort(table, column, heading) {
    const before = heading.getAttribute("aria-sort");
    const ascending = column === 0 ? before !== "ascending" : before === "descending";
    const key = function (row) {
      const cell = row.cells[column];
      return column === 0 ? cell.textContent : cell.dataset.value === undefined ? null : Number(cell.dataset.value);
    };
    const rows = Array.from(table.tBodies[0].rows).sort(function (a, b) {
      const [x, y] = [key(a), key(b)];
      if (x === null || y === null) {
        return (x === null) - (y === null);
      }
      return (column === 0 ? x.localeCompare(y) : x - y) * (ascending ? 1 : -1);
    });
    table.tBodies[0].append(...rows);
    for (const other of table.tHead.querySelectorAll("th")) {
      other.removeAttribute("aria-sort");
    }
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  }

  function quoted(text) {
    return /[",\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  }

  function csv(table) {
    const ranged = table.querySelector("[data-low]") !== null;
    const heads = Array.from(table.tHead.rows[0].cells).flatMap(function (cell, index) {
      const name = cell.querySelector("button").textContent;
      if (index === 0) {
        return [name];
      }
      const told = cell.querySelector(".unit").textContent + ", grade " + cell.querySelector(".grade").textContent;
      return [name, ...(ranged ? [name + ", low", name + ", high"] : [])].map(function (text) { return text + " (" + told + ")"; });
    });
    const rows = [...table.tBodies[0].rows, ...table.tFoot.rows].map(function (row) {
      const cells = Array.from(row.cells).flatMap(function (cell, index) {
        const { value = "", low = "", high = "" } = cell.dataset;
        return index === 0 ? [cell.textContent] : ranged ? [value, low, high] : [value];
      });
      return [row.dataset.code, ...cells];
    });
    return [["Code", ...heads], ...rows].map(function (row) { return row.map(quoted).join(",") + "\n"; }).join("");
  }

  // Where the clipboard is out of reach, the text is shown and marked, ready to be copied.
  function copy(table) {
    const text = csv(table);
    const told = table.querySelector("[role=status]");
    const show = function () {
      const field = document.createElement("textarea");
      field.value = text;
      field.readOnly = true;
      told.replaceChildren(field);
      field.select();
    };
    if (!navigator.clipboard) {
      show();
      return;
    }
    navigator.clipboard.writeText(text).then(function () { told.textContent = "copied"; }, show);
  }

  for (const table of document.querySelectorAll("table.regions")) {
    table.tHead.querySelectorAll("th").forEach(function (heading, column) {
      heading.querySelector("button").addEventListener("click", function () { sort(table, column, heading); });
    });
    table.querySelector(".copy").addEventListener("click", function () { copy(table); });
  }

  addEventListener("hashchange", turn);
  turn();
})();
