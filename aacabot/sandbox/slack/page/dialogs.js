/** Questions before an act, as a modal dialog: Esc declines, Enter confirms. */

import { el } from "./dom.js";

let count = 0;

function button(label, className, answer) {
  return el(
    "button",
    { type: "button", class: `button ${className}`, onclick: answer },
    el("bdi", null, label),
  );
}

function draw(question, settle) {
  const id = `dialog-${++count}`;
  const yes = button(
    question.confirm ?? "Yes",
    question.style === "danger" ? "danger" : "primary",
    () => settle(true),
  );
  yes.setAttribute("data-dialog", "confirm");
  const no = button(question.deny ?? "Cancel", "", () => settle(false));
  no.setAttribute("data-dialog", "deny");
  const box = el("dialog", {
    class: "dialog",
    role: "dialog",
    "aria-modal": "true",
    "aria-labelledby": id,
    "aria-describedby": `${id}-text`,
  },
    el("h2", { id, dir: "auto" }, question.title ?? "Are you sure?"),
    el("div", { id: `${id}-text`, class: "dialog-text", dir: "auto" }, question.text ?? ""),
    el("div", { class: "dialog-buttons" }, no, yes));
  return { box, yes };
}

function answerKeys(event, settle) {
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    settle(false);
  } else if (event.key === "Enter" && !event.target.closest("button, a")) {
    event.preventDefault();
    settle(true);
  }
}

/** Resolves to true or false. `question` is `{title, text, confirm, deny, style}`, each a string or nodes. */
export function ask(question) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const settle = (sure) => {
      if (!box.isConnected) return;
      box.close();
      box.remove();
      if (before?.isConnected) before.focus();
      resolve(sure);
    };
    const { box, yes } = draw(question, settle);
    box.addEventListener("keydown", (event) => answerKeys(event, settle));
    box.addEventListener("cancel", (event) => { event.preventDefault(); settle(false); });
    box.addEventListener("click", (event) => { if (event.target === box) settle(false); });
    document.body.append(box);
    box.showModal();
    yes.focus();
  });
}
