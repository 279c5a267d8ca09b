"""What a seller has against them: on a card, and to the desk."""

from collections.abc import Mapping
from typing import Any

from aacabot.domain.strikes import StrikesShown
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views.message import Block, Message
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import shown

_NAME = 80


def on_card(strikes: StrikesShown, words: Words) -> list[Block]:
    """Lines for the reasons of suspicion; none where nothing stands against the seller."""
    said = []
    if strikes.own:
        said.append(
            words.plural(
                "You have had {n} listing of this seller taken down in the last year",
                "You have had {n} listings of this seller taken down in the last year",
                strikes.own,
            )
        )
    if strikes.is_repeat:
        said.append(words("The seller counts as a repeat infringer"))
    return [line(one) for one in said]


def repeat_infringer(values: Mapping[str, Any], words: Words) -> Message:
    """For the desk: a seller has become a repeat infringer."""
    seller, marketplace = shown(values["seller"], _NAME) or "?", shown(values["marketplace"], _NAME) or "?"
    serious = words.plural("{n} serious strike", "{n} serious strikes", int(values["serious"]))
    points = words.plural("{n} point", "{n} points", int(values["points"]))
    heading = words("A repeat infringer at {marketplace}", marketplace=marketplace)
    blocks = rich(
        BlockId.TEXT,
        line(bold(heading)),
        line(
            words(
                "Seller {seller}: {serious}, {points} in the last year.",
                seller=seller,
                serious=serious,
                points=points,
            )
        ),
        line(
            words(
                "The notices to {marketplace} say so from now on. What follows is the marketplace's own "
                "decision; members decide nothing together.",
                marketplace=marketplace,
            )
        ),
    )
    return Message(heading, [blocks])
