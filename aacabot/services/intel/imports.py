"""Files of intel that come in: each line becomes an item, meets one that is there, or is refused.

A page of lines is a commit. A file that was broken off is begun anew with its own report: what was shared by
then is known by then.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from aacabot.domain.audit import Deed
from aacabot.domain.errors import NeedsRole, Refusal
from aacabot.domain.features import Feature
from aacabot.domain.intel.csv_rows import read_csv
from aacabot.domain.intel.imports import Candidate, LineOutcome, LineProblem, LineReport
from aacabot.domain.intel.items import Origin
from aacabot.domain.intel.stix.reading import read_stix
from aacabot.domain.people import Person
from aacabot.domain.roles import Permission
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.import_lines import Lines
from aacabot.services.intel.matching import MatchingKeyAdded, matcher
from aacabot.services.intel.stix_export import narrowed
from aacabot.services.phases import require_open
from aacabot.store.intel import imports as store
from aacabot.store.models import IntelImport, IntelImportLine, Member

PAGE = 100
"""Lines to a commit."""
_NEW = {LineOutcome.SHARED, LineOutcome.WITH_COUNSEL}
BROKEN_OFF_AFTER = timedelta(minutes=15)


class ImportUnderWay(Refusal):
    """The same file is being taken in right now."""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What became of a file: `again` where the same bytes had come before, and nothing was done."""

    id: str
    again: bool
    counts: dict[str, int]
    lines: list[LineReport]


async def import_file(
    hub: Hub, person: Person, member_id: str, content: bytes, form: str, origin: Origin
) -> Imported:
    """Take in a file for a member; `form` is `stix` or `csv`. The person's same file again changes nothing.

    A colleague's is read anew: what they may read is not the same, so neither is the report.
    Raises NeedsRole, FeatureNotOpen, ImportUnderWay, or UnreadableImport for what is refused as a whole.
    """
    await _require_may(hub, person, member_id)
    digest = hashlib.sha256(content).hexdigest()
    import_id = hashlib.sha256(f"{member_id}:{person.id}:{form}:{digest}".encode()).hexdigest()[:32]
    known = await report_of(hub, person, member_id, import_id)
    if known is not None:
        return known
    candidates, reports = await asyncio.to_thread(_read, content, form, origin)
    now = hub.clock()
    row = IntelImport(
        id=import_id, member_id=member_id, person_id=person.id, format=form, sha256=digest, came_at=now
    )
    async with hub.unit(EVERYONE) as unit:
        if await store.begin(unit.session, row, now - BROKEN_OFF_AFTER) is None:
            raise ImportUnderWay
        _write(unit, row, reports)
    fresh: set[str] = set()
    for start in range(0, len(candidates), PAGE):
        page = await _take(hub, person, row, candidates[start : start + PAGE], fresh)
        fresh |= {one.item_id for one in page if one.item_id and one.outcome in _NEW}
        reports += page
    return await _end(hub, person, row, sorted(reports, key=lambda one: one.line))


def _read(content: bytes, form: str, origin: Origin) -> tuple[list[Candidate], list[LineReport]]:
    if form == "csv":
        return read_csv(content, origin)
    read = read_stix(content, origin)
    return read.candidates, read.reports


async def _require_may(hub: Hub, person: Person, member_id: str) -> None:
    async with hub.database.read(EVERYONE) as session:
        member = await session.get(Member, member_id)
        if member is None or not person.may(Permission.SHARE, member_id):
            known = member is not None and member_id in person.member_ids
            raise NeedsRole("share_intel", member.name if known and member else "")
        await require_open(Unit(session, EVERYONE, hub.clock()), Feature.SHARING, member)


async def _take(
    hub: Hub, person: Person, row: IntelImport, page: Sequence[Candidate], fresh: set[str]
) -> list[LineReport]:
    """One page in one commit; with a matching key that was added meanwhile, once more."""
    try:
        return await _take_once(hub, person, row, page, fresh)
    except MatchingKeyAdded:
        return await _take_once(hub, person, row, page, fresh)


async def _take_once(
    hub: Hub, person: Person, row: IntelImport, page: Sequence[Candidate], fresh: set[str]
) -> list[LineReport]:
    matching = await matcher(hub)
    async with hub.unit(EVERYONE) as unit:
        reads_as = narrowed(person, row.member_id)
        lines = await Lines.around(unit, reads_as, row.member_id, page, matching, fresh, row.id)
        reports = [await lines.take(candidate) for candidate in page]
        _write(unit, row, reports)
    return reports


def _write(unit: Unit, row: IntelImport, reports: Sequence[LineReport]) -> None:
    unit.session.add_all(
        IntelImportLine(
            import_id=row.id,
            line=one.line,
            member_id=row.member_id,
            about=one.about,
            outcome=one.outcome.value,
            problem=":".join(filter(None, (one.problem and one.problem.value, one.rule))) or None,
            item_id=one.item_id,
        )
        for one in reports
    )


async def _end(hub: Hub, person: Person, row: IntelImport, reports: list[LineReport]) -> Imported:
    counts = dict(sorted(Counter(one.outcome.value for one in reports).items()))
    async with hub.unit(EVERYONE) as unit:
        kept = await unit.session.get_one(IntelImport, row.id)
        kept.ended_at, kept.counts = unit.now, counts
        note_deed(
            unit, Deed.INTEL_IMPORTED, "intel", by=person, member_id=row.member_id, subject_id=row.id,
            details={"format": row.format, "sha256": row.sha256, **counts},
        )  # fmt: skip
    return Imported(id=row.id, again=False, counts=counts, lines=reports)


async def report_of(hub: Hub, person: Person, member_id: str, import_id: str) -> Imported | None:
    """The report of a file the person brought in for a member; None where there is none, or not yet.

    A colleague's report is none: its lines tell what that colleague may read.
    Raises NeedsRole for whoever may not share for the member.
    """
    if not person.may(Permission.SHARE, member_id):
        raise NeedsRole("share_intel", "")
    async with hub.database.read(EVERYONE) as session:
        row = await store.get_import(session, import_id, member_id)
        if row is None or row.ended_at is None or row.person_id != person.id:
            return None
        lines = await store.lines_of(session, row.id)
    return Imported(id=row.id, again=True, counts=row.counts, lines=[_report(one) for one in lines])


def _report(line: IntelImportLine) -> LineReport:
    problem, _, rule = (line.problem or "").partition(":")
    return LineReport(
        line=line.line,
        about=line.about,
        outcome=LineOutcome(line.outcome),
        problem=LineProblem(problem) if problem else None,
        rule=rule or None,
        item_id=line.item_id,
    )
