"""Cases with everything a record has: taken down, dismissed with a note, held, and rooted."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from aacabot.domain.cases import DismissReason
from aacabot.domain.counsel import Scope
from aacabot.domain.ids import new_id
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.services import enforcement
from aacabot.services.counsel import Exported, write_record
from aacabot.services.hub import Hub
from aacabot.store.models import GrantRow
from tests.journeys.alliance import ANN, BEN
from tests.services import steps
from tests.services.casework import Casework
from tests.services.confirmed import latest, submitted

Change = Callable[[bytes], bytes | None]


async def keepers(work: Casework, user: str, role: str = "counsel", brand: str | None = None) -> None:
    """The journeys' members have no counsel of their own."""
    person = await work.person(user)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(
            GrantRow(
                id=new_id(),
                person_id=person.id,
                role=role,
                member_id=person.of_member,
                brand_id=brand,
                granted_at=unit.now,
            )
        )


async def taken_down(work: Casework) -> str:
    """A case of Acme's that was confirmed, sent, and seen gone. Returns its id."""
    case_id = await submitted(work, TakedownStatus.REMOVED)
    takedown = await latest(work, case_id)
    await steps.record_reading(work.hub, takedown.id, ListingStatus.REMOVED, work.now)
    return case_id


async def two_cases(hub: Hub) -> tuple[Casework, str, str]:
    """Of Acme: one taken down, one dismissed with a note of Ben's."""
    work = await Casework.begun(hub)
    first = await taken_down(work)
    second = await work.suspect("acme", description="<script>alert(1)</script>")
    work.later(minutes=5)
    ben = await work.person(BEN)
    await enforcement.dismiss(work.hub, ben, second, DismissReason.GENUINE, "Bought <b>here</b> by us.")
    return work, first, second


async def exported(work: Casework, target: Path, case_id: str | None = None) -> Exported:
    """The record of Acme, or of one case, as the command line writes it."""
    ann = await work.person(ANN)
    scope = Scope(member_id=str(ann.of_member), case_id=case_id)
    return await write_record(work.hub, "cli:root", scope, target)


def read(file: Path, path: str) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read(path)


def path_of(file: Path, ending: str) -> str:
    """The only path in the zip that ends so, or the first."""
    with zipfile.ZipFile(file) as archive:
        return next(name for name in sorted(archive.namelist()) if name.endswith(ending))


def changed(source: Path, target: Path, changes: dict[str, Change], **added: bytes) -> Path:
    """A copy with files changed, left out (None) or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content: bytes | None = old.read(info)
            if info.filename in changes:
                content = changes[info.filename](old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
        for name, content in added.items():
            new.writestr(name, content)
    return target


def listed_anew(source: Path, path: str, content: bytes) -> bytes:
    """The manifest as a forger would write it, after changing one file."""
    manifest = json.loads(read(source, "manifest.json"))
    for one in manifest["files"]:
        if one["path"] == path:
            one.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
    return json.dumps(manifest).encode()
