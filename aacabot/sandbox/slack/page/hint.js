/** The strip for a first visit: who you are, and the one thing to press. */

import { read, Refused } from "./api.js";
import { el, icon } from "./dom.js";
import { link } from "./text.js";

const CLOSED_KEY = "sandbox-hint-closed";

function confirmLabel(session) {
  const waiting = session.place && session.place !== "home" ? session.messagesIn(session.place) : [];
  const elements = waiting.flatMap((message) =>
    message.blocks ?? []).flatMap((block) => block.elements ?? []);
  return elements.find((element) => element.action_id === "case_confirm")?.text?.text;
}

/** Draws the strip unless it was closed before. */
export function drawHint(session, strip) {
  const person = session.person();
  strip.hidden = !person || localStorage.getItem(CLOSED_KEY) === "yes";
  if (strip.hidden) return;
  const label = confirmLabel(session);
  const close = () => { localStorage.setItem(CLOSED_KEY, "yes"); strip.hidden = true; };
  strip.replaceChildren(
    el("p", null, "You are ", el(
      "b",
      { dir: "auto" },
      person.real_name || person.name,
    ), " of ", el("b", { dir: "auto" }, session.workspace().name), ". ",
      label ? ["A marketplace just sent a listing. Press ", el("b", null, label), "."]
        : "When a marketplace sends a listing, its card appears in your channel by itself."),
    el(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close this hint", onclick: close },
      icon("close"),
    ));
}

/** Fills the slot with the rehearsal marketplace's links, if the sandbox has any. */
export async function drawLinks(slot) {
  try {
    const { links = [] } = await read("links");
    slot.replaceChildren(...links.map(({ label, url }) => {
      const anchor = link(url, label, "outside");
      anchor.append(icon("out"));
      return anchor;
    }));
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    slot.hidden = true;
  }
}
