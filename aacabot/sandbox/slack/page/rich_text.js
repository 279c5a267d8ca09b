/** The `rich_text` block (docs.slack.dev/reference/block-kit/blocks/rich-text-block) as DOM nodes. */

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, dateNode, link, mention, words } from "./text.js";

const STYLES = [["code", "code"], ["strike", "s"], ["italic", "i"], ["bold", "b"], ["underline", "u"]];

function styled(node, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? el(tag, null, inner) : inner), node);
}

function emojiNode(item) {
  const character = emoji(item.name, item.unicode);
  return character
    ? el("span", { class: "emoji", role: "img", "aria-label": item.name }, character)
    : `:${item.name}:`;
}

function colour(item) {
  const swatch = el("span", { class: "swatch" });
  if (/^#[0-9a-f]{3,8}$/i.test(item.value)) swatch.style.background = item.value;
  return el("code", null, swatch, words(item.value));
}

const INLINE = {
  text: (item) => el("span", null, words(item.text)),
  link: (item) => link(item.url, item.text ?? ""),
  emoji: emojiNode,
  user: (item, view) => mention(item.user_id, view),
  channel: (item, view) => channelMention(item.channel_id, view),
  usergroup: (item) => el("bdi", { class: "mention" }, words(`@${item.usergroup_id}`)),
  team: (item) => el("bdi", { class: "mention" }, words(item.team_id)),
  broadcast: (item) => broadcast(item.range),
  color: colour,
  date: (item, view) => dateNode(item.timestamp, item.format, item.url, item.fallback, view),
};

function inline(items, view) {
  return (items ?? []).map((item) => {
    const draw = INLINE[item.type];
    return draw ? styled(draw(item, view), item.style) : el("span", { class: "unknown" }, `[${item.type}]`);
  });
}

function list(part, view) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const items = part.elements.map((section) => el("li", { dir: "auto" }, inline(section.elements, view)));
  const attributes = {
    class: `indent-${Math.min(part.indent ?? 0, 4)}`,
    start: part.offset ? part.offset + 1 : undefined,
  };
  return el(tag, attributes, items);
}

const PARTS = {
  rich_text_section: (part, view) => el(
    "div",
    { class: "rich-section", dir: "auto" },
    inline(part.elements, view),
  ),
  rich_text_list: list,
  rich_text_quote: (part, view) => el("blockquote", { dir: "auto" }, inline(part.elements, view)),
  rich_text_preformatted: (part, view) => el("pre", { dir: "auto" }, inline(part.elements, view)),
};

/** Nodes for one rich_text block. */
export function richText(block, view) {
  return (block.elements ?? []).map((part) => {
    const draw = PARTS[part.type];
    return draw ? draw(part, view) : el("p", { class: "unknown" }, `[${part.type}]`);
  });
}
