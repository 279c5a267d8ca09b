/** Modals (views): a form with errors under its fields. Esc closes, Enter in a line submits. */

import { attempt } from "./acts.js";
import { drawBlocks } from "./blocks.js";
import { el, icon } from "./dom.js";
import { formErrors } from "./form_checks.js";
import { changedIn, valuesIn } from "./inputs.js";
import { plain } from "./text.js";

function showErrors(form, errors, notice) {
  let first = null;
  const strip = form.querySelector(".modal-notice");
  strip.textContent = notice ?? "";
  strip.hidden = !notice;
  for (const block of form.querySelectorAll(".block-input")) {
    const words = errors[block.dataset.blockId];
    const slot = block.querySelector(".field-error");
    slot.textContent = words ?? "";
    slot.hidden = !words;
    const control = block.querySelector("[data-action-id]");
    control.setAttribute("aria-invalid", String(Boolean(words)));
    if (words) first ??= control;
  }
  first?.scrollIntoView({ block: "center" });
  (first?.matches("input, select, textarea") ? first : first?.querySelector("input"))?.focus();
}

function merge(older, newer) {
  const blocks = new Set([...Object.keys(older ?? {}), ...Object.keys(newer)]);
  return Object.fromEntries([...blocks].map((id) => [id, { ...older?.[id], ...newer[id] }]));
}

/** Shows the acting person's top modal, and keeps what they typed when the app updates it. */
export class Modals {
  constructor(session) {
    Object.assign(
      this,
      { session, box: null, id: null, signature: null, complaints: null, typed: new Map() },
    );
  }

  draw() {
    const open = this.session.topView();
    const { title, blocks, submit, close } = open?.view ?? {};
    const signature = open
      ? JSON.stringify([open.id, title, blocks, submit, close, this.session.team, this.session.user])
      : null;
    if (signature !== this.signature) this.#replace(open, signature);
    const complaints = JSON.stringify([open?.errors, open?.notice]);
    if (!open || complaints === this.complaints) return;
    this.complaints = complaints;
    showErrors(this.box, open.errors ?? {}, open.notice);
  }

  #replace(open, signature) {
    if (this.box) this.typed.set(this.id, merge(this.typed.get(this.id), changedIn(this.box)));
    const at = document.activeElement?.closest?.("[data-action-id]")?.dataset;
    const again = open?.id === this.id;
    this.#remove();
    this.signature = signature;
    this.complaints = JSON.stringify([{}, null]);
    if (open) this.#show(open, again ? at : null);
  }

  #remove() {
    this.box?.close();
    this.box?.remove();
    this.box = null;
    this.id = null;
  }

  #show(open, at) {
    const act = (verb, what) => attempt(
      verb,
      { team: this.session.team, user: this.session.user, view_id: open.id, ...what },
    );
    this.id = open.id;
    this.box = this.#frame(
      open,
      drawBlocks(open.view.blocks, this.session.view(act, this.typed.get(open.id))),
    );
    document.body.append(this.box);
    this.box.showModal();
    const field = at && this.box.querySelector(
      `[data-block-id="${CSS.escape(at.blockId ?? "")}"][data-action-id="${CSS.escape(at.actionId)}"]`,
    );
    const first = this.box.querySelector("[data-autofocus]") ?? this.box.querySelector(
      ".modal-body :is(input, textarea, select)",
    );
    (field ?? first ?? this.box.querySelector(".modal-foot .primary, .modal-foot button"))?.focus();
  }

  #frame(open, body) {
    const { view } = open;
    const titleId = `modal-title-${open.id}`;
    const close = () => this.#close(open);
    const shut = el(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close", onclick: close },
      icon("close"),
    );
    const deny = el(
      "button",
      { type: "button", class: "button", "data-modal": "close", onclick: close },
      view.close ? plain(view.close) : "Close",
    );
    const submit = view.submit && el(
      "button",
      { type: "submit", class: "button primary", "data-modal": "submit" },
      plain(view.submit),
    );
    const form = el("form", { class: "modal-form", novalidate: true },
      el("header", { class: "modal-head" }, el(
        "span",
        { class: "tile person bot", "aria-hidden": "true" },
        icon("shield"),
      ),
        el("h2", { id: titleId, dir: "auto" }, plain(view.title)), shut),
      el("p", { class: "modal-notice", role: "alert", dir: "auto", hidden: true }),
      el("div", { class: "modal-body" }, body),
      el("footer", { class: "modal-foot" }, deny, submit));
    const box = el("dialog", {
      class: "modal", role: "dialog", "aria-modal": "true", "aria-labelledby": titleId,
      "data-view-id": open.id, "data-callback-id": view.callback_id,
    }, form);
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(open, form, submit); });
    box.addEventListener("keydown", (event) => this.#keys(event, close, form));
    box.addEventListener("cancel", (event) => { event.preventDefault(); if (event.target === box) close(); });
    return box;
  }

  #keys(event, close, form) {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  }

  async #submit(open, form, button) {
    if (!button || button.disabled) return;
    const values = valuesIn(form);
    const errors = formErrors(open.view.blocks, values);
    showErrors(form, errors);
    if (Object.keys(errors).length) return;
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    const answer = await attempt("submit", { view_id: open.id, values });
    button.disabled = false;
    button.removeAttribute("aria-busy");
    if (answer?.errors && form.isConnected) showErrors(form, answer.errors);
  }

  async #close(open) {
    this.typed.delete(open.id);
    await attempt("close", { view_id: open.id });
  }
}
