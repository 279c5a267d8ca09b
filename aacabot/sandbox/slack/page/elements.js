/** Block elements people act on: buttons, menus, selects (docs.slack.dev/reference/block-kit). */

import { ask } from "./dialogs.js";
import { el, icon } from "./dom.js";
import { control, isControl } from "./inputs.js";
import { menuButton } from "./menus.js";
import { mrkdwn } from "./mrkdwn.js";
import { address, plain } from "./text.js";

/** A text object as nodes, mrkdwn or plain. */
export function textNodes(object, view) {
  if (!object) return [];
  return object.type === "mrkdwn" ? mrkdwn(object.text ?? "", view, object.verbatim) : [plain(object)];
}

/** The page's own content policy loads pictures of this computer only; others would be logged as errors. */
function loadable(source) {
  return ["127.0.0.1", "localhost", location.hostname].includes(address(source)?.hostname);
}

/** An image of a block; one from elsewhere, or that does not load, leaves its alt text. */
export function picture(image, className) {
  const alt = image.alt_text ?? "";
  const source = image.image_url ?? image.slack_file?.url;
  const missing = () => el(
    "span",
    { class: `${className} missing`, role: "img", "aria-label": alt, dir: "auto" },
    alt || "Image",
  );
  if (!loadable(source ?? "")) return missing();
  const img = el(
    "img",
    { class: className, src: source, alt, loading: "lazy", referrerpolicy: "no-referrer" },
  );
  img.addEventListener("error", () => img.replaceWith(missing()));
  return img;
}

/** True when the act may go on: there is no confirm object, or the person agreed to it. */
async function agreed(confirm, view) {
  if (!confirm) return true;
  return ask({
    title: confirm.title && plain(confirm.title),
    text: textNodes(confirm.text, view),
    confirm: confirm.confirm && plain(confirm.confirm),
    deny: confirm.deny && plain(confirm.deny),
    style: confirm.style,
  });
}

async function act(node, element, view, verb, what) {
  if (!(await agreed(element.confirm, view))) return false;
  node.setAttribute("aria-busy", "true");
  node.disabled = true;
  try {
    await view.surface.act(
      verb,
      { action_id: element.action_id, ...what, ...(element.confirm ? { confirm: true } : {}) },
    );
  } finally {
    node.removeAttribute("aria-busy");
    node.disabled = false;
  }
  return true;
}

function button(element, blockId, view) {
  const style = ["primary", "danger"].includes(element.style) ? element.style : "";
  const attributes = {
    class: `button ${style}`, "data-action-id": element.action_id, "data-block-id": blockId,
    "data-value": element.value, "aria-label": element.accessibility_label, dir: "auto",
  };
  const press = (event) => act(
    event.currentTarget,
    element,
    view,
    "click",
    { block_id: blockId, value: element.value },
  );
  if (element.url && /^https?:\/\//i.test(element.url)) {
    return el("a", {
      ...attributes,
      href: element.url,
      target: "_blank",
      rel: "noopener noreferrer",
      onclick: press,
    },
      plain(element.text), icon("out"));
  }
  return el("button", { ...attributes, type: "button", onclick: press }, plain(element.text));
}

function overflow(element, blockId, view) {
  const items = element.options.map((option) => ({
    words: [plain(option.text), option.description && el("small", null, plain(option.description))],
    value: option.value,
    url: option.url,
    choose: (opener) => act(
      opener,
      element,
      view,
      "select",
      { block_id: blockId, option_value: option.value },
    ),
  }));
  const hooks = {
    "aria-label": "More actions",
    "data-action-id": element.action_id,
    "data-block-id": blockId,
  };
  return menuButton({ class: "button overflow", ...hooks }, icon("more"), items);
}

function dispatching(element, blockId, view) {
  const field = control(element, blockId, view);
  field.node.addEventListener("change", async () => {
    const what = { block_id: blockId, option_value: field.read() };
    if (await act(field.node, element, view, "select", what)) {
      view.keep?.(blockId, element.action_id, what.option_value);
    } else field.reset();
  });
  return field.node;
}

function feedback(element, blockId, view) {
  return [element.positive_button, element.negative_button].filter(Boolean).map((choice) =>
    button({ ...choice, action_id: element.action_id }, blockId, view));
}

/** Any element of an actions block, an accessory or a context line. */
export function drawElement(element, blockId, view) {
  if (element.type === "image") return picture(element, "element-image");
  if (["button", "workflow_button", "icon_button"].includes(element.type)) {
    return button(element, blockId, view);
  }
  if (element.type === "overflow") return overflow(element, blockId, view);
  if (element.type === "feedback_buttons") return feedback(element, blockId, view);
  if (isControl(element.type)) return dispatching(element, blockId, view);
  return el("span", { class: "unknown" }, `[${element.type}]`);
}

