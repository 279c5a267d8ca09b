// Keeps the shop floor fresh: asks for what changed since the last answer, and replaces only those cards.
"use strict";
const floor = document.getElementById("floor");
const side = document.getElementById("side");
const trouble = document.getElementById("trouble");
const LOST = "The marketplace does not answer. This page tries again by itself.";
const alone = location.pathname !== "/";
const cards = () => [...floor.querySelectorAll(".card")];
const cardOf = (id) => cards().find((card) => card.dataset.listingId === id);
let revision = Math.max(0, ...cards().map((card) => Number(card.dataset.revision)));
let timer = 0;

function say(words) {
  trouble.textContent = words;
  trouble.hidden = !words;
}

// Someone typing in a card keeps it as it is; the change is shown once they are done.
function busy(card) {
  return card.contains(document.activeElement) && document.activeElement.matches("input");
}

function place(id, html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  const old = cardOf(id);
  if (old && busy(old)) return false;
  if (old) old.replaceWith(fresh);
  else if (!alone) floor.prepend(fresh);
  fresh.classList.add("fresh");
  setTimeout(() => fresh.classList.remove("fresh"), 1500);
  return true;
}

async function refresh() {
  clearTimeout(timer);
  try {
    const answer = await fetch(`/shop/state?since=${revision}`);
    const state = await answer.json();
    const placed = Object.entries(state.cards).reverse().map(([id, html]) => place(id, html));
    if (placed.every(Boolean)) revision = state.revision;
    if (side.innerHTML !== state.side && !alone) side.innerHTML = state.side;
    const mood = document.querySelector(`input[name="mood"][value="${state.mood}"]`);
    if (mood && !mood.checked) mood.checked = true;
    if (trouble.textContent === LOST) say("");
  } catch {
    say(LOST);
  }
  timer = setTimeout(refresh, 1000);
}

async function send(form) {
  say("");
  const answer = await fetch(form.action, {
    method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual",
  });
  if (answer.type !== "opaqueredirect" && !answer.ok) return say(await answer.text());
  if (document.activeElement) document.activeElement.blur();
  return refresh();
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target);
});
document.addEventListener("change", (event) => {
  if (event.target.name === "mood") send(event.target.form);
});
refresh();
