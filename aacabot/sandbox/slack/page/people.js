/** "Act as": the switch that decides whose eyes and clicks these are. */

import { el, icon, tile } from "./dom.js";

function option(session, person, workspace, choose) {
  const current = person.id === session.user && workspace.id === session.team;
  const name = person.real_name || person.name;
  return el("button", {
    type: "button", role: "menuitemradio", class: "person-option", "aria-checked": String(current),
    "data-person": `${workspace.id}/${person.id}`, onclick: () => choose(workspace.id, person.id),
  }, tile(person.id, name, "person"),
  el("span", { class: "person-words" }, el("b", { dir: "auto" }, name), el("small", null, person.tz)),
  current && icon("check"));
}

function walk(event, menu) {
  const items = [...menu.querySelectorAll("[role=menuitemradio]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined || items.length === 0) return;
  event.preventDefault();
  items[(to + items.length) % items.length].focus();
}

/** Binds the button `#act-as` and its menu. */
export class PersonSwitch {
  constructor(session, button, menu, become) {
    Object.assign(this, { session, button, menu, become });
    button.addEventListener("click", () => this.toggle(menu.hidden));
    menu.addEventListener("keydown", (event) => walk(event, menu));
    document.addEventListener("pointerdown", (event) => {
      if (!menu.contains(event.target) && !button.contains(event.target)) this.toggle(false);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || menu.hidden) return;
      this.toggle(false);
      button.focus();
    });
  }

  toggle(open) {
    this.menu.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    this.#fill();
    (this.menu.querySelector("[aria-checked=true]") ?? this.menu.querySelector("button"))?.focus();
  }

  #fill() {
    const choose = (team, user) => {
      this.toggle(false);
      this.button.focus();
      this.become(team, user);
    };
    this.menu.replaceChildren(...this.session.state.workspaces.map((workspace) =>
      el("div", { role: "group", "aria-label": workspace.name },
        el("p", { class: "menu-title", dir: "auto" }, workspace.name),
        workspace.people.filter((person) => !person.is_deactivated).map((person) =>
          option(this.session, person, workspace, choose)))));
  }

  draw() {
    const person = this.session.person();
    const name = person ? person.real_name || person.name : "Nobody yet";
    this.button.replaceChildren(
      person ? tile(person.id, name, "person") : "",
      el("span", { class: "person-words" }, el("small", null, "Acting as"),
        el(
          "b",
          { dir: "auto" },
          name,
          el(
            "span",
            { class: "of" },
            el("span", { class: "between" }, " · "),
            this.session.workspace()?.name ?? "",
          ),
        )),
      icon("caret"));
    this.button.dataset.person = `${this.session.team}/${this.session.user}`;
  }
}
