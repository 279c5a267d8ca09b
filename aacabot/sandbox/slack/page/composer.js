/** The composer: `/aaca ...` goes to the app; other words are said in the channel, and a note tells so. */

import { attempt } from "./acts.js";
import { el } from "./dom.js";
import { globalShortcuts } from "./shortcuts.js";

const COMMAND = "/aaca";
const WORDS = [
  [
    "case",
    "show one case by its number",
  ], ["queue", "what waits for a decision"], ["search", "find cases and intel"],
  ["report", "report a listing"], ["intel", "what members shared"], ["share", "share something you learned"],
  ["digest", "the summary now"], ["invite", "ask a colleague in"], ["audit", "who did what"],
  ["settings", "how this workspace works"], ["help", "what the app can do"],
];

/** Binds the form with its input, its suggestions and its note. */
export class Composer {
  constructor(session, form) {
    this.session = session;
    this.form = form;
    this.input = form.querySelector("input");
    this.note = form.querySelector(".composer-note");
    this.list = form.querySelector(".suggestions");
    form.querySelector(".composer-line").prepend(globalShortcuts(session));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    this.input.addEventListener("input", () => this.#suggest());
    this.input.addEventListener("keydown", (event) => this.#keys(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.#hide(), 150));
  }

  draw(name) {
    this.input.placeholder = `Message ${name}: try ${COMMAND} help`;
  }

  #hide() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  #suggest() {
    const typed = this.input.value;
    this.note.textContent = "";
    const offered = typed.startsWith("/") && !typed.slice(COMMAND.length + 1).includes(" ")
      ? WORDS.filter(([word]) =>
        `${COMMAND} ${word}`.startsWith(typed) && `${COMMAND} ${word}` !== typed) : [];
    this.list.replaceChildren(...offered.map(([word, meaning]) => el("li", null, el("button", {
      type: "button", tabindex: "-1", onclick: () => this.#take(word),
    }, el("code", null, `${COMMAND} ${word}`), ` ${meaning}`))));
    this.list.hidden = offered.length === 0;
    this.input.setAttribute("aria-expanded", String(offered.length > 0));
  }

  #take(word) {
    this.input.value = `${COMMAND} ${word} `;
    this.#hide();
    this.input.focus();
  }

  #keys(event) {
    if (event.key === "Escape") this.#hide();
    if (event.key === "Tab" && !this.list.hidden && this.input.value.length > 1 && !event.shiftKey) {
      event.preventDefault();
      this.list.querySelector("button")?.click();
    }
  }

  async #send() {
    const typed = this.input.value.trim();
    this.#hide();
    if (!typed) return;
    const [command, ...rest] = typed.split(/\s+/);
    if (typed.startsWith("/") && command !== COMMAND) {
      this.note.textContent = `Only ${COMMAND} is installed here. Try ${COMMAND} help.`;
      return;
    }
    const isCommand = command === COMMAND;
    this.input.value = "";
    this.note.textContent = isCommand ? "" : `The app hears only commands. Try ${COMMAND} help.`;
    const { team, user, place } = this.session;
    const there = { team, user, channel: place };
    const answer = isCommand
      ? await attempt("command", { ...there, command, text: rest.join(" ") })
      : await attempt("say", { ...there, text: typed });
    if (answer === null && !this.input.value) this.input.value = typed;
  }
}
