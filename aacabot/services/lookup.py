"""Looking cases up: by number or listing address, and what a form is opened for."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.alerts import Alert, HistoryLine, ListingText
from aacabot.domain.case_numbers import nearest, normalise
from aacabot.domain.errors import CaseNotFound, NotAllowed
from aacabot.domain.people import Person
from aacabot.domain.rights import Right
from aacabot.services import alerts, cases
from aacabot.services.cases import CaseFile
from aacabot.services.deciding import require_open_to_decide
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.messages import card_of
from aacabot.services.reviewing import DESK_DEEDS, require_reviewable
from aacabot.store import cases as store
from aacabot.store import people
from aacabot.store.models import CaseRow, ListingRow, Marketplace, SlackMessageRow


@dataclass(frozen=True)
class FoundCase:
    """A case as its card shows it, with its history and the way to its card in Slack."""

    alert: Alert
    history: tuple[HistoryLine, ...]
    card_url: str | None


async def find_case(hub: Hub, person: Person, asked: str) -> FoundCase:
    """The case a person asks for, by number or by its listing's address, among those they may see.

    Raises CaseNotFound, with the nearest number of theirs where one letter is off.
    """
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        if "://" in asked:
            return await _found(unit, await _by_address(unit, person, asked))
        return await _found(unit, await _by_number(unit, person, asked))


async def open_case(hub: Hub, person: Person, case_id: str) -> FoundCase:
    """The case behind a button. Raises CaseNotFound or NotAllowed."""
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        return await _found(unit, (await _open_to_see(unit, person, case_id)).case)


async def _open_to_see(unit: Unit, person: Person, case_id: str) -> CaseFile:
    """The case, for a person with a role for its brand; colleagues of other brands learn who has one."""
    file = await cases.open_file(unit, case_id)
    require_known(person, file)
    if not person.may_see(file.member.id, file.brand.id):
        who = await people.who_may_decide(unit.session, unit.viewer, file.member.id, file.brand.id, unit.now)
        raise NotAllowed("see", file.brand.name, who)
    return file


async def _by_number(unit: Unit, person: Person, asked: str) -> CaseRow:
    number = normalise(asked)
    case = await _numbered(unit, person, number) if number else None
    if case is None:
        known = await store.visible_numbers(unit.session, unit.viewer)
        close = nearest(asked, known)
        raise CaseNotFound(asked, close if close and await _numbered(unit, person, close) else None)
    return case


async def _numbered(unit: Unit, person: Person, number: str) -> CaseRow | None:
    case = await store.find_by_number(unit.session, unit.viewer, number)
    return case if case and person.may_see(case.member_id, case.brand_id) else None


async def _by_address(unit: Unit, person: Person, asked: str) -> CaseRow:
    address = asked.strip("<> ").partition("|")[0]
    host = _host(address)
    rows = await unit.session.execute(select(Marketplace))
    ids = [market.id for market in rows.scalars() if host in market.hosts]
    found = await unit.session.execute(
        select(ListingRow).where(col(ListingRow.url) == address, col(ListingRow.marketplace_id).in_(ids))
    )
    listing = found.scalars().first()
    held = await store.find_by_listing(unit.session, unit.viewer, listing.id) if listing else []
    for case in held:
        if person.may_see(case.member_id, case.brand_id):
            return case
    raise CaseNotFound(asked)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # not an address at all, such as `http://[`
        return ""


async def _found(unit: Unit, case: CaseRow) -> FoundCase:
    alert, _ = await alerts.read_alert(unit, case.id)
    card = await card_of(unit, case)
    events = await cases.history(unit, unit.viewer, case.id)
    names = await people.names(unit.session, {event.person_id for event in events if event.person_id})
    lines = tuple(
        HistoryLine(
            at=event.occurred_at,
            kind=event.kind,
            person=names.get(event.person_id or ""),
            reason=event.reason,
        )
        for event in events
    )
    return FoundCase(alert, lines, link_to(card) if card else None)


def link_to(message: SlackMessageRow) -> str | None:
    """Where Slack opens a message, once it is posted."""
    if message.ts is None:
        return None
    _, channel_id = message.channel.split(":", 1)
    # Slack opens this in whatever client is at hand (docs.slack.dev/interactivity/deep-linking).
    return f"https://slack.com/archives/{channel_id}/p{message.ts.replace('.', '')}"


async def listing_text(hub: Hub, person: Person, case_id: str) -> ListingText:
    """What the seller wrote, whole, for a person who may see the case."""
    async with hub.database.read(person.viewer) as session:
        file = await _open_to_see(Unit(session, person.viewer, hub.clock()), person, case_id)
    listing = file.listing
    return ListingText(
        title=listing.title,
        description=listing.description,
        seller_name=listing.seller.name if listing.seller else None,
        category=listing.category,
    )


async def case_to_change(
    hub: Hub, person: Person, case_id: str, action: str
) -> tuple[Alert, tuple[Right, ...]]:
    """A case a modal is to be opened for, with its brand's rights in force.

    Raises unless they may act, and it still waits for that.
    """
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        alert, file = await alerts.read_alert(unit, case_id)
        if action in DESK_DEEDS:
            await require_reviewable(unit, person, file, action)
        else:
            await require_open_to_decide(unit, person, file, action)
        rights = await cases.rights_of(unit, file.brand.id)
    return alert, tuple(right for right in rights if right.in_force(unit.now.date()))
