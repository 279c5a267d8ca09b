"""The phased roll-out: what is open to whom, when the rest will be, and the operator's hand on it."""

from collections.abc import Collection
from datetime import date

from aacabot.domain.audit import Deed
from aacabot.domain.errors import FeatureNotOpen, FieldProblem
from aacabot.domain.features import Feature, Opening
from aacabot.domain.people import Person
from aacabot.domain.phases import HIGHEST_PHASE, FeatureShown, MemberNamed, PhaseShown, RollOut
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.operators import require_operator_admin
from aacabot.services.reshowing import show_waiting
from aacabot.store import phases as store
from aacabot.store.models import Member, Phase

PER_PAGE = 20
_NAME = 80


async def opening_of(unit: Unit, feature: Feature) -> Opening:
    """To whom a feature is open. One that nobody has spoken of is open for all."""
    return await store.opening(unit.session, feature)


async def require_open(unit: Unit, feature: Feature, member: Member) -> None:
    """Raise FeatureNotOpen, saying when it will be, unless the feature is open to the member."""
    opening = await opening_of(unit, feature)
    if not opening.open_to(member.id, member.phase):
        begins = opening.begins_after(unit.now.date())
        raise FeatureNotOpen(feature.value, member.name, opening.phase, begins)


async def roll_out(hub: Hub, person: Person) -> RollOut:
    """Every phase with its members counted, and every feature. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator_admin(session, person, "phases")
        features = []
        for feature in Feature:
            opening = await store.opening(session, feature)
            members = await store.named(session, opening.member_ids) if opening.member_ids else []
            features.append(FeatureShown(opening=opening, members=tuple(members)))
        return RollOut(phases=tuple(await store.phases(session)), features=tuple(features))


async def members_in(
    hub: Hub, person: Person, number: int, words: str = "", page: int = 1
) -> tuple[list[MemberNamed], int]:
    """A page of a phase's members, by name, and how many there are. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator_admin(session, person, "phases")
        offset = (page - 1) * PER_PAGE
        return await store.search_members(session, words, phase=number, limit=PER_PAGE, offset=offset)


async def name_phase(
    hub: Hub, person: Person, number: int, name: str, begins: date | None, *, is_new: bool = False
) -> list[str]:
    """Add, rename or date a phase. Raises NeedsRole, or FieldProblem.

    This, like the others here, returns the channels that `reshowing.wake` is to wake once it has committed.
    """
    if not 1 <= number <= HIGHEST_PHASE:
        raise FieldProblem("phase_number", "not_a_number")
    if not name.strip() or len(name) > _NAME:
        raise FieldProblem("phase_name", "required" if not name.strip() else "too_long")
    async with hub.unit(person.viewer) as unit:
        await require_operator_admin(unit.session, person, "phases")
        row = await unit.session.get(Phase, number)
        if row is not None and is_new:
            raise FieldProblem("phase_number", "taken")
        if row is None:
            row = Phase(number=number, name=name)
            unit.session.add(row)
        row.name, row.begins = name.strip(), begins
        details = {"name": row.name, **({"begins": begins.isoformat()} if begins else {})}
        note_deed(unit, Deed.PHASE_CHANGED, "phase", by=person, subject_id=str(number), details=details)
        await unit.session.flush()
        # The cards of those who wait say the day.
        opening = await store.opening(unit.session, Feature.CONFIRM)
        return await show_waiting(unit, await store.closed_to(unit.session, opening))


async def open_feature(hub: Hub, person: Person, opened: Opening) -> list[str]:
    """Say to whom a feature is open; waiting cards are shown anew. Raises NeedsRole, or FieldProblem."""
    async with hub.unit(person.viewer) as unit:
        await require_operator_admin(unit.session, person, "phases")
        known = {member.id for member in await store.named(unit.session, opened.member_ids)}
        if opened.member_ids - known:
            raise FieldProblem("feature_members", "unknown")
        before = await store.opening(unit.session, opened.feature)
        await store.save_opening(unit.session, opened)
        details = {"all": opened.for_all, "phase": opened.phase, "members": sorted(known)}
        note_deed(
            unit, Deed.FEATURE_CHANGED, "feature", by=person, subject_id=opened.feature.value, details=details
        )
        if opened.feature is not Feature.CONFIRM:
            return []
        told = {*await store.closed_to(unit.session, before), *await store.closed_to(unit.session, opened)}
        return await show_waiting(unit, told)


async def move_members(hub: Hub, person: Person, member_ids: Collection[str], number: int) -> list[str]:
    """Put members into a phase; their waiting cards are shown anew.

    Raises NeedsRole, or FieldProblem where a member or a phase cannot be meant.
    """
    if not 1 <= number <= HIGHEST_PHASE:
        raise FieldProblem("moved_to", "unknown")
    async with hub.unit(person.viewer) as unit:
        await require_operator_admin(unit.session, person, "phases")
        members = await store.hold_members(unit.session, member_ids)
        if {member.id for member in members} != set(member_ids):
            raise FieldProblem("moved_members", "unknown")
        moving = [member for member in members if member.phase != number]
        for member in moving:
            details = {"from": member.phase, "to": number}
            note_deed(
                unit, Deed.PHASE_CHANGED, "member", by=person,
                member_id=member.id, subject_id=member.id, details=details,
            )  # fmt: skip
            member.phase = number
        return await show_waiting(unit, [member.id for member in moving])


async def phases_known(hub: Hub, person: Person) -> list[PhaseShown]:
    """The phases a form offers. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        await require_operator_admin(session, person, "phases")
        return await store.phases(session)
