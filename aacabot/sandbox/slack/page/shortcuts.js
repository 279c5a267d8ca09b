/** The app's shortcuts, as its manifest (app.yaml) registers them: on a message, and anywhere. */

import { attempt } from "./acts.js";
import { icon } from "./dom.js";
import { menuButton } from "./menus.js";

const ON_MESSAGE = [["report_listing", "Report this listing"]];
const ANYWHERE = [["report_listing_global", "Report a listing"], ["share_intel", "Share intel"]];

/** The menu at a message. */
export function messageShortcuts(session, message) {
  const { team, user } = session;
  const items = ON_MESSAGE.map(([callback_id, words]) => ({
    words, value: callback_id,
    choose: () => attempt(
      "message_shortcut",
      { team, user, channel: message.channel, ts: message.ts, callback_id },
    ),
  }));
  return menuButton(
    { class: "icon-button", "aria-label": "Shortcuts for this message", "data-shortcuts": message.ts },
    icon("more"),
    items,
  );
}

/** The menu at the composer. */
export function globalShortcuts(session) {
  const items = ANYWHERE.map(([callback_id, words]) => ({
    words, value: callback_id,
    choose: () => attempt("shortcut", { team: session.team, user: session.user, callback_id }),
  }));
  return menuButton(
    { class: "icon-button", "aria-label": "Shortcuts", "data-shortcuts": "global" },
    icon("plus"),
    items,
  );
}
