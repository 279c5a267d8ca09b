"""Reads messages and modals as a person would see them, one line a thing, for snapshots people review."""

from collections.abc import Iterator
from typing import Any

from aacabot.slack.views.message import Message

Json = dict[str, Any]


def as_read(message: Message) -> str:
    return "\n".join([f"({message.text})", *(line for block in message.blocks for line in _block(block))])


def modal_as_read(view: Json) -> str:
    lines = [f"= {view['title']['text']} = {view['callback_id']} {view['private_metadata']}"]
    lines += [line for block in view["blocks"] for line in _block(block)]
    buttons = [view[name]["text"] for name in ("close", "submit") if name in view]
    return "\n".join([*lines, " ".join(f"[{button}]" for button in buttons)])


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield f"# {block['text']['text']}"
        case "section":
            yield block["text"]["text"] + (
                f"  {_element(block['accessory'])}" if "accessory" in block else ""
            )
        case "context":
            yield from (f"  {element['text']}" for element in block["elements"])
        case "image":
            yield f"<image: {block['alt_text']}>"
        case "actions":
            yield from map(_element, block["elements"])
        case "input":
            optional = " (optional)" if block["optional"] else ""
            yield f"{block['label']['text']}{optional}: {_element(block['element'])}"
        case "rich_text":
            for part in block["elements"]:
                yield from _rich(part)
        case other:
            raise AssertionError(f"no view makes a {other} block")


def _rich(part: Json) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        yield from (f"• {_leaves(item)}" for item in part["elements"])
    else:
        yield ("> " if part["type"] == "rich_text_quote" else "") + _leaves(part)


def _leaves(section: Json) -> str:
    return "".join(_leaf(leaf) for leaf in section["elements"])


def _leaf(leaf: Json) -> str:
    if leaf["type"] == "user":
        return f"@{leaf['user_id']}"
    if leaf["type"] == "channel":
        return f"#{leaf['channel_id']}"
    text: str = leaf["text"]
    return f"*{text}*" if leaf.get("style", {}).get("bold") else text


def _element(element: Json) -> str:
    match element["type"]:
        case "button":
            style = f" {element['style']}" if "style" in element else ""
            ask = element.get("confirm")
            asked = (
                f" ? {ask['title']['text']} {ask['text']['text']} [{ask['confirm']['text']}]" if ask else ""
            )
            return f"[{element['text']['text']}]{style} {element['action_id']}{asked}"
        case "static_select":
            chosen = element.get("initial_option")
            options = [
                ("*" if option == chosen else "") + option["text"]["text"] for option in element["options"]
            ]
            return f"<{element['placeholder']['text']}: {' | '.join(options)}>"
    return f"<{element['type']}>"
