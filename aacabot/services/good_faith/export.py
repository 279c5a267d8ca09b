"""The signed record of a member: what stands in it, and by whom it was taken."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from aacabot.domain.audit import Deed
from aacabot.domain.good_faith import thresholds_of, window
from aacabot.domain.good_faith.record_file import KIND, VERSION, DecidedCase, record_entry
from aacabot.domain.people import Person
from aacabot.domain.signatures import sign
from aacabot.domain.viewers import EVERYONE, Viewer
from aacabot.services.audit import note_deed
from aacabot.services.good_faith.records import lines_of, require_seen
from aacabot.services.hub import Hub, Unit
from aacabot.services.signing_keys import signing_key
from aacabot.store import good_faith_costs as store
from aacabot.store.marketplaces import all_marketplaces, get_alliance
from aacabot.store.members import member_with_key
from aacabot.store.models import Marketplace, Member

_BATCH = 500


class NoSuchMember(Exception):
    """No member of the alliance has this key."""


async def export_for(hub: Hub, person: Person, member_id: str) -> tuple[str, bytes]:
    """(file name, signed record) of a member, for a person who may see it. Raises NeedsRole."""
    async with hub.database.read(person.viewer) as session:
        member = await require_seen(session, person, member_id)
    return await _export(hub, person.viewer, member, person)


async def require_may_export(hub: Hub, person: Person, member_id: str) -> None:
    """Raise NeedsRole unless the person may see the member's record: asked before a long export begins."""
    async with hub.database.read(person.viewer) as session:
        await require_seen(session, person, member_id)


async def export_by_key(hub: Hub, key: str, by: str) -> bytes:
    """The signed record of a member; `by` is the command line's user. Raises NoSuchMember."""
    async with hub.database.read(EVERYONE) as session:
        member = await member_with_key(session, key)
    if member is None:
        raise NoSuchMember(key)
    return (await _export(hub, EVERYONE, member, by))[1]


async def _export(hub: Hub, viewer: Viewer, member: Member, by: Person | str) -> tuple[str, bytes]:
    pair = await signing_key(hub)
    now = hub.clock()
    document = await _document(hub, viewer, member, now)
    signed = sign(document, pair)
    cases = sum(len(record["cases"]) for record in document["records"])
    async with hub.unit(viewer) as unit:
        details = {"cases": cases, "fingerprint": pair.fingerprint}
        note_deed(
            unit, Deed.GOOD_FAITH_EXPORTED, "member", by=by,
            member_id=member.id, subject_id=member.id, details=details,
        )  # fmt: skip
    return f"good-faith-{member.key}-{now:%Y-%m-%d}.json", signed


async def _document(hub: Hub, viewer: Viewer, member: Member, now: datetime) -> dict[str, Any]:
    async with hub.database.read(viewer) as session:
        unit = Unit(session, viewer, now)
        alliance = await get_alliance(session)
        records = [
            await _record(unit, member.id, marketplace)
            for marketplace in sorted(await all_marketplaces(session), key=lambda one: one.key)
        ]
    return {
        "kind": KIND,
        "version": VERSION,
        "alliance": alliance.name if alliance else None,
        "member": {"key": member.key, "name": member.name},
        "made_at": now.isoformat(),
        "records": records,
    }


async def _record(unit: Unit, member_id: str, marketplace: Marketplace) -> dict[str, Any]:
    thresholds = thresholds_of(marketplace.good_faith)
    lines = await lines_of(unit, member_id, marketplace)
    cases = [case async for case in _cases(unit, member_id, marketplace)]
    return record_entry(
        {"key": marketplace.key, "name": marketplace.name},
        window(unit.now.date(), thresholds.months),
        thresholds,
        [line for _, line in sorted(lines.items())],
        cases,
    )


async def _cases(unit: Unit, member_id: str, marketplace: Marketplace) -> AsyncIterator[DecidedCase]:
    days = window(unit.now.date(), thresholds_of(marketplace.good_faith).months)
    after = ""
    while True:
        rows = await store.decided_cases(
            unit.session, member_id, marketplace.id, days, after=after, limit=_BATCH
        )
        hashes = await store.hashes_of(unit.session, [row.id for row in rows])
        for row in rows:
            yield DecidedCase(
                id=row.id,
                number=row.number,
                reason_code=row.outcome_reason or "",
                outcome=row.outcome or "",
                outcome_at=row.outcome_at or row.opened_at,
                restored_at=row.restored_at if row.outcome == "taken_down" else None,
                events=tuple(hashes[row.id]),
            )
        if len(rows) < _BATCH:
            return
        after = rows[-1].id
