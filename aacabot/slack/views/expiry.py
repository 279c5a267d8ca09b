"""The word on a right that runs out, with a button to enter its new last day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from aacabot.domain.untrusted import inert
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.portfolio import PortfolioActionId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.message import Message
from aacabot.slack.views.texts import shown

NAME = 80


def right_expires(values: Mapping[str, Any], words: Words) -> Message:
    """A right of a brand runs out, or has: until when, and a button to renew it here.

    `values`: `right_id`, `kind`, `label`, `brand`, `expires` (ISO 8601), `days_left`.
    """
    day = words.day(date.fromisoformat(values["expires"]))
    brand, left = shown(values["brand"], NAME), int(values["days_left"])
    title = _title(brand, left, words)
    kind = reasons.said(values["kind"], reasons.RIGHTS, words)
    cited = words("{kind} {label}", kind=kind, label=shown(values["label"], 410))
    lines = [
        title,
        words("{right}, last day {day}", right=cited, day=day),
        words("After that day nothing can be reported under it. Once it is renewed, enter the new last day."),
    ]
    renewing = button(PortfolioActionId.RIGHT_CHANGE, words("Enter the new day"), values["right_id"])
    blocks = [section(BlockId.TEXT, "\n".join(lines)), actions(BlockId.ACTIONS, renewing)]
    return Message(_title(inert(values["brand"], NAME), left, words), blocks)


def _title(brand: str, left: int, words: Words) -> str:
    if left < 0:
        return words("A right of {brand} has expired", brand=brand)
    if left == 0:
        return words("A right of {brand} ends today", brand=brand)
    return words.plural(
        "A right of {brand} ends in {n} day", "A right of {brand} ends in {n} days", left, brand=brand
    )
