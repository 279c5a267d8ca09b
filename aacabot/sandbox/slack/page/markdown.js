/** The `markdown` block: headings, lists, quotes, code, rules and the usual inline marks, as DOM nodes. */

import { el } from "./dom.js";
import { link, words, wordsWithEmoji } from "./text.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`]+)`",
    "!?\\[(?<label>[^\\]]*)\\]\\((?<url>[^)\\s]+)\\)",
    "\\*\\*(?<strong>[^*]+?)\\*\\*",
    "__(?<strong2>[^_]+?)__",
    "~~(?<gone>[^~]+?)~~",
    "(?<![\\w*])\\*(?<em>[^*\\s](?:[^*]*[^*\\s])?)\\*",
    "(?<!\\w)_(?<em2>[^_\\s](?:[^_]*[^_\\s])?)_(?!\\w)",
    "(?<bare>https?:\\/\\/[^\\s<>()]+)",
  ].join("|"),
  "gu",
);

function mark(groups) {
  const { code, label, url, strong, strong2, gone, em, em2, bare } = groups;
  if (code) return el("code", { dir: "auto" }, words(code));
  if (url) return link(url, label);
  if (bare) return link(bare, "");
  if (strong ?? strong2) return el("b", null, inline(strong ?? strong2));
  if (gone) return el("s", null, inline(gone));
  return el("i", null, inline(em ?? em2));
}

function inline(text) {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(...wordsWithEmoji(text.slice(at, found.index)), mark(found.groups));
    at = found.index + found[0].length;
  }
  return [...nodes, ...wordsWithEmoji(text.slice(at))];
}

const LIST = /^\s*(?:[-*+]|\d+[.)])\s+(.*)$/;

function list(rows) {
  const tag = /^\s*\d/.test(rows[0]) ? "ol" : "ul";
  return el(tag, null, rows.map((row) => el("li", { dir: "auto" }, inline(row.match(LIST)[1]))));
}

function table(rows) {
  const cells = (row) => row.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());
  const [head, , ...body] = rows;
  return el("div", { class: "table-frame", tabindex: "0" }, el("table", null,
    el(
      "thead",
      null,
      el("tr", null, cells(head).map((cell) => el("th", { scope: "col", dir: "auto" }, inline(cell)))),
    ),
    el(
      "tbody",
      null,
      body.map((row) => el("tr", null, cells(row).map((cell) => el("td", { dir: "auto" }, inline(cell))))),
    )));
}

const KINDS = [
  [/^#{1,6}\s/, (rows) => rows.map((row) => {
    const [, hashes, words_] = row.match(/^(#+)\s+(.*)$/);
    return el("p", { class: `heading level-${Math.min(hashes.length, 3)}`, dir: "auto" }, inline(words_));
  })],
  [/^\s*(?:---+|\*\*\*+)\s*$/, () => el("hr")],
  [
    /^>\s?/,
    (rows) => el(
      "blockquote",
      { dir: "auto" },
      inline(rows.map((row) => row.replace(/^>\s?/, "")).join("\n")),
    ),
  ],
  [LIST, list],
  [
    /^\s*\|.*\|\s*$/,
    (rows) => (rows.length > 2 ? table(rows) : el("p", { dir: "auto" }, inline(rows.join("\n")))),
  ],
  [/\S/, (rows) => el("p", { dir: "auto" }, inline(rows.join("\n")))],
];

function paragraphs(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const kind = KINDS.find(([pattern]) => pattern.test(line));
    if (groups.length && groups.at(-1).kind === kind) groups.at(-1).rows.push(line);
    else groups.push({ kind, rows: [line] });
  }
  return groups.filter(({ kind }) => kind).flatMap(({ kind, rows }) => kind[1](rows));
}

/** Nodes for one markdown string. */
export function markdown(text) {
  return String(text).split(/```[^\n]*\n([\s\S]*?)\n?```/).flatMap((part, index) =>
    index % 2 ? [el("pre", { dir: "auto" }, words(part))] : paragraphs(part));
}
