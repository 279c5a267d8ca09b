/** Leaves of every text: plain words, emoji, links, mentions and dates as inert DOM nodes. */

import { fillDate } from "./dates.js";
import { ask } from "./dialogs.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";

// Embeddings and overrides can turn the reading order of a whole line; isolates are harmless and stay.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u200b\u2060\ufeff]/g;

/** Text as nodes; a control or reordering character shows its code instead of working. */
export function words(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(UNSEEN)) {
    nodes.push(text.slice(from, found.index));
    const code = `U+${found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    nodes.push(
      el("span", { class: "unseen", title: "An invisible character that Slack would have obeyed" }, code),
    );
    from = found.index + 1;
  }
  return [...nodes, text.slice(from)].filter((node) => node !== "");
}

/** Words with `:shortcodes:` replaced. */
export function wordsWithEmoji(text) {
  return text.split(/(:[a-z0-9_+-]+:)/i).flatMap((part) => {
    const character = part.length > 2 && part.startsWith(":") ? emoji(part.slice(1, -1)) : null;
    return character
      ? [el("span", { class: "emoji", role: "img", "aria-label": part.slice(1, -1) }, character)]
      : words(part);
  });
}

/** A `plain_text` object: nothing in it is markup. */
export function plain(object) {
  const text = String(object?.text ?? "");
  return el(
    "span",
    { class: "plain", dir: "auto" },
    object?.emoji === false ? words(text) : wordsWithEmoji(text),
  );
}

/** A `plain_text` object as one string, for the places that hold no nodes (options, placeholders). */
export function flat(object) {
  return plain(object).textContent;
}

/** The parsed address if it may be opened (http, https, mailto), else null. */
export function address(url) {
  try {
    const parsed = new URL(url);
    return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? parsed : null;
  } catch {
    return null;
  }
}

function namesAnotherHost(label, parsed) {
  const shown = label.trim().match(/^(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,})(?=$|[/?#:\s])/u);
  if (!shown) return false;
  const bare = (host) => host.toLowerCase().replace(/^www\./, "");
  return bare(shown[1]) !== bare(parsed.hostname);
}

async function openAfterAsking(event, parsed, label) {
  event.preventDefault();
  const sure = await ask({
    title: "Check this link",
    text: `The words say ${label.trim()}, but the link leads to ${parsed.hostname}.`,
    confirm: "Open it anyway",
    deny: "Stay here",
    style: "danger",
  });
  if (sure) window.open(parsed.href, "_blank", "noopener,noreferrer");
}

/** A link that opens beside the page; one whose words name another host asks first; others are text. */
export function link(url, label, className = "link") {
  const parsed = address(url);
  if (!parsed) return el("span", { class: "plain", dir: "auto" }, words(label || url));
  const attributes = {
    class: className,
    href: parsed.href,
    target: "_blank",
    rel: "noopener noreferrer",
    title: parsed.href,
  };
  if (label && namesAnotherHost(label, parsed)) {
    attributes.class += " mismatch";
    attributes.onclick = (event) => openAfterAsking(event, parsed, label);
  }
  return el("a", attributes, el("bdi", null, wordsWithEmoji(label || url)));
}

/** `@Ann`: highlighted when it is the acting person, their id when nobody here has it. */
export function mention(userId, view) {
  const own = userId === view.user ? " own" : "";
  return el("bdi", { class: `mention${own}`, "data-user": userId }, words(`@${view.personName(userId)}`));
}

/** `#channel`. */
export function channelMention(channelId, view) {
  return el("bdi", { class: "mention" }, words(`#${view.channelName(channelId)}`));
}

/** `@here`, `@channel` and `@everyone`: the ones that wake people. */
export function broadcast(range) {
  return el("bdi", { class: "mention loud" }, `@${range}`);
}

/** A moment in the acting person's zone, the exact one in its tooltip. */
export function dateNode(seconds, template, url, fallback, view) {
  const said = fillDate(template, seconds, view.eyes);
  if (said === null) return el("span", null, words(fallback || ""));
  const title = fillDate("{date_long} {time_secs}", seconds, view.eyes);
  const time = el(
    "time",
    { datetime: new Date(seconds * 1000).toISOString(), title: `${title} (${view.eyes.tz})` },
    said,
  );
  return url && address(url) ? link(url, said) : time;
}
