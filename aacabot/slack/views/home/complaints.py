"""The home's tab of complaints: starting one, and how those made so far stand."""

from collections.abc import Sequence

from aacabot.domain.complaints import ComplaintShown
from aacabot.locales import Words
from aacabot.slack.ids import BlockId
from aacabot.slack.ids.complaints import ComplaintActionId
from aacabot.slack.views import reasons
from aacabot.slack.views.blocks import actions, button, section
from aacabot.slack.views.complaints import NAME, result_button
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.texts import shown


def complaints_tab(
    complaints: Sequence[ComplaintShown],
    place: Place,
    per_page: int,
    total: int,
    words: Words,
    *,
    may_report: bool,
) -> list[Block]:
    """A page of complaints, newest first; the button that starts one, for who may."""
    start = button(ComplaintActionId.COMPLAINT_START, words("Report listings…"), place.value, style="primary")
    first = [actions(BlockId.ACTIONS, start)] if may_report else []
    if not complaints:
        return [*first, section(BlockId.TEXT, words("No listings were reported yet."))]
    return [*first, *(_line(one, words) for one in complaints), *pages(place, per_page, total, words)]


def _line(complaint: ComplaintShown, words: Words) -> Block:
    first = " · ".join(
        (
            shown(complaint.brand, NAME) or "?",
            words.moment(complaint.made_at),
            words(reasons.REPORTED_FOR[complaint.reason]),
            shown(complaint.person, NAME) or words("A tool of the member"),
        )
    )
    counts = words(
        "{total} reported: {cases} as cases, {waiting} being looked up, {others} not reported",
        total=words.number(complaint.total),
        cases=words.number(complaint.reported),
        waiting=words.number(complaint.waiting),
        others=words.number(complaint.not_reported),
    )
    return section(f"{BlockId.LINE}_{complaint.id}", f"{first}\n{counts}", result_button(complaint.id, words))
