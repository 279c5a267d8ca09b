/** Block Kit blocks (docs.slack.dev/reference/block-kit/blocks) as DOM nodes with `data-block-id`. */

import { chart } from "./charts.js";
import { el, icon } from "./dom.js";
import { drawElement, picture, textNodes } from "./elements.js";
import { control, isBoxed } from "./inputs.js";
import { markdown } from "./markdown.js";
import { richText } from "./rich_text.js";
import { dataTable, table } from "./tables.js";
import { plain } from "./text.js";

function section(block, view) {
  const side = block.accessory?.type === "image"
    ? picture(block.accessory, "accessory-image")
    : block.accessory && el(
      "div",
      { class: "accessory" },
      drawElement(block.accessory, block.block_id, view),
    );
  return [
    el("div", { class: "section-words" },
      block.text && el("div", { class: "text" }, textNodes(block.text, view)),
      block.fields && el("div", { class: "fields" },
        block.fields.map((field) => el("div", { class: "field text" }, textNodes(field, view))))),
    side,
  ];
}

function context(block, view) {
  return (block.elements ?? []).map((item) => (item.type === "image"
    ? picture(item, "context-image")
    : el("span", { class: "text context-text" }, textNodes(item, view))));
}

function image(block) {
  return el("figure", null,
    block.title && el("figcaption", null, plain(block.title)),
    picture(block, "block-image"));
}

function input(block, view) {
  const field = control(block.element, block.block_id, view);
  const boxed = isBoxed(block.element.type);
  const errorId = `${field.node.id}-error`;
  const hintId = `${field.node.id}-hint`;
  const label = el(boxed
    ? "span"
    : "label", { class: "label", id: `${field.node.id}-label`, for: boxed ? undefined : field.node.id },
    plain(block.label), block.optional && el("span", { class: "optional" }, " (optional)"));
  if (boxed) field.node.setAttribute("aria-labelledby", label.id);
  field.node.removeAttribute("aria-label");
  field.node.setAttribute("aria-describedby", `${errorId} ${hintId}`);
  if (block.dispatch_action) {
    field.node.addEventListener("change", () =>
      view.surface.act(
        "select",
        { action_id: block.element.action_id, block_id: block.block_id, option_value: field.read() },
      ));
  }
  return [
    label, field.node,
    el("div", { class: "field-error", id: errorId, role: "alert", hidden: true }),
    block.hint && el("div", { class: "hint-text", id: hintId }, plain(block.hint)),
  ];
}

function alert(block, view) {
  return [
    icon(block.level === "success" ? "check" : "info"),
    el("div", { class: "text" }, textNodes(block.text, view)),
  ];
}

function card(block, view) {
  const title = el("div", { class: "card-words" },
    block.title && el("div", { class: "card-title text" }, textNodes(block.title, view)),
    block.subtitle && el("div", { class: "card-subtitle text" }, textNodes(block.subtitle, view)));
  return [
    block.hero_image && picture(block.hero_image, "hero-image"),
    el("div", { class: "card-head" }, block.icon && picture(block.icon, "card-icon"), title),
    block.body && el("div", { class: "text" }, textNodes(block.body, view)),
    block.actions && el(
      "div",
      { class: "row" },
      block.actions.map((item) => drawElement(item, block.block_id, view)),
    ),
  ];
}

function container(block, view) {
  const words = block.title ? [plain(block.title)] : richText(block.rich_text_title ?? {}, view);
  const subtitle = block.subtitle && el("small", { class: "text" }, textNodes(block.subtitle, view));
  const children = drawBlocks(block.child_blocks, view);
  if (!block.is_collapsible) return [el("div", { class: "container-title" }, words, subtitle), children];
  return el(
    "details",
    { open: !block.default_collapsed },
    el("summary", { class: "container-title" }, words, subtitle),
    children,
  );
}

function row(block, view) {
  return (block.elements ?? []).map((item) => drawElement(item, block.block_id, view));
}

const KINDS = {
  header: (block) => el("h3", { dir: "auto" }, plain(block.text)),
  section, context, image, input, alert, card, container,
  divider: () => el("hr"),
  actions: row,
  context_actions: row,
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  table,
  data_table: dataTable,
  data_visualization: chart,
  carousel: (block, view) => drawBlocks(block.elements ?? [], view),
  file: () => el("p", { class: "unknown" }, "A file"),
};

function unknown(block) {
  return el("p", { class: "unknown" }, `This page cannot show this ${block.type} block.`);
}

/** One malformed block must not hide the rest of the channel: it is named in its place and in the console. */
function drawnOrNamed(draw, block, view) {
  try {
    return draw(block, view);
  } catch (problem) {
    console.error("A block could not be drawn.", block, problem);
    return unknown(block);
  }
}

function drawBlock(block, view) {
  const draw = KINDS[block.type];
  const level = block.type === "alert" ? ` level-${String(block.level ?? "default").replace(/\W/g, "")}` : "";
  return el("div", {
    class: `block block-${String(block.type).replace(/\W/g, "")}${level}`,
    "data-block-id": block.block_id,
    "data-block-type": block.type,
  },
    draw ? drawnOrNamed(draw, block, view) : unknown(block));
}

/** All blocks of a message, a modal or App Home; `view` says whose eyes they are for. */
export function drawBlocks(blocks, view) {
  return (blocks ?? []).map((block) => drawBlock(block, view));
}
