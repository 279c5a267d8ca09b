"""Modals and their inputs, with their limits kept: text that is too long is clipped with an ellipsis."""

import json
from collections.abc import Iterable, Mapping

from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import InputId
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import plain

NOTE = 1_000
"""The longest note, question or answer."""


def case_form(action: str, title: str, blocks: list[Block], submit: str, case_id: str, words: Words) -> Block:
    return modal(action, title, blocks, close=words("Cancel"), submit=submit, metadata={"case": case_id})


def options_of(values: Iterable[str], known: Mapping[str, str], words: Words) -> list[Block]:
    return [option(words(known[value]), value) for value in values]


def discoverable(words: Words) -> str:
    """What everybody should know who types about a case; docs/counsel.md says why."""
    return words("What you write here can be read in court proceedings.")


def liable(words: Words) -> str:
    """What a wrong notice costs: 17 U.S.C. § 512(f); Regulation (EU) 2022/2065, Art. 23(2)."""
    return words("A wrong notice can make you liable.")


def note_field(block_id: str, label: str, element: Block, words: Words, *, optional: bool = False) -> Block:
    """An input for words about a case, with a hint that others may come to read them."""
    hint = plain(discoverable(words), limits.INPUT_HINT)
    return field(block_id, label, element, optional=optional) | {"hint": hint}


def optional_note(input_id: InputId, label: str, words: Words) -> Block:
    return note_field(
        input_id, label, text_input(input_id, words("Optional"), most=NOTE), words, optional=True
    )


def option(label: str, value: str) -> Block:
    return {"text": plain(label, limits.OPTION_LABEL), "value": value}


def select(action_id: str, placeholder: str, options: list[Block], initial: str | None = None) -> Block:
    """A menu; `initial` is the value chosen beforehand, ignored where it is not offered."""
    offered = options[: limits.OPTIONS]
    chosen = next((option for option in offered if option["value"] == initial), None)
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "options": offered,
    }
    return element | ({"initial_option": chosen} if chosen else {})


def text_input(action_id: str, placeholder: str | None = None, *, most: int = limits.INPUT_TEXT) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": most,
    }
    return element | ({"placeholder": plain(placeholder, limits.PLACEHOLDER)} if placeholder else {})


def field(
    block_id: str, label: str, element: Block, *, optional: bool = False, dispatch: bool = False
) -> Block:
    """An input block; `dispatch` sends each choice at once, to show the modal anew."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, limits.INPUT_LABEL),
        "element": element,
        "optional": optional,
        "dispatch_action": dispatch,
    }


def modal(
    callback: str,
    title: str,
    blocks: list[Block],
    *,
    close: str,
    submit: str | None = None,
    metadata: dict[str, str] | None = None,
) -> Block:
    """A modal; `metadata` comes back with the submission as JSON."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, limits.MODAL_TITLE),
        "close": plain(close, limits.MODAL_BUTTON),
        "private_metadata": json.dumps(metadata or {}),
        "blocks": blocks[: limits.BLOCKS_PER_MODAL],
    }
    return view | ({"submit": plain(submit, limits.MODAL_BUTTON)} if submit else {})
