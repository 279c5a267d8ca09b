/** What Slack's own client checks before it sends a form: required fields, lengths, numbers. */

function isEmpty(value) {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function numberError(element, value) {
  const number = Number(value);
  if (Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value)) {
    return `Please enter ${element.min_value} or more.`;
  }
  if (element.max_value !== undefined && number > Number(element.max_value)) {
    return `Please enter ${element.max_value} or less.`;
  }
  return null;
}

function fieldError(block, value) {
  const { element } = block;
  if (isEmpty(value)) return block.optional ? null : "Please complete this required field.";
  if (element.type === "number_input") return numberError(element, value);
  if (element.min_length && value.length < element.min_length) {
    return `Please write at least ${element.min_length} characters.`;
  }
  if (element.max_selected_items && value.length > element.max_selected_items) {
    return `Please choose at most ${element.max_selected_items}.`;
  }
  return null;
}

/** `{block_id: words}` for every input block whose value may not be sent; empty when all may. */
export function formErrors(blocks, values) {
  const inputs = (blocks ?? []).filter((block) => block.type === "input");
  const found = inputs.map((block) =>
    [block.block_id, fieldError(block, values[block.block_id]?.[block.element.action_id])]);
  return Object.fromEntries(found.filter(([, words]) => words));
}
