/** Quiet notices at the foot of the page. */

import { el, icon } from "./dom.js";

const SHOWN_MS = 7000;

/** Takes the notices away: what they said was overtaken by a later success. */
export function clearToasts() {
  document.querySelectorAll(".toast").forEach((older) => older.remove());
}

/** Shows `message` for seven seconds, above an open dialog where there is one. */
export function toast(message, kind = "problem") {
  const close = el(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close this notice" },
    icon("close"),
  );
  const box = el("div", { class: `toast ${kind}`, role: kind === "problem" ? "alert" : "status" },
    icon("info"), el("span", { dir: "auto" }, message), close);
  close.addEventListener("click", () => box.remove());
  const dialogs = document.querySelectorAll("dialog[open]");
  clearToasts();
  (dialogs[dialogs.length - 1] ?? document.body).append(box);
  setTimeout(() => box.remove(), SHOWN_MS);
}
