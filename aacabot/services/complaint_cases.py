"""A reported listing becomes a case that is confirmed already, within the commit that settles its row."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from aacabot.domain.case_numbers import format_case_number
from aacabot.domain.cases import CONFIRM_WITHIN, CaseEventKind, CaseState, opens_next_round
from aacabot.domain.complaints import RowProblem
from aacabot.domain.features import Feature
from aacabot.domain.ids import new_id
from aacabot.domain.listings import Listing, PartialListing, Source, merge
from aacabot.domain.people import Person
from aacabot.domain.rights import ReasonCode, Right
from aacabot.domain.severity import severity_of
from aacabot.marketplaces.connector import ListingRead, ListingStatus
from aacabot.services import cases, enforcement, intake
from aacabot.services.case_events import append
from aacabot.services.hub import Hub, Unit
from aacabot.services.intel import encounters
from aacabot.services.intel.matching import matcher_in
from aacabot.services.keywords import own_matches
from aacabot.services.phases import require_open
from aacabot.store import cases as case_store
from aacabot.store import listings, watchlists
from aacabot.store.models import Brand, CaseRow, Complaint, ComplaintRow, ListingRow, Marketplace, Member
from aacabot.store.people import person_by_id


class NotReported(Exception):
    """Why a row cannot be reported, and the case that bars it where one does. Nothing of it is kept."""

    def __init__(self, problem: RowProblem, case_id: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.case_id = case_id


class Gone(Exception):
    """The marketplace no longer has the listing, or never had it."""


@dataclass(frozen=True)
class _Report:
    """What a row is reported with: held rows, the filer as they are now, the right in force."""

    complaint: Complaint
    row: ComplaintRow
    marketplace: Marketplace
    member: Member
    brand: Brand
    person: Person
    right: Right


async def report(hub: Hub, unit: Unit, complaint: Complaint, row: ComplaintRow, read: ListingRead) -> CaseRow:
    """Open the case of a row that is held, with the listing as it was just read, and confirm it.

    Raises Gone, NotReported, or what refuses a confirm: the unit must then be given up.
    """
    if read.status is ListingStatus.REMOVED:
        raise Gone
    ready = await _ready(unit, complaint, row)
    listing_row, listing = await _take_in(hub, unit, ready, read.listing)
    case = await _open(unit, ready, listing_row, listing)
    matching = await matcher_in(hub, unit)
    encounters.meet(unit, case, ready.brand.category, listing, matching, is_new=True)
    file = await cases.file_of(unit, case)
    await enforcement.affirm(hub, unit, ready.person, file, ready.right, ReasonCode(complaint.reason_code))
    return case


async def _ready(unit: Unit, complaint: Complaint, row: ComplaintRow) -> _Report:
    """Everything the report stands on as it is now: roles and rights may have ended since it was filed."""
    session = unit.session
    brand = await session.get_one(Brand, complaint.brand_id)
    member = await session.get_one(Member, complaint.member_id)
    person = await person_by_id(session, complaint.person_id or "", unit.now)
    if person is None or brand.withdrawn_at or not person.may_decide(member.id, brand.id):
        raise NotReported(RowProblem.NOT_ALLOWED)
    await require_open(unit, Feature.CONFIRM, member)
    right = next((one for one in await cases.rights_of(unit, brand.id) if one.id == complaint.right_id), None)
    if right is None or not right.in_force(unit.now.date()):
        raise NotReported(RowProblem.RIGHT_NOT_IN_FORCE)
    marketplace = await session.get_one(Marketplace, row.marketplace_id)
    return _Report(complaint, row, marketplace, member, brand, person, right)


async def _take_in(
    hub: Hub, unit: Unit, report: _Report, read: PartialListing | None
) -> tuple[ListingRow, Listing]:
    """The listing as it reads now, stored like one the marketplace sent; a new one came from a member."""
    ident = report.row.listing_id or ""
    known = (await listings.known_listings(unit.session, report.marketplace.id, [ident])).get(ident)
    if known is not None:
        # Cases before their listing, as decisions hold them.
        await case_store.latest_rounds(unit.session, [known.id])
        body = (await listings.body_of(unit.session, known.id, known.version)).body
        before = Listing.model_validate_json(body)
        listing = merge(before, read) if read else before
    else:
        listing = _as_listing(report, read)
    await intake.take_in(hub, unit, report.marketplace, listing)
    row = await listings.find_listing(unit.session, report.marketplace.id, ident)
    assert row is not None
    return row, listing


def _as_listing(report: _Report, read: PartialListing | None) -> Listing:
    """What a marketplace says of a listing it never sent; UNREADABLE where that is not even a title."""
    said = read.model_dump(exclude_none=True) if read else {}
    try:
        return Listing.model_validate(
            {
                **said,
                "listing_id": report.row.listing_id,
                "url": report.row.url,
                "source": Source.MEMBER,
                "first_seen_at": report.complaint.made_at,
            }
        )
    except ValidationError:
        raise NotReported(RowProblem.UNREADABLE) from None


async def _open(unit: Unit, report: _Report, row: ListingRow, listing: Listing) -> CaseRow:
    """Open the brand's next case on the listing, unless one stands in the way or the seller is allowed."""
    seller = listing.seller
    if seller is not None:
        pairs = await watchlists.authorised(unit.session, report.marketplace.key, {seller.id})
        if (report.brand.id, seller.id) in pairs:
            raise NotReported(RowProblem.AUTHORISED_SELLER)
    rounds = await case_store.latest_rounds(unit.session, [row.id])
    last = rounds.get((row.id, report.brand.id))
    if last is not None and not _may_follow(last, row):
        raise NotReported(RowProblem.IN_A_CASE, last.id)
    number = (await case_store.take_numbers(unit.session, 1))[0]
    case = CaseRow(
        id=new_id(),
        number=format_case_number(number),
        listing_id=row.id,
        brand_id=report.brand.id,
        member_id=report.member.id,
        marketplace_id=report.marketplace.id,
        round=last.round + 1 if last else 1,
        state=CaseState.ALERTED.value,
        version=row.version,
        right_id=report.right.id,
        reason_code=report.complaint.reason_code,
        matches=await own_matches(unit, report.brand.id, listing),
        opened_at=unit.now,
        decide_by=unit.now + CONFIRM_WITHIN,
        severity=severity_of(report.brand.category, listing.category).value,
        seller_row_id=row.seller_row_id,
        complaint_id=report.complaint.id,
    )
    unit.session.add(case)
    await unit.session.flush()
    _note_opened(unit, case, report, listing.first_seen_at)
    return case


def _may_follow(last: CaseRow, row: ListingRow) -> bool:
    """Whether the brand's own report opens another case after this one.

    What the brand closed, let lapse or took back it may report anew: this is its new decision. What was
    declined or failed goes on in its own case, with new evidence or at the desk.
    """
    ended = CaseState(last.ended_as or last.state)
    if ended in {CaseState.DISMISSED, CaseState.EXPIRED, CaseState.RETRACTED, CaseState.EDITED}:
        return True
    return opens_next_round(ended, content_changed=last.version != row.version)


def _note_opened(unit: Unit, case: CaseRow, report: _Report, seen_at: datetime | None) -> None:
    note = report.row.note or report.complaint.note
    data = {"version": case.version, "source": Source.MEMBER.value, "complaint": report.complaint.id}
    append(
        unit, case, CaseEventKind.OPENED, before=None, person_id=report.person.id,
        data={**data, **({"note": note} if note else {})}, occurred_at=seen_at,
    )  # fmt: skip
