"""Sharing what a member learnt: checked by the guard, stored with its source behind a wall, in one commit."""

from dataclasses import dataclass, replace
from uuid import uuid4

from aacabot.domain.audit import Deed
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.features import Feature
from aacabot.domain.intel.items import TEXT_LIMIT, VALUE_LIMIT, Draft, ItemState
from aacabot.domain.intel.kinds import TRAITS
from aacabot.domain.intel.labels import Label
from aacabot.domain.people import Person
from aacabot.domain.roles import Permission
from aacabot.domain.untrusted import one_line
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import guard
from aacabot.services.intel.groups import hold_group_for
from aacabot.services.intel.indexing import index_item
from aacabot.services.intel.matching import Matcher, MatchingKeyAdded, matcher, require_current
from aacabot.services.intel.meaning import meant
from aacabot.services.intel.moves import Move, note_move
from aacabot.services.intel.passing_on import deliver_red, name_people, show_again
from aacabot.services.intel.taken_back import require_no_wider
from aacabot.services.phases import require_open
from aacabot.store.intel import items as store
from aacabot.store.intel.introductions import hold_member
from aacabot.store.intel.sellers import add_sellers
from aacabot.store.models import IntelItem, IntelOrigin, Member


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What became of a draft. `merged`: the member had shared the same before; it counts as seen again."""

    item_id: str
    state: ItemState
    merged: bool = False


async def share(hub: Hub, person: Person, member_id: str, draft: Draft) -> Shared:
    """Share on behalf of a member, in one commit.

    Raises NeedsRole, FeatureNotOpen, FieldProblem for what was filled in, or SharingRefused.
    """
    try:
        return await _share(hub, person, member_id, draft)
    except MatchingKeyAdded:
        return await _share(hub, person, member_id, draft)


async def _share(hub: Hub, person: Person, member_id: str, draft: Draft) -> Shared:
    matching = await matcher(hub)
    async with hub.unit(EVERYONE) as unit:
        return await share_in(unit, person, member_id, draft, matching)


async def share_in(unit: Unit, person: Person, member_id: str, draft: Draft, matching: Matcher) -> Shared:
    """The same inside a unit of EVERYONE: for files, many to a commit.

    What two people of a member share at once is shared one after the other, so that it is there once.

    Raises MatchingKeyAdded where the matcher is out of date: nothing is stored, make it anew.
    """
    await require_current(unit, matching)
    await _require_may_share(unit, person, member_id, draft)
    await hold_member(unit.session, member_id)
    value, text = one_line(draft.value, VALUE_LIMIT), draft.text.strip()[:TEXT_LIMIT]
    draft = await meant(unit, member_id, replace(draft, value=value, text=text))
    traits = TRAITS[draft.kind]
    if not value and (traits.matches or not text):
        raise FieldProblem("intel_value", "required")
    await _check_audience(unit, person, member_id, draft)
    found = await guard.examine(unit, member_id, draft)
    key = matching.key(draft.kind, draft.match or value) if traits.matches else None
    twin = await store.twin_of(unit.session, member_id, key, person.id) if key else None
    if twin is not None:
        return await _seen_again(unit, person, member_id, twin, draft.seller_ids)
    await require_no_wider(unit, person, member_id, replace(draft, value=value, text=text), key)
    row = _row(unit, draft, None if traits.hashed else value, text, key)
    unit.session.add(row)
    await unit.session.flush()
    origin = await _write_around(unit, person, member_id, draft, row)
    index_item(unit, row)
    if found.marked:
        await guard.hold(unit, person, row, origin, found.marked)
    else:
        await deliver_red(unit, row)
        await note_move(unit, row.id, member_id, Move.SHARED)
    note_deed(
        unit, Deed.INTEL_SHARED, "intel", by=person, member_id=member_id, subject_id=row.id,
        details={"kind": row.kind, "label": row.label, "state": row.state},
    )  # fmt: skip
    return Shared(item_id=row.id, state=ItemState(row.state))


async def _require_may_share(unit: Unit, person: Person, member_id: str, draft: Draft) -> None:
    if not person.may(Permission.SHARE, member_id, draft.brand_id):
        member = await unit.session.get(Member, member_id) if member_id in person.member_ids else None
        raise NeedsRole("share_intel", member.name if member else "")
    await require_open(unit, Feature.SHARING, await unit.session.get_one(Member, member_id))


async def _check_audience(unit: Unit, person: Person, member_id: str, draft: Draft) -> None:
    """A group takes closed labels only, and only from members in it; RED needs people to be for.

    Whoever acts for several members shares in the groups of the one it is for, and in no other's.
    """
    if draft.group_id is not None:
        if draft.label.is_open:
            raise FieldProblem("intel_label", "too_wide_for_group")
        if person.of_agency is not None and draft.label is not Label.AMBER:
            raise FieldProblem("intel_label", "agency_amber")
        await hold_group_for(unit, member_id, draft.group_id)
    if draft.label is Label.RED and not draft.named:
        raise FieldProblem("intel_named", "required")


def _row(unit: Unit, draft: Draft, value: str | None, text: str, key: str | None) -> IntelItem:
    today = unit.now.date()
    return IntelItem(
        id=uuid4().hex,
        kind=draft.kind.value,
        value=value,
        text=text,
        key=key,
        label=draft.label.value,
        group_id=draft.group_id,
        reliability=draft.reliability.value,
        confidence=draft.confidence.number,
        category=draft.category,
        marketplace_id=draft.marketplace_id,
        state=ItemState.SHARED.value,
        shared_on=today,
        last_seen_on=today,
    )


async def _write_around(
    unit: Unit, person: Person, member_id: str, draft: Draft, row: IntelItem
) -> IntelOrigin:
    origin = IntelOrigin(
        item_id=row.id,
        member_id=member_id,
        person_id=person.id,
        brand_id=draft.brand_id,
        case_id=draft.case_id,
        origin=draft.origin.value,
        shared_at=unit.now,
        evidence=list(draft.evidence_sha256),
    )
    unit.session.add(origin)
    await add_sellers(unit.session, row.id, draft.seller_ids)
    if draft.label is Label.RED:
        await name_people(unit, row.id, draft.named)
    return origin


async def _seen_again(
    unit: Unit, person: Person, member_id: str, twin: IntelItem, seller_ids: tuple[str, ...]
) -> Shared:
    """The source met its own item again: it is fresh, and about whom it was met with now as well.

    Nothing else changes, its label least of all.
    """
    twin.last_seen_on, twin.rev = unit.now.date(), twin.rev + 1
    await note_move(unit, twin.id, member_id, Move.SEEN)
    await tie_sellers(unit, twin, member_id, seller_ids)
    show_again(unit, twin.id)
    note_deed(
        unit, Deed.INTEL_SHARED, "intel", by=person, member_id=member_id, subject_id=twin.id,
        details={"kind": twin.kind, "label": twin.label, "again": True},
    )  # fmt: skip
    return Shared(item_id=twin.id, state=ItemState(twin.state), merged=True)


async def tie_sellers(unit: Unit, row: IntelItem, member_id: str, seller_ids: tuple[str, ...]) -> None:
    """An item is about these sellers too: for whoever watches one of them, it is new.

    For whoever holds the member.
    """
    if await add_sellers(unit.session, row.id, seller_ids):
        index_item(unit, row)
        show_again(unit, row.id)
        await note_move(unit, row.id, member_id, Move.SHARED)
