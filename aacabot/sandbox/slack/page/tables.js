/** The `table` and `data_table` blocks; a data table sorts by its headings and turns pages. */

import { el } from "./dom.js";
import { richText } from "./rich_text.js";
import { words } from "./text.js";

function cellNodes(cell, view) {
  if (cell?.type === "rich_text") return richText(cell, view);
  return words(String(cell?.text ?? cell?.value ?? ""));
}

function cellText(cell) {
  return cell.type === "raw_number"
    ? Number(cell.value)
    : el("div", null, cellNodes(cell, { eyes: {}, personName: String, channelName: String })).textContent;
}

function frame(children) {
  return el("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": "Table" }, children);
}

/** A plain table: the first row is its heading. */
export function table(block, view) {
  const settings = block.column_settings ?? [];
  const cell = (tag, value, column) => el(tag, {
    class: `align-${settings[column]?.align ?? "left"}${settings[column]?.is_wrapped ? " wrapped" : ""}`,
    scope: tag === "th" ? "col" : undefined, dir: "auto",
  }, cellNodes(value, view));
  const [head = [], ...body] = block.rows ?? [];
  return frame(el("table", null,
    el("thead", null, el("tr", null, head.map((value, column) => cell("th", value, column)))),
    el(
      "tbody",
      null,
      body.map((row) => el("tr", null, row.map((value, column) => cell("td", value, column)))),
    )));
}

function compare(column, direction) {
  return (one, other) => {
    const [a, b] = [cellText(one[column]), cellText(other[column])];
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
    return order * direction;
  };
}

function heading(cell, column, state, draw, view, isNumber) {
  const sorted = state.column === column;
  const turn = () => {
    state.direction = sorted ? -state.direction : 1;
    state.column = column;
    state.page = 0;
    draw();
  };
  const arrow = sorted ? (state.direction > 0 ? " ↑" : " ↓") : "";
  return el("th", {
    scope: "col",
    class: isNumber ? "align-right" : "",
    "aria-sort": sorted ? (state.direction > 0 ? "ascending" : "descending") : undefined,
  },
    el(
      "button",
      { type: "button", class: "sort", onclick: turn },
      el("bdi", null, cellNodes(cell, view)),
      arrow,
    ));
}

function pager(state, pages, draw) {
  const turn = (step, label) => el("button", {
    type: "button", class: "button small", disabled: state.page + step < 0 || state.page + step >= pages,
    onclick: () => { state.page += step; draw(); },
  }, label);
  return pages < 2
    ? null
    : el("div", { class: "pager" }, turn(-1, "Previous"), `${state.page + 1} of ${pages}`, turn(1, "Next"));
}

/** A data table with sorting and pages of `page_size` rows (5 unless told). */
export function dataTable(block, view) {
  const [head, ...body] = block.rows;
  const size = block.page_size ?? 5;
  const state = { column: null, direction: 1, page: 0 };
  const box = el("div", { class: "data-table" });
  const rowHead = block.row_header_column_index ?? 0;
  const drawRow = (row) => el("tr", null, row.map((cell, column) =>
    el(column === rowHead ? "th" : "td", {
      scope: column === rowHead
        ? "row"
        : undefined, class: cell.type === "raw_number"
        ? "align-right"
        : "", dir: "auto",
    }, cellNodes(cell, view))));
  const draw = () => {
    const rows = state.column === null ? body : [...body].sort(compare(state.column, state.direction));
    const shown = rows.slice(state.page * size, (state.page + 1) * size);
    box.replaceChildren(
      frame(el("table", null, el("caption", { dir: "auto" }, words(block.caption ?? "")),
        el(
          "thead",
          null,
          el(
            "tr",
            null,
            head.map((cell, column) =>
              heading(cell, column, state, draw, view, body[0]?.[column]?.type === "raw_number")),
          ),
        ),
        el("tbody", null, shown.map(drawRow)))),
      pager(state, Math.ceil(rows.length / size), draw) ?? "");
  };
  draw();
  return box;
}
