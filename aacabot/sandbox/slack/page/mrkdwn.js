/** Slack's mrkdwn (docs.slack.dev/messaging/formatting-message-text) as DOM nodes. */

import { el } from "./dom.js";
import { broadcast, channelMention, dateNode, link, mention, words, wordsWithEmoji } from "./text.js";

const around = (mark) => [
  `(?<![\\p{L}\\p{N}${mark}])[${mark}]`,
  `(?=[^\\s${mark}])([^${mark}\\n]*?[^\\s${mark}])`,
  `[${mark}](?![\\p{L}\\p{N}${mark}])`,
].join("");

// Slack links bare addresses in mrkdwn even when `<` and `>` are escaped, so this page does too.
const BARE = [
  "https?:\\/\\/[^\\s<>|]+[^\\s<>|.,;:!?)\\]'\"]",
  "(?<![\\p{L}\\p{N}.@/-])(?:[a-z0-9-]+\\.)+",
  "(?:com|net|org|cn|io|co|shop|ru|info|biz)(?![\\p{L}\\p{N}.-])(?:\\/[^\\s<>|]*)?",
];

const PATTERNS = [
  ["code", "`([^`\\n]+)`"],
  ["angle", "<([^<>\\n]+)>"],
  ["b", around("*")],
  ["i", around("_")],
  ["s", around("~")],
].map(([kind, source]) => [kind, new RegExp(source, "gu")]);
const BARE_PATTERN = ["bare", new RegExp(`(${BARE[0]}|${BARE[1]}${BARE[2]})`, "giu")];

const decode = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

function special(body, label, view) {
  if (body.startsWith("!date^")) {
    const [, seconds, template, url] = body.split("^");
    return dateNode(Number(seconds), decode(template ?? ""), url, decode(label ?? ""), view);
  }
  if (body.startsWith("!subteam^")) return el("bdi", { class: "mention" }, words(label ?? "@group"));
  const range = body.slice(1).split("^")[0];
  if (["here", "channel", "everyone"].includes(range)) return broadcast(range);
  return el("span", null, words(label ?? `<${body}>`));
}

function angle(inner, view) {
  const bar = inner.indexOf("|");
  const body = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : inner.slice(bar + 1);
  if (body.startsWith("@")) return mention(body.slice(1), view);
  if (body.startsWith("#")) return channelMention(body.slice(1), view);
  if (body.startsWith("!")) return special(body, label, view);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(body)) return el("span", null, words(decode(`<${inner}>`)));
  return link(decode(body), label === undefined ? "" : decode(label));
}

function node(kind, inner, view, patterns) {
  if (kind === "code") return el("code", { dir: "auto" }, words(decode(inner)));
  if (kind === "angle") return angle(inner, view);
  if (kind === "bare") {
    return link(/^https?:/i.test(inner) ? decode(inner) : `http://${decode(inner)}`, decode(inner));
  }
  return el(kind, null, inline(inner, view, patterns));
}

function inline(text, view, patterns) {
  const nodes = [];
  let at = 0;
  while (at < text.length) {
    const first = patterns.map(([kind, pattern]) => {
      pattern.lastIndex = at;
      return { kind, found: pattern.exec(text) };
    }).filter(({ found }) => found).sort((a, b) => a.found.index - b.found.index)[0];
    if (!first) break;
    nodes.push(...wordsWithEmoji(decode(text.slice(at, first.found.index))));
    nodes.push(node(first.kind, first.found[1], view, patterns));
    at = first.found.index + first.found[0].length;
  }
  return [...nodes, ...wordsWithEmoji(decode(text.slice(at)))];
}

function lines(text, view, patterns) {
  const groups = [];
  for (const line of text.split("\n")) {
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    const last = groups.at(-1);
    if (last && last.quoted === Boolean(quoted)) last.lines.push(quoted ? quoted[1] : line);
    else groups.push({ quoted: Boolean(quoted), lines: [quoted ? quoted[1] : line] });
  }
  return groups.map((group) => {
    const nodes = inline(group.lines.join("\n"), view, patterns);
    return group.quoted
      ? el("blockquote", { dir: "auto" }, nodes)
      : el("span", { class: "run", dir: "auto" }, nodes);
  });
}

/** Nodes for one mrkdwn string. `verbatim` turns the linking of bare addresses off, as in Slack. */
export function mrkdwn(text, view, verbatim = false) {
  const patterns = verbatim ? PATTERNS : [...PATTERNS, BARE_PATTERN];
  return String(text).split(/```\n?([\s\S]+?)\n?```\n?/).flatMap((part, index) => {
    if (part === "") return [];
    return index % 2 ? [el("pre", { dir: "auto" }, words(decode(part)))] : lines(part, view, patterns);
  });
}
