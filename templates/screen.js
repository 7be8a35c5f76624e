// What the screen adds where scripts run: an explanation beside each figure, tables that sort and filter, the place in
// the contents. The page says and shows everything without it.
"use strict";
(() => {
  const words = JSON.parse(document.body.dataset.words);
  const report = document.getElementById("report");
  const contents = document.querySelector("nav.contents");

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  // A narrow column's head holds soft hyphens, which no sentence should read out.
  const textOf = (node) => node.textContent.replace(/\u00ad/g, "").replace(/\s+/g, " ").trim();

  // ---- figures: what stands behind each, from the tables at the end of the sections

  const note = element("div", { id: "figure-note", hidden: true });
  note.setAttribute("role", "tooltip");
  document.body.append(note);
  let explained = null;

  const explain = (figure) => {
    const head = document.getElementById(figure.dataset.figure);
    if (!head) return;
    const cells = [...head.closest("tr").cells];
    const names = [...head.closest("table").tHead.rows[0].cells].map(textOf);
    const list = element("dl");
    cells.forEach((cell, place) => {
      if (place && cell.textContent.trim()) {
        list.append(element("dt", { textContent: names[place] }), element("dd", { textContent: textOf(cell) }));
      }
    });
    const source = figure.closest("figure")?.querySelector(".from");
    if (source) list.append(element("dt", { textContent: words.from }), element("dd", { textContent: textOf(source) }));
    list.append(element("dt", { textContent: words.id }), element("dd", { className: "id", textContent: head.id }));
    note.replaceChildren(element("p", { textContent: textOf(head) }), list);
    hide();
    explained = figure;
    note.hidden = false;
    figure.setAttribute("aria-describedby", note.id);
    const at = figure.getBoundingClientRect();
    const left = Math.min(at.left, document.documentElement.clientWidth - note.offsetWidth - 12);
    const below = at.bottom + note.offsetHeight + 12 < window.innerHeight || at.top < note.offsetHeight;
    note.style.left = `${Math.max(12, left) + window.scrollX}px`;
    note.style.top = `${(below ? at.bottom + 6 : at.top - note.offsetHeight - 6) + window.scrollY}px`;
  };
  const hide = () => {
    explained?.removeAttribute("aria-describedby");
    explained = null;
    note.hidden = true;
  };

  document.addEventListener("click", (event) => {
    const figure = event.target.closest("[data-figure]");
    if (figure && figure !== explained) explain(figure);
    else if (!note.contains(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === explained) hide();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-figure]") && event.target.matches(":focus-visible")) explain(event.target);
  });

  // Hundreds of stops for the Tab key are no help: figures are reached by it only where the reader asks for that.
  const reach = element("button", { type: "button", className: "reach", textContent: words.explain });
  reach.setAttribute("aria-pressed", "false");
  reach.addEventListener("click", () => {
    const on = reach.getAttribute("aria-pressed") !== "true";
    reach.setAttribute("aria-pressed", String(on));
    document.body.classList.toggle("reachable", on);
    report.querySelectorAll("span[data-figure]").forEach((figure) => {
      if (on) figure.tabIndex = 0;
      else figure.removeAttribute("tabindex");
    });
    hide();
  });
  contents.prepend(reach);

  // ---- tables: sorted by a column, filtered by a word

  const said = element("p", { className: "vh" });
  said.setAttribute("role", "status");
  report.append(said);

  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const figure = cell.querySelector("[data-figure]");
    if (!figure) return textOf(cell);
    const value = document.getElementById(figure.dataset.figure)?.dataset.value;
    return value === undefined ? null : Number(value);
  };
  const missing = (value) => value === null || value === "" || value === "–";
  const order = (a, b) => {
    if (missing(a) || missing(b)) return 0;
    return typeof a === "number" && typeof b === "number"
      ? a - b
      : String(a).localeCompare(String(b), document.documentElement.lang, { numeric: true });
  };
  const last = (a, b) => Number(missing(a)) - Number(missing(b));

  const sort = (table, column, direction) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].filter((row) => !row.classList.contains("total"));
    const keyed = rows.map((row) => [Number(row.dataset.place), valueOf(row, column), row]);
    keyed.sort(
      ([place, a], [other, b]) =>
        (direction ? last(a, b) || direction * order(a, b) : 0) || place - other,
    );
    const total = [...body.rows].filter((row) => row.classList.contains("total"));
    body.append(...keyed.map(([, , row]) => row), ...total);
  };

  const makeSortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    [...table.tBodies[0].rows].forEach((row, place) => (row.dataset.place = place));
    heads.forEach((head, column) => {
      if (head.querySelector("svg") || !textOf(head)) return;
      const name = textOf(head);
      const button = element("button", { type: "button", className: "sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        const next = now === "descending" ? "ascending" : now === "ascending" ? null : "descending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (next) head.setAttribute("aria-sort", next);
        sort(table, column, next === "ascending" ? 1 : next ? -1 : 0);
        said.textContent = fill(next ? words[next] : words.unsorted, { column: name });
      });
    });
  };

  const makeFilter = (table, scroll) => {
    const rows = [...table.tBodies[0].rows].filter((row) => !row.classList.contains("total"));
    const field = element("input", { type: "search", autocomplete: "off" });
    const count = element("output");
    const label = element("label", { className: "filter" }, `${words.filter} `, field, count);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLocaleLowerCase();
      rows.forEach((row) => (row.hidden = !textOf(row).toLocaleLowerCase().includes(wanted)));
      const shown = rows.filter((row) => !row.hidden).length;
      count.textContent = wanted ? fill(words.shown, { shown, rows: rows.length }) : "";
    });
    scroll.before(label);
  };

  const FEW = 10;
  report.querySelectorAll("table.rows").forEach((table) => {
    const rows = table.tBodies[0].rows.length;
    if (rows > 2) makeSortable(table);
    if (rows > FEW) makeFilter(table, table.closest(".scroll"));
  });

  // ---- contents: the section that is being read

  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(
    (entries) => {
      const now = entries.filter((entry) => entry.isIntersecting).map((entry) => links.get(entry.target.id))[0];
      if (!now) return;
      links.forEach((link) => link.removeAttribute("aria-current"));
      now.setAttribute("aria-current", "true");
    },
    { rootMargin: "-20% 0px -70%" },
  );
  report.querySelectorAll(":scope > section").forEach((section) => seen.observe(section));
})();
