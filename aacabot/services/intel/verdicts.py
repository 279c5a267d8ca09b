"""One click on an item: met it too, wrong, or out of date. One word a member, and the last one counts."""

from dataclasses import replace

from aacabot.domain.audit import Deed
from aacabot.domain.errors import IntelNotFound, NeedsRole, OwnIntel
from aacabot.domain.features import Feature
from aacabot.domain.ids import is_id
from aacabot.domain.intel.audience import IntelReader
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.score import is_doubted
from aacabot.domain.intel.verdicts import Judged, SaidBefore, Verdict
from aacabot.domain.people import Person
from aacabot.domain.roles import PERMISSIONS, Permission
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.moves import Move, note_move
from aacabot.services.intel.passing_on import show_again
from aacabot.services.intel.readers import reader_of
from aacabot.services.phases import require_open
from aacabot.store import people
from aacabot.store.intel import items
from aacabot.store.intel import verdicts as store
from aacabot.store.intel.groups import groups_of
from aacabot.store.models import IntelItem, IntelVerdict, Member


async def judges_for(hub: Hub, person: Person, item_id: str) -> list[tuple[str, str]]:
    """The members (id, name) in whose name the person may say something of an item, by name.

    A member's own people speak for it alone, an agency's for the client they choose. Raises IntelNotFound
    where they may not read it, NeedsRole where they speak for nobody.
    """
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        reader = await reader_of(unit, person)
        await _readable(unit, reader, item_id)
        found = []
        for member_id in sorted(_speaks_for(person, reader)):
            if await items.read_item(session, await _as_member(unit, reader, member_id), item_id):
                found.append((member_id, (await session.get_one(Member, member_id)).name))
    if not found:
        raise NeedsRole("judge_intel", "")
    return sorted(found, key=lambda one: one[1])


async def judge(hub: Hub, person: Person, member_id: str, item_id: str, verdict: Verdict) -> Judged:
    """Say on behalf of a member what became of an item, in one commit that counts exactly.

    Raises IntelNotFound, NeedsRole, FeatureNotOpen, or OwnIntel where the person is of the source or
    wrote it.
    """
    async with hub.unit(EVERYONE) as unit:
        reader = await reader_of(unit, person)
        if member_id not in _speaks_for(person, reader):
            raise NeedsRole("judge_intel", "")
        await require_open(unit, Feature.SHARING, await unit.session.get_one(Member, member_id))
        reader = await _as_member(unit, reader, member_id)
        await _readable(unit, reader, item_id)
        # Held before it is asked for again: it may have been withdrawn while this click waited.
        await items.lock_item(unit.session, item_id)
        row = await _readable(unit, reader, item_id)
        await _require_anothers(unit, row, person)
        return await _write(unit, person, member_id, row, verdict)


def _speaks_for(person: Person, reader: IntelReader) -> set[str]:
    """Members sharing is open to, where a role of the person's, for any brand of it, lets them share."""
    roles = PERMISSIONS[Permission.SHARE].roles
    held = {grant.member_id for grant in person.grants if grant.member_id and grant.role in roles}
    return held & (reader.own_ids | reader.client_ids)


async def _as_member(unit: Unit, reader: IntelReader, member_id: str) -> IntelReader:
    """The same person, reading for this one client only: a word counts for who could have read the item."""
    if reader.member_id is not None:
        return reader
    groups = await groups_of(unit.session, {member_id})
    ours = groups.get(member_id, frozenset())
    return replace(reader, client_ids=frozenset({member_id}), client_group_ids=ours)


async def _readable(unit: Unit, reader: IntelReader, item_id: str) -> IntelItem:
    row = await items.read_item(unit.session, reader, item_id) if is_id(item_id) else None
    if row is None or row.state != ItemState.SHARED:
        raise IntelNotFound
    return row


async def _require_anothers(unit: Unit, row: IntelItem, person: Person) -> None:
    """An agency's word for the client that shared the item is taken as any: a refusal would name the source.

    It counts for nothing (`store.intel.verdicts.is_anothers`).
    """
    origin = await items.origin_of(unit.session, row.id)
    if origin is not None and (person.of_member == origin.member_id or origin.person_id == person.id):
        raise OwnIntel


async def _write(unit: Unit, person: Person, member_id: str, row: IntelItem, verdict: Verdict) -> Judged:
    said = await store.verdict_of(unit.session, row.id, member_id)
    before = await _said_before(unit, person, said)
    if said is None:
        said = IntelVerdict(item_id=row.id, member_id=member_id, kind=verdict.value, said_at=unit.now)
        unit.session.add(said)
    if before is None or before.verdict is not verdict:
        said.told = False
    said.kind, said.person_id, said.said_at = verdict.value, person.id, unit.now
    await unit.session.flush()
    was_doubted = row.doubted
    await _count(unit, row, verdict)
    if row.doubted is not was_doubted:
        show_again(unit, row.id)
    if verdict is Verdict.MET:
        await note_move(unit, row.id, member_id, Move.SEEN)
    details = {"verdict": verdict.value} | ({"before": before.verdict.value} if before else {})
    note_deed(
        unit, Deed.INTEL_JUDGED, "intel", by=person, member_id=member_id, subject_id=row.id, details=details
    )
    return Judged(item_id=row.id, verdict=verdict, before=before, doubted=row.doubted)


async def _said_before(unit: Unit, person: Person, said: IntelVerdict | None) -> SaidBefore | None:
    if said is None:
        return None
    names = await people.names(unit.session, {said.person_id} - {None}) if said.person_id else {}
    return SaidBefore(
        verdict=Verdict(said.kind),
        name=names.get(said.person_id or ""),
        on=said.said_at.date(),
        by_oneself=said.person_id == person.id,
    )


async def _count(unit: Unit, row: IntelItem, verdict: Verdict) -> None:
    """Count sides anew while the item is held: who changes their mind leaves no trace in the numbers."""
    counts = await store.counts_of(unit.session, row.id)
    row.met, row.wrong, row.outdated = (counts.get(one.value, 0) for one in Verdict)
    row.doubted = is_doubted(row.met, row.wrong)
    if verdict is Verdict.MET:
        row.last_seen_on = max(row.last_seen_on, unit.now.date())
    row.rev += 1
