/** Controls that hold a value: text, selects, choices, dates. A control is `{node, read(), reset()}`. */

import { el } from "./dom.js";
import { files } from "./files.js";
import { mrkdwn } from "./mrkdwn.js";
import { flat, plain } from "./text.js";

const readers = new WeakMap();
let count = 0;

/** What an `initial_*` field and earlier typing say the value is. */
function startValue(element, blockId, view) {
  const kept = view.kept?.[blockId]?.[element.action_id];
  if (kept !== undefined) return kept;
  const initial = element.initial_option ?? element.initial_options;
  if (Array.isArray(initial)) return initial.map((option) => option.value);
  if (initial) return initial.value;
  const names = [
    "value",
    "date",
    "time",
    "user",
    "channel",
    "conversation",
    "users",
    "channels",
    "conversations",
  ];
  return names.map((name) => element[`initial_${name}`]).find((value) => value !== undefined);
}

/** `[{label, value, description, group}]` for any select: its options, or people or channels in sight. */
export function choices(element, view) {
  const own = (option, group) => ({
    label: flat(option.text),
    text: option.text,
    value: option.value,
    description: option.description,
    group,
  });
  if (element.type.includes("users")) {
    return view.people().map((person) => ({ label: person.real_name || person.name, value: person.id }));
  }
  if (/channels|conversations/.test(element.type)) {
    return view.channels().map((channel) => ({ label: `#${channel.name}`, value: channel.id }));
  }
  if (element.option_groups) {
    return element.option_groups.flatMap((group) =>
      group.options.map((option) => own(option, flat(group.label))));
  }
  return (element.options ?? []).map((option) => own(option));
}

function hooks(element, blockId) {
  return { "data-action-id": element.action_id, "data-block-id": blockId, id: `control-${++count}` };
}

function optionNodes(options) {
  const groups = Map.groupBy
    ? Map.groupBy(options, (option) => option.group)
    : new Map([[undefined, options]]);
  return [...groups].map(([group, members]) => {
    const nodes = members.map((option) => el("option", { value: option.value }, option.label));
    return group ? el("optgroup", { label: group }, nodes) : nodes;
  });
}

function select(element, blockId, view, start) {
  const label = flat(element.placeholder ?? { text: "Choose an option" });
  const node = el("select", { ...hooks(element, blockId), class: "select", "aria-label": label },
    el("option", { value: "" }, label), optionNodes(choices(element, view)));
  const reset = () => { node.value = start ?? ""; };
  reset();
  return { node, read: () => node.value || null, reset };
}

/** A select whose options the app is asked for: on coming to it, and as one types above it. */
function asking(element, blockId, view, start) {
  const made = select({ ...element, options: [element.initial_option].filter(Boolean) }, blockId, view, start);
  const label = flat(element.placeholder ?? { text: "Type to search" });
  const search = el("input", {
    class: "text-input", type: "search", placeholder: label, "aria-label": label, autocomplete: "off",
    "data-search-of": element.action_id,
  });
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const answer = await view.surface.act("suggest", { action_id: element.action_id, text: search.value });
    if (mine !== asked || !answer?.options) return;
    const kept = made.node.value;
    const found = answer.options.map((option) => ({ label: flat(option.text), value: option.value }));
    const held = [...made.node.options].find((option) => option.value === kept && kept);
    if (held && !found.some((option) => option.value === kept)) {
      found.push({ label: held.textContent, value: kept });
    }
    made.node.replaceChildren(el("option", { value: "" }, label), ...optionNodes(found).flat());
    made.node.value = kept;
  };
  let later;
  search.addEventListener("input", () => { clearTimeout(later); later = setTimeout(ask, 150); });
  made.node.addEventListener("focus", () => { if (!asked) ask(); });
  queueMicrotask(() => made.node.before(search));
  return made;
}

function box(element, blockId, option, kind, group) {
  const id = `control-${++count}`;
  const hint = option.description && el(
    "small",
    null,
    option.description.type === "mrkdwn" ? flat(option.description) : plain(option.description),
  );
  return el("label", { class: "choice", for: id, dir: "auto" },
    el("input", { id, type: kind, name: group, value: option.value }),
    el(
      "span",
      null,
      option.text?.type === "mrkdwn" ? option.words : option.text ? plain(option.text) : option.label,
      hint,
    ));
}

function boxes(element, blockId, view, start) {
  const kind = element.type === "radio_buttons" ? "radio" : "checkbox";
  const group = `group-${++count}`;
  const options = choices(element, view).map((option) =>
    (option.text?.type === "mrkdwn" ? { ...option, words: mrkdwn(option.text.text, view) } : option));
  const many = element.type.startsWith("multi_") ? " many" : "";
  const node = el("div", {
    ...hooks(element, blockId),
    class: `choices${many}`,
    role: kind === "radio" ? "radiogroup" : "group",
  },
    options.map((option) => box(element, blockId, option, kind, group)));
  const all = [...node.querySelectorAll("input")];
  const reset = () => all.forEach((input) => { input.checked = [start ?? []].flat().includes(input.value); });
  reset();
  const chosen = () => all.filter((input) => input.checked).map((input) => input.value);
  return { node, read: () => (kind === "radio" ? chosen()[0] ?? null : chosen()), reset };
}

const TYPES = {
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
  email_text_input: "email",
  url_text_input: "url",
};

function line(element, blockId, view, start) {
  const long = element.multiline || element.type === "rich_text_input";
  const number = element.type === "number_input";
  const node = el(long ? "textarea" : "input", {
    ...hooks(element, blockId), class: "text-input", rows: long ? 4 : undefined, dir: "auto",
    type: long ? undefined : TYPES[element.type] ?? "text", inputmode: number ? "decimal" : undefined,
    placeholder: element.placeholder && flat(element.placeholder),
    maxlength: element.max_length, autocomplete: "off", "data-autofocus": element.focus_on_load,
  });
  const reset = () => { node.value = start ?? ""; };
  reset();
  return { node, read: () => node.value || null, reset };
}

const BOXED = ["radio_buttons", "checkboxes", "multi_static_select", "multi_users_select",
  "multi_channels_select",  "multi_conversations_select", "multi_external_select"];
const SELECTS = [
  "static_select",
  "users_select",
  "channels_select",
  "conversations_select",
  "external_select",
];
const LINES = ["plain_text_input", "number_input", "rich_text_input", ...Object.keys(TYPES)];

/** True for element types that hold a value. */
export const isControl = (type) => [...BOXED, ...SELECTS, ...LINES, "file_input"].includes(type);

/** True for types made of several inputs, which are named by their group. */
export const isBoxed = (type) => BOXED.includes(type);

/** The control for an element; its value starts at what was typed before, else at its `initial_*`. */
export function control(element, blockId, view) {
  if (element.type === "file_input") {
    const made = files(element, hooks(element, blockId), view);
    readers.set(made.node, { read: made.read, untouched: JSON.stringify([]) });
    return made;
  }
  const single = element.type === "external_select" ? asking : select;
  const draw = isBoxed(element.type) ? boxes : SELECTS.includes(element.type) ? single : line;
  const made = draw(element, blockId, view, startValue(element, blockId, view));
  const untouched = draw(
    element,
    blockId,
    { ...view, kept: undefined },
    startValue(element, blockId, {}),
  ).read();
  readers.set(made.node, { read: made.read, untouched: JSON.stringify(untouched) });
  return made;
}

function collect(root, wanted) {
  const values = {};
  for (const node of root.querySelectorAll("[data-block-id][data-action-id]")) {
    const reader = readers.get(node);
    if (!reader || !wanted(reader)) continue;
    (values[node.dataset.blockId] ??= {})[node.dataset.actionId] = reader.read();
  }
  return values;
}

/** The values a person changed, in the form of `valuesIn`. */
export const changedIn = (root) => collect(
  root,
  ({ read, untouched }) => JSON.stringify(read()) !== untouched,
);

/** `{block_id: {action_id: value}}` of every control inside `root`; what is empty is null or []. */
export const valuesIn = (root) => collect(root, () => true);
