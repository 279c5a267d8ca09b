"""The Good faith tab: a member's records, the cases that cost one, and for the operator every member."""

from collections.abc import Sequence
from itertools import chain

from aacabot.domain.good_faith import GoodFaithStatus
from aacabot.domain.good_faith.shown import (
    CostCases,
    MemberRecords,
    MemberStanding,
    OverrideShown,
    Record,
    RecordLine,
)
from aacabot.locales import Words
from aacabot.slack.ids import BlockId, HomeTab
from aacabot.slack.ids.good_faith import GoodFaithActionId, GoodFaithInputId
from aacabot.slack.views.blocks import actions, button, context, dialog, section
from aacabot.slack.views.good_faith import NAME, cost_lines, pair
from aacabot.slack.views.good_faith_words import (
    SHORT,
    STATUSES,
    asked_of,
    rates,
    reason_named,
    standing_said,
)
from aacabot.slack.views.home.frame import pages
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block
from aacabot.slack.views.pickers import search_field
from aacabot.slack.views.rich import bold, bullets, line, rich
from aacabot.slack.views.texts import quoted, shown

_OVERRIDES = 3
"""Of one record, the newest: at most one decides, and those before it wait to be settled."""


def record_place(member_id: str) -> Place:
    return Place(tab=HomeTab.GOOD_FAITH, of=f"member:{member_id}")


def costs_place(member_id: str, marketplace_id: str) -> Place:
    return Place(tab=HomeTab.GOOD_FAITH, of=f"costs:{member_id}:{marketplace_id}")


def members_tab(
    members: Sequence[MemberStanding], place: Place, per_page: int, total: int, words: Words
) -> list[Block]:
    """Every member whose records the reader may see, with how its records stand."""
    label, hint = words("Search members"), words("A part of a name")
    search = GoodFaithInputId.GOOD_FAITH_SEARCH
    return [
        search_field(search, search, label, hint, place.words),
        *(_member(one, words) for one in members),
        *([] if members else [section(BlockId.TEXT, words("No member is called so."))]),
        *pages(place, per_page, total, words),
    ]


def _member(one: MemberStanding, words: Words) -> Block:
    counted = [
        f"{words(SHORT[status])}: {words.number(one.statuses[status])}"
        for status in GoodFaithStatus
        if one.statuses.get(status)
    ]
    said = " · ".join((shown(one.member, NAME) or "?", *(counted or [words("nothing decided yet")])))
    look = button(GoodFaithActionId.GOOD_FAITH_RECORD, words("Open"), record_place(one.member_id).value)
    return section(f"{BlockId.LINE}_{one.member_id}", said, look)


def records_tab(
    found: MemberRecords, place: Place, per_page: int, words: Words, *, of_many: bool
) -> list[Block]:
    """A member's records, a page of marketplaces at a time, and the record to take along."""
    take = button(GoodFaithActionId.GOOD_FAITH_EXPORT, words("Send me the signed record"), found.member_id)
    every = Place(tab=HomeTab.GOOD_FAITH).value
    back = button(GoodFaithActionId.GOOD_FAITH_MEMBERS, words("All members"), every) if of_many else None
    explained = words(
        "Counted are the decisions of the last months: what was taken down and what was declined. A takedown "
        "that comes back counts against the day it was taken down."
    )
    return [
        rich("name", line(bold(shown(found.member, NAME) or "?"))),
        context(BlockId.HINT, explained),
        *chain.from_iterable(_record(record, words) for record in found.records),
        *pages(place, per_page, found.total, words),
        actions(BlockId.ACTIONS, take, back),
    ]


def _record(record: Record, words: Words) -> list[Block]:
    ident = record.marketplace_id
    window = words("{first} to {last}", first=words.day(record.days.first), last=words.day(record.days.last))
    status = words(STATUSES[record.overall.standing.status])
    decides = next((one for one in record.overrides if one.approved_by is not None), None)
    told = [
        words("{status}, since {day}", status=status, day=words.day(record.overall.standing.since)),
        rates(record.overall.counts, words),
        standing_said(record.overall, record.thresholds, words),
        *([_starting_point(record, words)] if _is_provisional(record) and decides is None else []),
    ]
    return [
        {"type": "divider"},
        rich(f"{BlockId.HEADER}_{ident}", line(bold(shown(record.marketplace, NAME) or "?"), f" · {window}")),
        section(f"{BlockId.TEXT}_{ident}", "\n".join(told)),
        *_by_reason(record, words),
        *chain.from_iterable(_override(one, words) for one in record.overrides[:_OVERRIDES]),
        context(f"{BlockId.HINT}_{ident}", asked_of(record.thresholds, words)),
        _buttons(record, words),
    ]


def _is_provisional(record: Record) -> bool:
    return record.overall.standing.status is GoodFaithStatus.PROVISIONAL


def _starting_point(record: Record, words: Words) -> str:
    if record.in_file:
        return words("Until then a confirm goes out at once, as the alliance agreed.")
    return words("Until then the desk looks at each confirm first.")


def _by_reason(record: Record, words: Words) -> list[Block]:
    if not record.reasons:
        return []
    lines = [line(*_reason(one, record, words)) for one in record.reasons]
    return [rich(f"{BlockId.WHY}_{record.marketplace_id}", bullets(*lines))]


def _reason(one: RecordLine, record: Record, words: Words) -> tuple[Block | str, ...]:
    status = words(SHORT[one.standing.status])
    said = f" · {rates(one.counts, words)} · {standing_said(one, record.thresholds, words)}"
    return bold(f"{reason_named(one.reason_code, words)}: {status}"), said


def _override(one: OverrideShown, words: Words) -> list[Block]:
    status, until = words(SHORT[one.status]), words.moment(one.expires_at)
    said = (
        words("Set by hand: {status}, until {at}.", status=status, at=until)
        if one.approved_by is not None
        else words("Asked for by {person}: {status}, until {at}. Another must approve it.",
                   person=shown(one.asked_by, NAME) or "?", status=status, at=until)
    )  # fmt: skip
    why = f"\n{quoted(words, shown(one.reason, 500))}" if one.reason else ""
    sure = dialog(words("Approve it?"), said, words("Approve"), words("Cancel"), style="primary")
    approve = button(
        GoodFaithActionId.GOOD_FAITH_APPROVE, words("Approve"), one.id, style="primary", dialog=sure
    )
    end = button(GoodFaithActionId.GOOD_FAITH_END, words("End it now"), one.id)
    offered = [*([approve] if one.may_approve else []), *([end] if one.may_end else [])]
    row = [actions(f"{BlockId.ACTIONS}_{one.id}", *offered)] if offered else []
    return [section(f"{BlockId.LINE}_{one.id}", f"{said}{why}"), *row]


def _buttons(record: Record, words: Words) -> Block:
    costs = costs_place(record.member_id, record.marketplace_id).value
    by_hand = button(GoodFaithActionId.GOOD_FAITH_OVERRIDE, words("Set by hand"), pair(record))
    return actions(
        f"{BlockId.ACTIONS}_{record.marketplace_id}",
        button(GoodFaithActionId.GOOD_FAITH_COSTS, words("Cases that cost it"), costs),
        button(GoodFaithActionId.GOOD_FAITH_WHAT_IF, words("What if"), pair(record)),
        by_hand if record.may_override else None,
    )


def costs_tab(found: CostCases, place: Place, per_page: int, words: Words) -> list[Block]:
    """The cases that were declined or came back, the last first, a page at a time."""
    counted = words.plural("{n} case cost it", "{n} cases cost it", found.total)
    back = button(
        GoodFaithActionId.GOOD_FAITH_RECORD, words("Back to the record"), record_place(found.member_id).value
    )
    return [
        section(BlockId.STATUS, f"{shown(found.marketplace, NAME) or '?'} · {counted}"),
        *cost_lines(found, words),
        *pages(place, per_page, found.total, words),
        actions(BlockId.ACTIONS, back),
    ]
