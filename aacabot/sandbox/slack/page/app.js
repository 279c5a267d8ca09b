/** The sandbox's chat client: shows the state through one person's eyes, sends what they do. */

import { attempt } from "./acts.js";
import { follow } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { Composer } from "./composer.js";
import { el, icon } from "./dom.js";
import { drawHint, drawLinks } from "./hint.js";
import { MessageList } from "./messages.js";
import { Modals } from "./modals.js";
import { PersonSwitch } from "./people.js";
import { Session } from "./session.js";
import { drawRail, drawSidebar, placeName } from "./sidebar.js";

const part = (id) => document.getElementById(id);

const session = new Session(draw);
const messages = new MessageList(session, part("messages"), part("scroller"));
const modals = new Modals(session);
const composer = new Composer(session, part("composer"));
const people = new PersonSwitch(session, part("act-as"), part("people"), become);
const lastPerson = new Map();
let homeShown = null;
let heard = null;

function become(team, user) {
  session.actAs(team, user, team === session.team ? session.place : null);
  arrive();
}

function becomeOf(workspace) {
  const user = lastPerson.get(workspace.id) ?? workspace.people[0]?.id;
  if (user) become(workspace.id, user);
}

function go(place) {
  drawer(false);
  session.place = place;
  arrive();
}

/** After a change of person or place: App Home is opened at the app, then everything is drawn. */
function arrive() {
  session.go(session.place);
  if (session.place === "home" && session.workspace()?.bot) {
    attempt("home", { team: session.team, user: session.user });
  }
}

function drawer(open) {
  document.body.classList.toggle("drawer-open", open);
  part("menu").setAttribute("aria-expanded", String(open));
}

function drawTitle(channel) {
  const name = channel
    ? `${channel.is_im || channel.is_private ? "" : "#"}${placeName(session, channel)}`
    : "App Home";
  part("place-title").textContent = name;
  const members = channel && !channel.is_im ? session.peopleIn(channel) : 0;
  part("place-note").textContent = channel?.sharedBy ? `Shared by ${channel.sharedBy}`
    : members ? `${members} ${members === 1 ? "member" : "members"}` : "";
  document.title = `${name} · ${session.workspace()?.name ?? "Rehearsal"}`;
  composer.draw(name);
}

function drawHome() {
  const home = session.home();
  const signature = JSON.stringify([home, session.team, session.user]);
  if (signature === homeShown) return;
  homeShown = signature;
  const act = (verb, what) => attempt(verb, { team: session.team, user: session.user, home: true, ...what });
  const body = home?.view ? drawBlocks(home.view.blocks, session.view(act))
    : el("div", { class: "empty" }, icon("home"), el("p", null, session.workspace()?.bot
      ? "The app has not published its home for you yet." : "The app is not installed in this workspace."));
  part("home").replaceChildren(...[body].flat());
}

function drawEmpty(channel) {
  const quiet = channel && messages.shown.size === 0;
  part("empty").hidden = !quiet;
  part("empty-words").textContent = channel?.is_archived ? "This channel is archived."
    : "Nothing here yet. Cards appear by themselves when a marketplace sends a listing.";
}

function draw() {
  const channel = session.place === "home" ? null : session.channel(session.place);
  const atHome = !channel;
  if (session.user) lastPerson.set(session.team, session.user);
  if (channel && document.visibilityState === "visible") session.markRead(channel.id);
  drawRail(session, part("rail"), becomeOf);
  drawSidebar(session, part("places"), go);
  people.draw();
  drawTitle(channel);
  part("home").hidden = !atHome;
  part("messages").hidden = atHome;
  part("composer").hidden = atHome;
  drawHint(session, part("hint"));
  if (atHome) drawHome();
  else messages.draw(channel.id);
  drawEmpty(channel);
  modals.draw();
}

/** Tells a screen reader what arrived since the last state; the first state is not news. */
function announce(state) {
  const known = heard;
  heard = new Set(state.messages.map((message) => `${message.channel}/${message.ts}`));
  if (!known) return;
  const news = state.messages.filter((message) =>
    !known.has(`${message.channel}/${message.ts}`) && session.channel(message.channel));
  if (news.length) part("announcer").textContent = news.map((message) =>
    `New message from ${session.author(message).name}: ${message.text ?? ""}`).join(". ");
}

function onState(state) {
  const first = session.user === null;
  session.take(state);
  announce(session.state);
  if (first && session.place === "home") arrive();
  else draw();
  document.body.dataset.seq = String(state.seq);
}

part("menu").append(icon("menu"));
part("menu").addEventListener("click", () => drawer(!document.body.classList.contains("drawer-open")));
part("shade").addEventListener("click", () => drawer(false));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") drawer(false); });
document.addEventListener("visibilitychange", draw);
drawLinks(part("links"));
follow(onState, (linked) => { part("offline").hidden = linked; });
