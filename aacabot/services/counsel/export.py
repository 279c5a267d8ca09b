"""Writing a record: page by page into a zip on disk, signed, noted before any of it leaves."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aacabot.domain.audit import Deed
from aacabot.domain.chain import moment
from aacabot.domain.counsel import Scope
from aacabot.domain.counsel_verifier import FORMAT, MANIFEST, SIGNATURE
from aacabot.domain.ids import new_id
from aacabot.domain.people import Person
from aacabot.domain.signatures import sign_bytes
from aacabot.domain.viewers import EVERYONE
from aacabot.services.audit import note_deed
from aacabot.services.chain_roots import proofs_for
from aacabot.services.counsel.archive import Archive
from aacabot.services.counsel.asking import Asker
from aacabot.services.counsel.authority import Authorities
from aacabot.services.counsel.documents import (
    CaseRecord,
    case_file,
    covered,
    encoded,
    events_file,
    file_of,
    listing_file,
    notice_of,
    people_of,
)
from aacabot.services.counsel.good_faith import GoodFaithHistory
from aacabot.services.counsel.pages import case_page, index_page
from aacabot.services.hub import Hub
from aacabot.services.signing_keys import signing_key
from aacabot.store import cases as case_store
from aacabot.store import chain_roots
from aacabot.store import counsel as store
from aacabot.store.marketplaces import get_alliance
from aacabot.store.models import Brand, CaseRow, ChainRoot, CounselExport, Member

AT_ONCE = 25
"""Cases in memory at a time."""


@dataclass(frozen=True, kw_only=True)
class Exported:
    """A record that was written: `name` is the file's, `fingerprint` of the key that signed it."""

    id: str
    name: str
    cases: int
    size: int
    sha256: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class _Heading:
    """What the manifest says of the whole."""

    alliance: str
    scope: dict[str, Any]
    made_at: datetime
    made_by: str
    until_day: Any


async def write_record(hub: Hub, by: Asker, scope: Scope, target: Path) -> Exported:
    """Write the record of a scope to a file, and note that it was exported.

    The scope comes from `case_scope` or `member_scope`, which ask whether `by` keeps the record. The same
    rows at the same moment give the same bytes. Raises SigningKeyLocked, or OSError where the disk is full.
    """
    pair = await signing_key(hub)
    heading = await _heading(hub, by, scope)
    archive = Archive.at(target)
    try:
        listed = [entry async for entry in _write_cases(hub, scope, archive)]
        manifest = await _manifest(hub, heading, listed, archive)
        await asyncio.to_thread(archive.add_unlisted, MANIFEST, manifest)
        signature = encoded(sign_bytes(manifest, pair))
        await asyncio.to_thread(archive.add_unlisted, SIGNATURE, signature)
    finally:
        await asyncio.to_thread(archive.zip.close)
    digest, size = await asyncio.to_thread(_digest, target)
    export_id = await _note(hub, by, scope, heading, digest, size)
    return Exported(
        id=export_id,
        name=_name(heading),
        cases=len(listed),
        size=size,
        sha256=digest,
        fingerprint=pair.fingerprint,
    )


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _name(heading: _Heading) -> str:
    said = heading.scope
    of = said.get("case") or "-".join(filter(None, (said["member"], said["brand"], said["from"], said["to"])))
    return f"record-{of}.zip"


async def _heading(hub: Hub, by: Asker, scope: Scope) -> _Heading:
    async with hub.database.read(EVERYONE) as session:
        alliance = await get_alliance(session)
        member = await session.get_one(Member, scope.member_id)
        brand = await session.get_one(Brand, scope.brand_id) if scope.brand_id else None
        case = await session.get_one(CaseRow, scope.case_id) if scope.case_id else None
        last = await chain_roots.last_root(session)
    written = scope.written(member.key, case.number if case else None, brand.key if brand else None)
    return _Heading(
        alliance=alliance.name if alliance else "",
        scope=written,
        made_at=hub.clock(),
        made_by=by.name if isinstance(by, Person) else by,
        until_day=last.day if last else None,
    )


async def _write_cases(hub: Hub, scope: Scope, archive: Archive) -> AsyncIterator[dict[str, Any]]:
    """Write the cases' folders, and give what the manifest says of each."""
    after: str | None = None
    while True:
        records = await _read_page(hub, scope, after)
        for record in records:
            yield await _write_case(hub, record, archive)
        if len(records) < AT_ONCE:
            return
        after = records[-1].case.id


async def _read_page(hub: Hub, scope: Scope, after: str | None) -> list[CaseRecord]:
    async with hub.database.read(EVERYONE) as session:
        rows = await store.cases_after(session, scope, after, AT_ONCE)
        if not rows:
            return []
        # A case goes on while it is read: its row says which events it had.
        events = await case_store.events_of_cases(session, [case.id for case in rows])
        until = {case.id: [one for one in events[case.id] if one.seq <= case.event_count] for case in rows}
        kept = await store.read_kept(session, rows)
        people = {ident for case in rows for ident in people_of(case, until[case.id], kept)}
        authorities = await Authorities.read(session, scope.member_id, people)
        good_faith = await GoodFaithHistory.read(session, scope.member_id)
    return [
        CaseRecord(
            case=case, events=until[case.id], kept=kept, authorities=authorities, good_faith=good_faith
        )
        for case in rows
    ]


async def _write_case(hub: Hub, record: CaseRecord, archive: Archive) -> dict[str, Any]:
    case = record.case
    folder = f"cases/{case.number}"
    missing = await _write_evidence(hub, record, folder, archive)
    document = case_file(record, missing)
    written = [
        ("case.json", encoded(document)),
        ("events.json", events_file(record.events)),
        *((notice_of(row), row.notice) for row in record.takedowns if row.notice is not None),
        *_listings(record),
        ("summary.html", case_page(document, [one.kind for one in record.events])),
    ]
    for name, content in written:
        await asyncio.to_thread(archive.add, f"{folder}/{name}", content)
    chained = [row for row in record.events if row.hash]
    return {
        "id": case.id,
        "number": case.number,
        "folder": folder,
        "state": case.state,
        "brand": document["brand"]["name"],
        "events": len(record.events),
        "head": case.chain_head,
        "recorded": [row.recorded_at for row in chained],
    }


def _listings(record: CaseRecord) -> list[tuple[str, bytes]]:
    case = record.case
    rows = [
        record.kept.versions.get((case.listing_id, one)) for one in {case.version, case.decided_version or 0}
    ]
    kept = sorted((row for row in rows if row is not None), key=lambda row: row.version)
    return [(listing_file(row.version), row.body) for row in kept]


async def _write_evidence(hub: Hub, record: CaseRecord, folder: str, archive: Archive) -> dict[str, str]:
    """Write each kept file once; returns why those that cannot be read are missing, by their path."""
    missing: dict[str, str] = {}
    written = {notice_of(row) for row in record.takedowns if row.notice is not None}
    for piece in record.evidence:
        if piece.path in missing or file_of(piece) in written:
            continue
        try:
            content = await hub.evidence.read(piece.path)
        except OSError as error:
            missing[piece.path] = f"the evidence store does not have it: {type(error).__name__}"
            continue
        await asyncio.to_thread(archive.add, f"{folder}/{file_of(piece)}", content)
        written.add(file_of(piece))
    return missing


async def _manifest(hub: Hub, heading: _Heading, listed: list[dict[str, Any]], archive: Archive) -> bytes:
    """The manifest's bytes, once the index is in the archive: the days' roots are looked up last."""
    async with hub.database.read(EVERYONE) as session:
        proofs, roots = await _roots(session, heading, listed)
    cases = []
    for entry in listed:
        entry.pop("recorded")
        cases.append({**entry, "root": covered(proofs.get(entry["id"]), entry["events"])})
    said = {
        "format": FORMAT,
        "alliance": heading.alliance,
        "scope": heading.scope,
        "made_at": moment(heading.made_at),
        "made_by": heading.made_by,
        "hub_version": version("aacabot"),
        "roots": [
            {
                "day": row.day.isoformat(),
                "root": row.root,
                "events": row.events,
                "made_at": moment(row.made_at),
            }
            for row in roots
        ],
    }
    await asyncio.to_thread(archive.add, "index.html", index_page(said, cases))
    return encoded({**said, "cases": cases, "files": archive.files})


async def _roots(
    session: AsyncSession, heading: _Heading, listed: list[dict[str, Any]]
) -> tuple[dict[str, dict[str, Any]], list[ChainRoot]]:
    """What proves each case under the newest root that covers it, and the roots this takes."""
    newest = heading.until_day
    wanted = {}
    for entry in listed:
        rooted = [at for at in entry["recorded"] if newest is not None and at.date() <= newest]
        if rooted:
            wanted[entry["id"]] = rooted[-1]
    proofs = await proofs_for(session, wanted)
    roots = await chain_roots.get_roots(session, sorted({at.date() for at in wanted.values()}))
    return proofs, sorted(roots.values(), key=lambda row: row.day)


async def _note(hub: Hub, by: Asker, scope: Scope, heading: _Heading, digest: str, size: int) -> str:
    async with hub.unit(EVERYONE) as unit:
        row = CounselExport(
            id=new_id(),
            member_id=scope.member_id,
            scope=heading.scope,
            person_id=by.id if isinstance(by, Person) else None,
            made_at=heading.made_at,
            sha256=digest,
            size=size,
        )
        unit.session.add(row)
        note_deed(
            unit, Deed.RECORD_EXPORTED, "record", by=by, member_id=scope.member_id, subject_id=row.id,
            details={**heading.scope, "sha256": digest, "size": size},
        )  # fmt: skip
        return row.id


async def keep(hub: Hub, export_id: str, file: Path) -> None:
    """Keep an export that is too large to send, until it is fetched with the command line."""
    kept = await hub.evidence.keep_file(file)
    async with hub.unit(EVERYONE) as unit:
        row = await unit.session.get_one(CounselExport, export_id)
        row.path = kept.path


class NoSuchExport(Exception):
    """No export that was kept has this id."""


async def fetch(hub: Hub, by: str, export_id: str, target: Path) -> None:
    """Copy a kept export into a file; who fetched it is noted. Raises NoSuchExport, or OSError."""
    async with hub.unit(EVERYONE) as unit:
        row = await store.export_of(unit.session, export_id)
        if row is None or row.path is None:
            raise NoSuchExport(export_id)
        path = row.path
        note_deed(
            unit, Deed.RECORD_EXPORTED, "record", by=by, member_id=row.member_id, subject_id=row.id,
            details={**row.scope, "fetched": True},
        )  # fmt: skip
    await hub.evidence.copy_out(path, target)
