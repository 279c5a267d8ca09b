/** Builds DOM nodes from values. Data only ever becomes text nodes and checked attributes, never markup. */

const SVG = "http://www.w3.org/2000/svg";

function attach(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) =>
    child !== null && child !== undefined && child !== false));
  return node;
}

/** One HTML element; `onclick`-style names take listeners, false and undefined attributes are left out. */
export function el(tag, attributes, ...children) {
  return attach(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes, ...children) {
  return attach(document.createElementNS(SVG, tag), attributes, children);
}

const ICONS = {
  home: "M3 9.5 10 3l7 6.5V17h-4.6v-4.6H7.6V17H3z",
  caret: "m6 8 4 4 4-4",
  menu: "M3 5h14M3 10h14M3 15h14",
  close: "m5 5 10 10M15 5 5 15",
  eye: "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zm8 2.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  send: "m4 4 13 6-13 6 2-6z",
  out: "M8 5H4v11h11v-4M11 4h5v5M16 4 9 11",
  shield: "M10 2.5 16 5v4.4c0 3.7-2.4 6.6-6 8.1-3.6-1.5-6-4.4-6-8.1V5zM7.2 10l2 2 3.6-4",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  plus: "M10 4.5v11M4.5 10h11",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  thread: "M4 4h12v9H9l-4 3v-3H4z",
  info: "M10 9v5M10 6.2v.1M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15z",
};

/** A line icon, hidden from assistive technology: the words next to it speak. */
export function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 20 20", class: "icon", "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }),
  );
}

const PALETTE = 8;

/** A tile with a colour and initials that stay with an id; `kind` is "person" or "workspace". */
export function tile(id, name, kind) {
  const hue = [...id].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 7) % PALETTE;
  const words = name.trim().split(/\s+/).filter(Boolean);
  const initials = words.slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();
  return el("span", { class: `tile ${kind} hue-${hue}`, "aria-hidden": "true" }, initials || "?");
}
