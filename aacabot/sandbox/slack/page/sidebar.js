/** The rail of workspaces and the sidebar with App Home, channels and direct messages. */

import { el, icon, tile } from "./dom.js";

function hasUnread(session, workspace) {
  return workspace.people.some((person) =>
    session.channelsOf(workspace.id, person.id).some((channel) =>
      session.unread(channel.id, workspace.id, person.id)));
}

/** One tile per workspace; pressing it acts as the person last seen there. */
export function drawRail(session, rail, becomeOf) {
  rail.replaceChildren(...session.state.workspaces.map((workspace) => {
    const current = workspace.id === session.team;
    const unread = !current && hasUnread(session, workspace);
    return el("li", null, el("button", {
      type: "button", class: "rail-tile", "aria-current": current
        ? "true"
        : undefined, "data-team": workspace.id,
      title: workspace.name,
      "aria-label": `${workspace.name}${unread ? ", unread" : ""}`, onclick: () => becomeOf(workspace),
    }, tile(workspace.id, workspace.name, "workspace"), unread && el("span", { class: "dot" })));
  }));
}

function row(session, place, mark, name, extra, choose) {
  const unread = place === "home" || place === session.place ? 0 : session.unread(place);
  const current = place === session.place;
  return el("li", null, el("button", {
    type: "button", class: `place${unread ? " unread" : ""}`, "aria-current": current ? "page" : undefined,
    "data-channel": place === "home" ? undefined : place, "data-place": place, onclick: () => choose(place),
  }, el(
    "span",
    { class: "place-mark", "aria-hidden": "true" },
    mark,
  ), el("bdi", { class: "place-name" }, name), extra,
  unread > 0 && el(
    "span",
    { class: "count" },
    String(unread),
    el("span", { class: "only-spoken" }, " unread"),
  )));
}

/** The name a channel has for the acting person: a direct message bears the app's name. */
export function placeName(session, channel) {
  return channel.is_im ? session.workspace()?.bot?.name ?? channel.name : channel.name;
}

function group(title, rows) {
  return rows.length > 0 && el("section", null, el("h2", null, title), el("ul", null, rows));
}

/** Draws the acting person's places. */
export function drawSidebar(session, nav, choose) {
  const open = session.channels().filter((channel) => !channel.is_archived || channel.id === session.place);
  const note = (channel) => (channel.is_archived ? el("span", { class: "note" }, "archived")
    : channel.sharedBy && el("span", { class: "note", title: `Shared by ${channel.sharedBy}` }, "shared"));
  const mark = (channel) => (channel.is_im ? icon("shield") : channel.is_private ? icon("lock") : "#");
  const rows = (direct) => open.filter((channel) => Boolean(channel.is_im) === direct)
    .map((channel) =>
      row(session, channel.id, mark(channel), placeName(session, channel), note(channel), choose));
  nav.replaceChildren(...[
    el("p", { class: "workspace-name", dir: "auto" }, session.workspace()?.name ?? "No workspace yet"),
    el("ul", null, row(session, "home", icon("home"), "App Home", null, choose)),
    group("Channels", rows(false)),
    group("Direct messages", rows(true)),
  ].filter(Boolean));
}
