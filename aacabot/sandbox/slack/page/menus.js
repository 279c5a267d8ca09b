/** A button that opens a small menu: arrows move in it, Esc closes it, leaving it closes it. */

import { el } from "./dom.js";

function close(menu) {
  menu.hidden = true;
  menu.previousElementSibling.setAttribute("aria-expanded", "false");
}

/** A menu that would leave the pane opens upwards, or towards the other side. */
function turnInside(menu) {
  menu.classList.remove("up", "back");
  const pane = (menu.closest("#scroller, .modal-body") ?? document.body).getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  menu.classList.toggle("up", box.bottom > pane.bottom && box.top - box.height > pane.top);
  menu.classList.toggle("back", box.right > pane.right);
}

function keys(event, menu) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !menu.hidden) {
    event.preventDefault();
    items[(at + step + items.length) % items.length].focus();
  } else if (event.key === "Escape" && !menu.hidden) {
    event.preventDefault();
    event.stopPropagation();
    close(menu);
    menu.previousElementSibling.focus();
  }
}

function item({ words, value, url, choose }, menu, opener) {
  const onclick = () => { close(menu); choose(opener); };
  const attributes = { role: "menuitem", class: "menu-item", "data-value": value, dir: "auto", onclick };
  return url && /^https?:\/\//i.test(url)
    ? el("a", { ...attributes, href: url, target: "_blank", rel: "noopener noreferrer" }, words)
    : el("button", { ...attributes, type: "button" }, words);
}

/** `attributes` are the opener's, `face` its content, `items` are `{words, value, url, choose(opener)}`. */
export function menuButton(attributes, face, items) {
  const menu = el("div", { class: "menu", role: "menu", hidden: true });
  const opener = el(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...attributes },
    face,
  );
  menu.append(...items.map((one) => item(one, menu, opener)));
  opener.addEventListener("click", () => {
    menu.hidden = !menu.hidden;
    opener.setAttribute("aria-expanded", String(!menu.hidden));
    if (menu.hidden) return;
    turnInside(menu);
    menu.querySelector("[role=menuitem]")?.focus({ preventScroll: true });
  });
  const box = el("span", { class: "menu-box" }, opener, menu);
  box.addEventListener("keydown", (event) => keys(event, menu));
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) close(menu); });
  return box;
}
