"""The desk's tab: its queue, with what to do to each case, and who of the desk knows what."""

from collections.abc import Sequence
from dataclasses import replace

from aacabot.domain.alerts import Alert
from aacabot.domain.cases import CaseState
from aacabot.domain.specialties import Needs
from aacabot.locales import Words
from aacabot.slack.ids import ActionId, BlockId
from aacabot.slack.ids.reviews import DeskActionId, ReviewActionId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, dialog, section
from aacabot.slack.views.desk import known, take_over
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.listing import fetchable
from aacabot.slack.views.message import Block
from aacabot.slack.views.progress import PERSON
from aacabot.slack.views.rich import bold, line, rich
from aacabot.slack.views.texts import quoted, shown

SPECIALTIES = "specialties"
REVIEWERS = 40
"""Lines of a page of who knows what."""
FOR_ME, MINE = "for_me", "mine"

DeskRow = tuple[Alert, str | None, bool]
"""A case before the desk, the address of its card, and whether the reader is on it."""


def desk_tab(rows: Sequence[DeskRow], total: int, place: Place, per_page: int, words: Words) -> list[Block]:
    """The ways to narrow the queue down, and a page of it."""
    blocks = [_which(place, words)]
    if not rows:
        blocks.append(section(BlockId.TEXT, words("Nothing of this waits for the desk.")))
    for alert, card_url, mine in rows:
        blocks += [_line(alert, words), _buttons(alert, card_url, mine, words)]
    return [*blocks, *pages(place, per_page, total, words)]


def _which(place: Place, words: Words) -> Block:
    def way(action: DeskActionId, label: str, to: str) -> Block:
        chosen = "primary" if place.words == to else None
        return button(action, label, replace(place, words=to, page=1).value, style=chosen)

    return actions(
        BlockId.KINDS,
        way(DeskActionId.DESK_ALL, words("All"), ""),
        way(DeskActionId.DESK_FOR_ME, words("For me"), FOR_ME),
        way(DeskActionId.DESK_MINE, words("I am on"), MINE),
        way(DeskActionId.DESK_SPECIALTIES, words("Who knows what"), SPECIALTIES),
    )


def _line(alert: Alert, words: Words) -> Block:
    title = quoted(words, shown(alert.listing.title, 100)) if shown(alert.listing.title, 100) else ""
    told = [
        title,
        reasons.said(alert.reason_code, reasons.REPORTED_FOR, words),
        words("For somebody who knows: {what}", what=known(alert.desk.needs, words))
        if alert.desk.needs
        else "",
        words("{person} is on it.", person=shown(alert.desk.reviewer, PERSON) or "?")
        if alert.desk.reviewer
        else "",
    ]
    head = " · ".join(
        part for part in (alert.number, shown(alert.member, 60), words(_STATES[alert.state])) if part
    )
    return rich(f"{BlockId.LINE}_{alert.number}", line(bold(head)), *(line(said) for said in told if said))


_STATES = {
    CaseState.PLATFORM_REVIEW: reasons.STATES[CaseState.PLATFORM_REVIEW],
    CaseState.ANSWER_NEEDED: reasons.STATES[CaseState.ANSWER_NEEDED],
    CaseState.NEEDS_INFO: reasons.STATES[CaseState.NEEDS_INFO],
}


def _buttons(alert: Alert, card_url: str | None, mine: bool, words: Words) -> Block:
    return actions(
        f"{BlockId.ACTIONS}_{alert.number}",
        *_deeds(alert, words),
        _claiming(alert, mine, words),
        button(ActionId.CASE_CARD, words("Open card"), alert.case_id, url=card_url)
        if card_url and fetchable(card_url)
        else button(ActionId.CASE_HISTORY, words("Look up"), alert.case_id),
    )


def _deeds(alert: Alert, words: Words) -> list[Block]:
    decline = button(ActionId.REVIEW_DECLINE, words("Decline"), alert.case_id)
    match alert.state:
        case CaseState.PLATFORM_REVIEW:
            return [
                _accept(alert, words),
                decline,
                button(ReviewActionId.REVIEW_ASK, words("Ask the brand"), alert.case_id),
            ]
        case CaseState.ANSWER_NEEDED:
            return [decline]
    return [
        button(ActionId.INFO_ANSWER, words("Answer"), alert.case_id),
        button(ReviewActionId.TEST_BUY, words("Order a test buy"), alert.case_id),
    ]


def _accept(alert: Alert, words: Words) -> Block:
    asked = dialog(
        words("Accept the request?"),
        words("{number} goes to the marketplace at once.", number=alert.number),
        words("Accept"),
        words("Not yet"),
        style="primary",
    )
    return button(ActionId.REVIEW_ACCEPT, words("Accept"), alert.case_id, style="primary", dialog=asked)


def _claiming(alert: Alert, mine: bool, words: Words) -> Block:
    if mine:
        return button(ReviewActionId.REVIEW_RELEASE, words("Give back"), alert.case_id)
    if alert.desk.reviewer:
        return take_over(alert.case_id, alert.desk.reviewer, words)
    return button(ReviewActionId.REVIEW_CLAIM, words("I take it"), alert.case_id)


def specialties_tab(
    reviewers: Sequence[tuple[str, str, Needs]], place: Place, words: Words, *, may_change: bool
) -> list[Block]:
    """The desk's reviewers, (id, name, what they know); an operator's admin can change it."""
    blocks = [_which(place, words)]
    last = max((len(reviewers) + REVIEWERS - 1) // REVIEWERS, 1)
    first = (min(place.page, last) - 1) * REVIEWERS
    for person_id, name, knows in reviewers[first : first + REVIEWERS]:
        said = known(knows, words) or words("nothing special")
        change = button(DeskActionId.SPECIALTY_CHANGE, words("Change"), person_id) if may_change else None
        blocks.append(
            section(f"{BlockId.LINE}_{person_id}", f"{shown(name, PERSON) or '?'} · {said}", change)
        )
    return [*blocks, *pages(place, REVIEWERS, len(reviewers), words)]
