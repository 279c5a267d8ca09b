"""What the alliance met, told at the moment of decision: a constant number of statements for many cards.

A card tells it as of its own latest change. It is not shown anew when another member meets, settles or shares
something: that would tell when somebody acted, and by who acted just then, who it was.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aacabot.domain.cases import OPEN_STATES, CaseState
from aacabot.domain.intel.audience import Audience, IntelReader
from aacabot.domain.intel.items import Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.met import (
    BUCKETS,
    Asked,
    Circle,
    Encountered,
    HeldItem,
    MetShown,
    Told,
    holders_of,
    shown,
    told_of,
)
from aacabot.domain.intel.rules import LEAST_COUNT
from aacabot.domain.intel.score import score_of
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Unit
from aacabot.services.intel.rules import sharing_rules
from aacabot.services.intel.thresholds import circle
from aacabot.store.intel import met as store
from aacabot.store.intel.encounters import Met, met_by_cases
from aacabot.store.intel.rooms import agencies_by_member

_DECIDED_ON = {*OPEN_STATES, CaseState.PENDING_SECOND}


@dataclass(frozen=True, kw_only=True)
class Question:
    """A member asks of one key. `categories` are those it met it in, or could have."""

    member_id: str
    kind: IntelKind
    key: str
    categories: frozenset[str]


async def met_on_cards(unit: Unit, files: Sequence[CaseFile]) -> dict[str, MetShown]:
    """What the cards of cases that wait for a decision tell of others, by case, in a reading of EVERYONE.

    For the cards of the cases' own members alone: no other reader may be shown it.
    """
    waiting = {file.case.id: file.case for file in files if file.state in _DECIDED_ON}
    rows = await met_by_cases(unit.session, waiting) if waiting else []
    questions = [question_of(row) for row in rows]
    found: dict[str, list[Told]] = defaultdict(list)
    for row, told in zip(rows, await tell(unit, questions), strict=True):
        found[row.case_id].append(told)
    return {case_id: shown(told) for case_id, told in found.items()}


def question_of(met: Met) -> Question:
    """What the card of a case asks of one thing the case met."""
    return Question(
        member_id=met.member_id,
        kind=IntelKind(met.kind),
        key=met.key,
        categories=frozenset({met.category}),
    )


async def tell(unit: Unit, questions: Sequence[Question]) -> list[Told]:
    """What each member is told of what it asks of, in their order, in a reading of EVERYONE."""
    keys = {one.key for one in questions}
    encounters = await _encounters(unit, keys) if keys else {}
    items = await _items(unit, keys) if keys else {}
    if not any(_could_say(one, encounters, items) for one in questions):
        return [Told(kind=one.kind) for one in questions]
    around, asked = await _asked(unit, questions, encounters, items)
    rules, today = await sharing_rules(unit), unit.now.date()
    return [
        told_of(around, _reader(around, one.member_id), all_known, rules, today)
        for one, all_known in zip(questions, asked, strict=True)
    ]


async def holders_told_of(unit: Unit, questions: Sequence[Question]) -> list[frozenset[str]]:
    """The members behind what each answer tells, for asking them: nobody where it tells nothing."""
    keys = {one.key for one in questions}
    if not keys:
        return []
    encounters, items = await _encounters(unit, keys), await _items(unit, keys)
    around, asked = await _asked(unit, questions, encounters, items)
    rules, today = await sharing_rules(unit), unit.now.date()
    return [
        holders_of(around, _reader(around, one.member_id), all_known, rules, today)
        for one, all_known in zip(questions, asked, strict=True)
    ]


async def _asked(
    unit: Unit,
    questions: Sequence[Question],
    encounters: Mapping[str, tuple[Encountered, ...]],
    items: Mapping[str, tuple[HeldItem, ...]],
) -> tuple[Circle, list[Asked]]:
    """Who takes part, and each question with all that is known of what it asks of."""
    audiences = [item.audience for held in items.values() for item in held]
    around = await circle(unit, {one.group_id for one in audiences if one.group_id})
    listings = await _listings(unit, around, questions, encounters)
    with_agencies = await _with_agencies(unit, questions, items)
    asked = [
        Asked(
            kind=one.kind,
            categories=one.categories,
            encounters=encounters.get(one.key, ()),
            items=_that_count(items.get(one.key, ()), with_agency=one.member_id in with_agencies),
            listings=listings.get((one.key, one.member_id), 0),
        )
        for one in questions
    ]
    return around, asked


async def _with_agencies(
    unit: Unit, questions: Sequence[Question], items: Mapping[str, tuple[HeldItem, ...]]
) -> Collection[str]:
    """The members an agency acts for now, of those to which that makes a difference."""
    strict = {key for key, held in items.items() if len(_that_count(held, with_agency=True)) < len(held)}
    asking = {one.member_id for one in questions if one.key in strict}
    return await agencies_by_member(unit.session, asking, unit.now) if asking else ()


def _that_count(items: tuple[HeldItem, ...], *, with_agency: bool) -> tuple[HeldItem, ...]:
    """Who acts for a member reads its cards too: what is AMBER+STRICT is not for them to learn of."""
    if not with_agency:
        return items
    return tuple(item for item in items if item.audience.label is not Label.AMBER_STRICT)


def _could_say(
    question: Question,
    encounters: Mapping[str, Sequence[Encountered]],
    items: Mapping[str, Sequence[HeldItem]],
) -> bool:
    """Whether there is anything to say if everybody could be meant: mostly not, and then no more is read."""
    met = [one for one in encounters.get(question.key, ()) if one.member_id != question.member_id]
    if len({one.member_id for one in met}) >= LEAST_COUNT:
        return True
    if question.kind is IntelKind.IMAGE and sum(one.cases for one in met) >= BUCKETS[-1]:
        return True
    return any(item.audience.source_id != question.member_id for item in items.get(question.key, ()))


def _reader(around: Circle, member_id: str) -> IntelReader:
    """The member as its card is read by all its people: nothing that is for one person by name."""
    groups = frozenset(ident for ident, members in around.groups.items() if member_id in members)
    return IntelReader(person_id="", member_id=member_id, group_ids=groups)


async def _encounters(unit: Unit, keys: set[str]) -> dict[str, tuple[Encountered, ...]]:
    found: dict[str, list[Encountered]] = defaultdict(list)
    for key, *of_member in await store.encounters_with(unit.session, keys):
        found[key].append(Encountered._make(of_member))
    return {key: tuple(each) for key, each in found.items()}


async def _items(unit: Unit, keys: set[str]) -> dict[str, tuple[HeldItem, ...]]:
    found: dict[str, list[HeldItem]] = defaultdict(list)
    for row in await store.items_with(unit.session, keys):
        found[row.key].append(_held(unit, row))
    return {key: tuple(each) for key, each in found.items()}


def _held(unit: Unit, row: Any) -> HeldItem:
    score = score_of(
        IntelKind(row.kind),
        row.confidence,
        Reliability(row.reliability),
        last_seen_on=row.last_seen_on,
        today=unit.now.date(),
        met=row.met,
        wrong=row.wrong,
        outdated=row.outdated,
    )
    audience = Audience(label=Label(row.label), source_id=row.member_id, group_id=row.group_id)
    return HeldItem(audience=audience, score=score, doubted=row.doubted, last_seen_on=row.last_seen_on)


async def _listings(
    unit: Unit,
    around: Circle,
    questions: Sequence[Question],
    encounters: Mapping[str, Sequence[Encountered]],
) -> dict[tuple[str, str], int]:
    """On how many listings images are, where there can be enough for the smallest bucket."""
    least, most = BUCKETS[-1], BUCKETS[0]
    asked = {
        (one.key, one.member_id)
        for one in questions
        if one.kind is IntelKind.IMAGE and sum(met.cases for met in encounters.get(one.key, ())) >= least
    }
    return await store.listings_with(unit.session, asked, around.members, most) if asked else {}
