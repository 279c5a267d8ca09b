"""The form that starts a complaint: the brand, the right, the reason, the listings, the statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from aacabot.domain.complaints import MOST_NOTE, Via
from aacabot.domain.rights import REASONS_BY_RIGHT, ReasonCode, Right
from aacabot.locales import Words
from aacabot.slack import limits
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.complaints import ComplaintActionId, ComplaintInputId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import context, section
from aacabot.slack.views.forms import field, modal, note_field, option, options_of, select, text_input
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import checkboxes, suggesting
from aacabot.slack.views.texts import plain, shown

MOST_FIELDS = 12
"""Fields of addresses, at 3,000 characters each (block-kit/block-elements/plain-text-input-element)."""
AGREED = "agreed"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What the form stands at: `rights` are the brand's in force, `texts` what its address fields hold."""

    brand_id: str
    brand_name: str
    rights: Sequence[Right]
    right_id: str | None = None
    reason: ReasonCode | None = None
    texts: Sequence[str] = ("",)
    via: Via = Via.COMMAND

    @property
    def right(self) -> Right | None:
        """The chosen right, or the first: a form begins with one."""
        named = next((right for right in self.rights if right.id == self.right_id), None)
        return named or next(iter(self.rights), None)


def complaint_modal(draft: Draft, words: Words) -> Block:
    """The form. Choosing a brand or a right shows it anew; the addresses stay as they were written."""
    blocks = [
        _brand_field(draft, words),
        *_right_fields(draft, words),
        *_address_fields(draft, words),
        _file_field(words),
        _note_field(words),
        section(BlockId.TEXT, _statement(words)),
        _statement_field(words),
    ]
    form = modal(
        ComplaintActionId.COMPLAINT_START,
        words("Report listings"),
        blocks,
        close=words("Cancel"),
        submit=words("Report"),
    )
    return form | {"private_metadata": json.dumps({"via": draft.via.value})}


def brand_option(brand_id: str, name: str) -> Block:
    return option(shown(name, 75) or "?", brand_id)


def _brand_field(draft: Draft, words: Words) -> Block:
    menu = suggesting(
        ComplaintInputId.BRAND, words("Choose a brand"), brand_option(draft.brand_id, draft.brand_name)
    )
    return field(ComplaintInputId.BRAND, words("Brand"), menu, dispatch=True)


def _right_fields(draft: Draft, words: Words) -> list[Block]:
    """The right and the reason; their ids carry brand and kind, or Slack keeps stale choices."""
    right = draft.right
    if right is None:
        return [context(BlockId.STATUS, words("This brand has no right in force to report under."))]
    options = [option(reasons.right_named(one, words), one.id) for one in draft.rights[: limits.OPTIONS]]
    menu = select(ComplaintInputId.RIGHT, words("Choose a right"), options, right.id)
    supported = REASONS_BY_RIGHT[right.kind]
    proposed = draft.reason if draft.reason in supported else supported[0]
    why = select(
        ComplaintInputId.REASON,
        words("Choose a reason"),
        options_of(supported, reasons.REPORTED_FOR, words),
        proposed,
    )
    return [
        field(f"{ComplaintInputId.RIGHT}:{draft.brand_id}", words("Right"), menu, dispatch=True),
        field(f"{ComplaintInputId.REASON}:{right.kind}", words("Reason"), why),
    ]


def _address_fields(draft: Draft, words: Words) -> list[Block]:
    """As many fields as there are: one holds about fifty addresses."""
    blocks = []
    for place, text in enumerate(draft.texts, 1):
        element = text_input(ComplaintInputId.URLS, words("One address to a line, at most 300 in all"))
        element |= {"initial_value": text} if text else {}
        label = words("Addresses of the listings") if place == 1 else words("More addresses")
        block_id = ComplaintInputId.URLS if place == 1 else f"{ComplaintInputId.URLS}:{place}"
        blocks.append(field(block_id, label, element, optional=True))
    return blocks


def fields_of(urls: Sequence[str]) -> list[str]:
    """The addresses as the texts of fields, each within Slack's limit; what no field takes is left out."""
    texts = [""]
    for url in urls:
        longer = f"{texts[-1]}\n{url}" if texts[-1] else url
        if len(longer.encode("utf-16-le")) // 2 <= limits.INPUT_TEXT:
            texts[-1] = longer
        elif len(texts) < MOST_FIELDS and len(url) <= limits.INPUT_TEXT:
            texts.append(url)
    return texts


def _file_field(words: Words) -> Block:
    element: Block = {
        "type": "file_input",
        "action_id": ComplaintInputId.FILE.value,
        "filetypes": ["csv", "txt"],
        "max_files": 1,
    }
    block = field(ComplaintInputId.FILE, words("Or a CSV file"), element, optional=True)
    hint = words("Columns url and, if you like, note. Up to 300 listings; each row is answered.")
    return block | {"hint": plain(hint, limits.INPUT_LABEL)}


def _note_field(words: Words) -> Block:
    element = text_input(ComplaintInputId.NOTE, words("Optional"), most=MOST_NOTE)
    return note_field(ComplaintInputId.NOTE, words("Note"), element, words, optional=True)


def _statement(words: Words) -> str:
    return words(
        "By reporting you confirm each of these listings: in good faith you believe that it infringes the "
        "right, what you say is accurate, and you may act for the brand. A wrong notice counts against the "
        "brand's good faith, and the seller may claim damages."
    )


def _statement_field(words: Words) -> Block:
    agreed = option(words("I state this in good faith"), AGREED)
    return field(
        ComplaintInputId.STATEMENT,
        words("Bona fide statement"),
        checkboxes(ComplaintInputId.STATEMENT, [agreed]),
    )
