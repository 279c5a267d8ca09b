"""What the form for sharing is opened with: on whose behalf, and what a case knows."""

from sqlmodel import col, select

from aacabot.domain.cases import CaseState
from aacabot.domain.errors import FieldProblem, IllegalMove, NeedsRole
from aacabot.domain.features import Feature
from aacabot.domain.finding import found_among
from aacabot.domain.intel.forms import CaseToShare, EvidencePiece, FormOffered, ForWhom
from aacabot.domain.intel.items import VALUE_LIMIT
from aacabot.domain.intel.keys import listing_text, seller_text
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.naming import without
from aacabot.domain.people import Person
from aacabot.domain.roles import Permission
from aacabot.domain.untrusted import one_line
from aacabot.domain.viewers import EVERYONE
from aacabot.services import cases
from aacabot.services.cases import CaseFile
from aacabot.services.discretion import require_known
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel.group_choices import groups_offered
from aacabot.services.phases import require_open
from aacabot.store.handed_in import handed_in
from aacabot.store.intel.names import names_of
from aacabot.store.marketplaces import all_marketplaces
from aacabot.store.models import Brand, Member

OFFERED = 100
"""As many options as a menu of Slack's takes; typing narrows them down."""
_TAKEN_BACK = frozenset({CaseState.DISMISSED, CaseState.RETRACTED, CaseState.RESTORED})
_UPHELD = frozenset({CaseState.TAKEN_DOWN, CaseState.EDITED})


async def form_for(hub: Hub, person: Person, chosen: str | None = None) -> FormOffered:
    """An empty form, for the member or brand that is chosen (`ForWhom.value`), else the first by name.

    Raises NeedsRole for somebody who may share for nobody, FieldProblem for a choice that is none of theirs,
    or FeatureNotOpen.
    """
    known = await _choices(hub, person)
    if not known:
        raise NeedsRole("share_intel", "")
    whom = next((one for one in known if one.value == chosen), None) if chosen else known[0]
    if whom is None:
        raise FieldProblem("intel_member", "unknown")
    groups = await _groups(hub, person, whom)
    return FormOffered(
        whom=whom, several=len(known) > 1, groups=groups, marketplaces=await _marketplaces(hub)
    )


async def form_from_case(hub: Hub, person: Person, case_id: str) -> FormOffered:
    """The form with what a case knows. Raises CaseNotFound, NeedsRole, IllegalMove or FeatureNotOpen.

    What was found not to infringe, or was taken back, is nothing to warn others of.
    """
    async with hub.database.read(person.viewer) as session:
        unit = Unit(session, person.viewer, hub.clock())
        file = await cases.open_file(unit, case_id)
        require_known(person, file)
        if not person.may(Permission.SHARE, file.member.id, file.brand.id):
            raise NeedsRole("share_intel", file.brand.name)
        if file.state in _TAKEN_BACK:
            raise IllegalMove(file.case.number, file.case.state, "share")
        pieces = (await handed_in(session, [file.case.id])).get(file.case.id, [])
        evidence = tuple(
            EvidencePiece(id=row.id, kind=row.kind, day=row.taken_at.date().isoformat(), sha256=row.sha256)
            for row in pieces
        )
        names = await names_of(session, file.member.id)
    whom = ForWhom(member_id=file.member.id, brand_id=file.brand.id, name=file.brand.name)
    return FormOffered(
        whom=whom,
        groups=await _groups(hub, person, whom),
        marketplaces=await _marketplaces(hub),
        case=_of_case(file, evidence, names),
    )


def _of_case(file: CaseFile, evidence: tuple[EvidencePiece, ...], names: frozenset[str]) -> CaseToShare:
    """What it knows; its title is read without the member's own names, and compared whole."""
    listing, market = file.listing, file.marketplace.id
    seller, picture = listing.seller, next((one.pdq for one in listing.images if one.pdq), None)
    values = {
        IntelKind.SELLER: (seller.name or seller.id) if seller else None,
        IntelKind.LISTING: listing.url,
        IntelKind.TITLE: without(listing.title, names | _disguises(file)),
        IntelKind.IMAGE: picture,
    }
    matches = {
        IntelKind.LISTING: listing_text(market, listing.listing_id),
        IntelKind.TITLE: listing.title,
    }
    if seller:
        matches[IntelKind.SELLER] = seller_text(market, seller.id)
    read = {kind: one_line(value, VALUE_LIMIT) for kind, value in values.items() if value}
    return CaseToShare(
        case_id=file.case.id,
        number=file.case.number,
        values={kind: value for kind, value in read.items() if value},
        matches=matches,
        marketplace_id=market,
        seller_ids=(file.row.seller_row_id,) if file.row.seller_row_id else (),
        category=file.brand.category,
        upheld=file.state in _UPHELD,
        evidence=evidence,
    )


def _disguises(file: CaseFile) -> frozenset[str]:
    """The mark as the seller wrote it, wherever it was found."""
    return frozenset(str(match.get("surface") or "") for match in file.case.matches)


async def whom_offered(hub: Hub, person: Person, typed: str) -> list[ForWhom]:
    """Up to a hundred members or brands the person may share for and that are named so."""
    known = await _choices(hub, person)
    if typed.strip():
        known = found_among(typed, [(one, [one.name]) for one in known])
    return known[:OFFERED]


async def _choices(hub: Hub, person: Person) -> list[ForWhom]:
    """A whole member where a role covers it, else the brands it covers, by name."""
    async with hub.database.read(person.viewer) as session:
        ids = sorted(person.member_ids)
        members = await session.execute(
            select(Member).where(col(Member.id).in_(ids), col(Member.withdrawn_at).is_(None))
        )
        whole = {one.id: one.name for one in members.scalars() if person.may(Permission.SHARE, one.id)}
        brands = await session.execute(
            select(Brand).where(col(Brand.member_id).in_(ids), col(Brand.withdrawn_at).is_(None))
        )
        found = [ForWhom(member_id=one, brand_id=None, name=name) for one, name in whole.items()]
        found += [
            ForWhom(member_id=one.member_id, brand_id=one.id, name=one.name)
            for one in brands.scalars()
            if one.member_id not in whole and person.may(Permission.SHARE, one.member_id, one.id)
        ]
        return sorted(found, key=lambda one: (one.name.casefold(), one.value))


async def _groups(hub: Hub, person: Person, whom: ForWhom) -> tuple[tuple[str, str], ...]:
    """The groups to choose among, by name. Raises FeatureNotOpen where sharing is not open to the member."""
    async with hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, hub.clock())
        await require_open(unit, Feature.SHARING, await session.get_one(Member, whom.member_id))
        return await groups_offered(unit, person, whom.member_id)


async def _marketplaces(hub: Hub) -> tuple[tuple[str, str], ...]:
    async with hub.database.read(EVERYONE) as session:
        found = [(one.id, one.name) for one in await all_marketplaces(session)]
    return tuple(sorted(found, key=lambda one: one[1].casefold()))
