"""What others met of the same, on the card of who decides: never names, never a day, no count below three."""

from collections.abc import Mapping, Sequence

from aacabot.domain.alerts import Alert
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.met import LastSeen, Told
from aacabot.locales import N_, Words
from aacabot.slack.ids.intel import IntelActionId, IntelBlockId
from aacabot.slack.views.blocks import actions
from aacabot.slack.views.intel.introductions import ask_button
from aacabot.slack.views.message import Block
from aacabot.slack.views.rich import bold, bullets, line, rich

WHAT: Mapping[IntelKind, str] = {
    IntelKind.SELLER: N_("This seller"),
    IntelKind.LISTING: N_("This listing"),
    IntelKind.TITLE: N_("This title"),
    IntelKind.IMAGE: N_("An image of it"),
}
WHEN: Mapping[LastSeen, str] = {
    LastSeen.THIS_MONTH: N_("last seen this month"),
    LastSeen.LAST_MONTH: N_("last seen last month"),
    LastSeen.HALF_YEAR: N_("last seen in the last half year"),
}


def on_card(alert: Alert, words: Words) -> list[Block]:
    """A line for each thing there is something to say of, and the way to who holds more; none otherwise."""
    if not alert.met:
        return []
    return _told(alert, words("What others in the alliance met"), words)


def on_grouped_card(rows: Sequence[Alert], words: Words) -> list[Block]:
    """The same once for a card of many cases, of the first there is something to say of: where that is told
    of the seller they share, of it; the case is named.
    """
    known = [row for row in rows if row.met]
    of_seller = [row for row in known if any(told.kind is IntelKind.SELLER for told in row.met.told)]
    for row in [*of_seller, *known][:1]:
        heading = words("What others in the alliance met ({number})", number=row.number)
        return _told(row, heading, words)
    return []


def _told(alert: Alert, heading: str, words: Words) -> list[Block]:
    ask = ask_button(IntelActionId.INTEL_ASK, alert.case_id, words)
    return [
        rich(
            IntelBlockId.MET,
            line(bold(heading)),
            bullets(*(line(said(one, words)) for one in alert.met.told)),
        ),
        actions(IntelBlockId.MET_BUTTONS, ask),
    ]


def said(told: Told, words: Words) -> str:
    """One line: "This seller: held by the alliance; met by 3 or more other members; last seen this month"."""
    facts = "; ".join(_facts(told, words))
    return words("{what}: {facts}", what=words(WHAT[told.kind]), facts=facts)


def _facts(told: Told, words: Words) -> list[str]:
    facts = [words("held by the alliance")] if told.held else []
    if told.met_by is not None:
        facts.append(
            words("met by {n} or more other members, upheld cases among them", n=told.met_by)
            if told.upheld_among
            else words("met by {n} or more other members", n=told.met_by)
        )
    if told.image_in is not None:
        facts.append(words("in {n} or more listings that others met", n=told.image_in))
    if told.last_seen is not None:
        facts.append(words(WHEN[told.last_seen]))
    return facts
