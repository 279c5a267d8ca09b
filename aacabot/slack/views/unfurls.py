"""What stands under a listing's address in a channel: a case's number, brand and state."""

from aacabot.domain.cases import OPEN_STATES
from aacabot.domain.unfurls import LinkShown
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.views import reasons
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import shown

_BRAND = 60


def link_attachment(link: LinkShown, words: Words) -> Block:
    """One attachment for chat.unfurl."""
    about = words("{number} · {brand}", number=link.number, brand=shown(link.brand, _BRAND) or "?")
    said = [line(reasons.said(link.state, reasons.STATES, words))]
    if link.state in OPEN_STATES:
        said.append(line(words("Decide by {at}", at=words.moment(link.decide_by))))
    return {"blocks": [rich(BlockId.STATUS, line(bold(about)), *said)]}
