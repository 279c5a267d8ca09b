"""Reading a case as its card shows it: one frozen value, made from the case and its events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from aacabot.domain.alerts import (
    Alert,
    CounterNotice,
    Decision,
    InfoRequest,
    ListingShown,
    NotOpenYet,
    Suspicion,
    TakedownShown,
)
from aacabot.domain.cases import OPEN_STATES, CaseEventKind, CaseState, Change, affirmation
from aacabot.domain.features import Feature, Opening
from aacabot.domain.intel.met import MetShown
from aacabot.domain.keywords import title_span
from aacabot.domain.linting import Findings
from aacabot.domain.reviews import Specialist
from aacabot.domain.rights import ReasonCode, Right
from aacabot.domain.second_person import SecondNeeded
from aacabot.domain.specialties import Needs
from aacabot.domain.strikes import StrikesShown
from aacabot.domain.takedowns import TakedownState
from aacabot.services import cases, linting
from aacabot.services.cases import CaseFile
from aacabot.services.desk_cards import desk_shown, specialists_for
from aacabot.services.failures import NOT_ANSWERING
from aacabot.services.hub import Unit
from aacabot.services.intel.met import met_on_cards
from aacabot.services.linting import LINTED, Surroundings
from aacabot.services.objections import objections_shown
from aacabot.services.phases import opening_of
from aacabot.services.reopening import can_reopen
from aacabot.services.retraction import undo_until
from aacabot.services.second_person import seconds_needed
from aacabot.services.strikes import strikes_shown
from aacabot.services.takedowns import LANE_STOPPED
from aacabot.store import cases as store
from aacabot.store import people, takedowns
from aacabot.store.models import CaseEventRow, SellerRow, TakedownRow

_E = CaseEventKind
_KEYWORD = ReasonCode.KEYWORD_MISUSE


@dataclass(frozen=True)
class Told:
    """A case's events, asked by kind, with the names of the people in them."""

    events: tuple[CaseEventRow, ...]
    names: dict[str, str]

    def last(self, *kinds: CaseEventKind) -> CaseEventRow | None:
        return next((event for event in reversed(self.events) if event.kind in kinds), None)

    def since(self, start: CaseEventRow | None, *kinds: CaseEventKind) -> CaseEventRow | None:
        """The last such event after `start`; None where there is none, or no start."""
        found = self.last(*kinds)
        return found if found and start and found.seq > start.seq else None

    @property
    def was_edited(self) -> bool:
        """Whether what was verified last is that the listing names the mark no more, not that it is gone."""
        verified = self.last(_E.VERIFIED, _E.EDITED)
        return verified is not None and bool(verified.data.get("changes"))

    def who(self, event: CaseEventRow) -> str:
        return self.names.get(event.person_id or "", "")

    def decision(self, event: CaseEventRow | None) -> Decision | None:
        if event is None:
            return None
        return Decision(
            outcome=event.kind,
            person=self.who(event),
            at=event.occurred_at,
            reason=event.reason,
            note=event.data.get("note") or event.data.get("text") or None,
        )


async def read_alert(unit: Unit, case_id: str) -> tuple[Alert, CaseFile]:
    """The case as its card shows it now. Raises CaseNotFound where the viewer may not see it."""
    file = await cases.open_file(unit, case_id)
    return (await _alerts_of(unit, [file], {}))[case_id], file


async def read_alerts(unit: Unit, case_ids: Sequence[str], *, with_met: bool = False) -> dict[str, Alert]:
    """Cases by id as their cards show them now: for the hub's own work.

    `with_met` where it is for the card in the member's own channel, which alone tells what others met; the
    unit is then of EVERYONE.
    """
    files = list((await cases.open_files(unit, case_ids)).values())
    return await _alerts_of(unit, files, await met_on_cards(unit, files) if with_met else {})


@dataclass(frozen=True)
class _Around:
    """What stands around cases that were read already, each by the id of its case."""

    told: Mapping[str, Told]
    takedowns: Mapping[str, TakedownRow]
    storefronts: Mapping[str, str | None]
    rights: Mapping[str, list[Right]]
    notices: Surroundings
    seconds: Mapping[str, SecondNeeded]
    specialists: Mapping[Needs, tuple[Specialist, ...]]
    opening: Opening
    strikes: Mapping[str, StrikesShown]
    met: Mapping[str, MetShown]
    objections: Mapping[str, CounterNotice]


async def _alerts_of(unit: Unit, files: Sequence[CaseFile], met: Mapping[str, MetShown]) -> dict[str, Alert]:
    ids = [file.case.id for file in files]
    told = await _told(unit, files)
    objected = {ident for ident, each in told.items() if each.last(_E.COUNTER_NOTICED)}
    around = _Around(
        told=told,
        objections=await objections_shown(unit, files, objected),
        takedowns=await takedowns.latest_of_cases(unit.session, ids),
        storefronts=await _storefronts(unit, files),
        rights=await cases.rights_of_brands(unit, {file.brand.id for file in files}),
        notices=await linting.look_around(unit, files),
        seconds=await seconds_needed(unit, files),
        specialists=await specialists_for(unit, files),
        opening=await opening_of(unit, Feature.CONFIRM),
        strikes=await strikes_shown(unit, [file.case for file in files]),
        met=met,
    )
    return {file.case.id: _alert(unit, file, around) for file in files}


def _alert(unit: Unit, file: CaseFile, around: _Around) -> Alert:
    now = unit.now
    told, takedown = around.told[file.case.id], around.takedowns.get(file.case.id)
    rights = {right.id: right for right in around.rights.get(file.brand.id, ())}
    today = now.date()
    decided_right = rights.get(file.case.right_id or "") if file.case.decided_at else None
    right = decided_right or cases.effective_right(file.case, list(rights.values()), today)
    reason = cases.effective_reason(file.case, right) if right else None
    decided = told.last(_E.CONFIRMED, _E.DISMISSED, _E.RESUBMITTED)
    undone = told.last(_E.HELD, _E.SECOND_REFUSED, _E.SECOND_EXPIRED, _E.UNDONE, _E.REOPENED)
    if decided and undone and undone.seq > decided.seq:
        decided = None
    return Alert(
        case_id=file.case.id,
        number=file.case.number,
        round=file.case.round,
        state=file.state,
        member=file.member.name,
        brand=file.brand.name,
        listing=_listing(file, around.storefronts.get(file.row.seller_row_id or "")),
        suspicions=tuple(_suspicion(match) for match in file.case.matches),
        marketplace_reason=file.listing.suspicion.reason if file.listing.suspicion else None,
        right=right,
        reason_code=reason,
        right_choices=sum(right.in_force(today) for right in rights.values()),
        decide_by=file.case.decide_by,
        paused_at=file.case.paused_at,
        authorised_seller=file.case.authorised_seller,
        assignee=told.names.get(file.case.assignee_id or ""),
        not_open=_not_open(now, file, around.opening),
        changes=_changes(told),
        held=_is_held(told),
        affirmation=affirmation(file.case.version, right.id if right else None, reason),
        decision=told.decision(decided),
        review=told.decision(told.since(decided, _E.REVIEW_ACCEPTED, _E.REVIEW_DECLINED)),
        desk=desk_shown(unit, file, told, around.specialists),
        second_asked=file.state is CaseState.PENDING_SECOND,
        second_needed=around.seconds.get(file.case.id),
        second_expired_at=expired.occurred_at if (expired := _expired(told)) else None,
        second=told.decision(told.since(decided, _E.SECOND_APPROVED)),
        refusal=told.decision(told.since(told.last(_E.CONFIRMED), _E.SECOND_REFUSED)),
        retraction=told.decision(told.last(_E.RETRACTED)),
        evidence_count=around.notices.pieces(file.case.id),
        findings=_findings(unit, file, right, reason, around.notices),
        title_span=title_span(file.listing.title, file.case.matches) if reason is _KEYWORD else None,
        takedown=_takedown(takedown, told) if takedown and _is_of(takedown, decided) else None,
        counter_notice=around.objections.get(file.case.id) or _counter_notice(told),
        undo_until=undo_until(file, takedown, now),
        can_reopen=can_reopen(file, now),
        restored_at=restored.occurred_at if (restored := told.last(_E.RESTORED)) else None,
        restored_reason=restored.reason if restored else None,
        closed_at=closed.occurred_at if (closed := told.last(_E.FOUND_GONE)) else None,
        info=_info(told),
        guided=file.member.guided,
        strikes=around.strikes.get(file.case.id, StrikesShown()),
        met=around.met.get(file.case.id, MetShown()),
    )


def _is_of(takedown: TakedownRow, decided: CaseEventRow | None) -> bool:
    """Whether the takedown came of this decision: one that was declined is history once sent again."""
    if decided is None:
        return False
    return decided.kind != _E.RESUBMITTED or takedown.owed_at >= decided.recorded_at


def _findings(
    unit: Unit, file: CaseFile, right: Right | None, reason: ReasonCode | None, around: Surroundings
) -> Findings:
    """What the notice would lack, while somebody still decides; without a right the card says that alone."""
    if right is None or reason is None or file.state not in LINTED:
        return Findings()
    return linting.findings(unit, file, right, reason, around)


async def _told(unit: Unit, files: Sequence[CaseFile]) -> dict[str, Told]:
    events = await store.events_of_cases(unit.session, [file.case.id for file in files])
    ids = {event.person_id for each in events.values() for event in each if event.person_id}
    ids |= {file.case.assignee_id for file in files if file.case.assignee_id}
    names = await people.names(unit.session, ids) if ids else {}
    return {case_id: Told(tuple(each), names) for case_id, each in events.items()}


async def _storefronts(unit: Unit, files: Sequence[CaseFile]) -> dict[str, str | None]:
    """Sellers' names by their rows."""
    ids = {file.row.seller_row_id for file in files if file.row.seller_row_id}
    question = select(col(SellerRow.id), col(SellerRow.name)).where(col(SellerRow.id).in_(ids))
    return dict((await unit.session.execute(question)).all()) if ids else {}


def _not_open(now: datetime, file: CaseFile, opening: Opening) -> NotOpenYet | None:
    """When confirming opens to the member, where the case waits for it and it is not open yet."""
    if file.state not in {*OPEN_STATES, CaseState.PENDING_SECOND}:
        return None
    if opening.open_to(file.member.id, file.member.phase):
        return None
    return NotOpenYet(phase=opening.phase, begins=opening.begins_after(now.date()))


def _listing(file: CaseFile, storefront: str | None) -> ListingShown:
    listing = file.listing
    return ListingShown(
        marketplace=file.marketplace.name,
        listing_id=listing.listing_id,
        url=listing.url,
        title=listing.title,
        has_description=bool(listing.description.strip()),
        storefront=storefront or (listing.seller.name if listing.seller else None),
        price=listing.price.money if listing.price else None,
        units_sold=listing.units_sold,
        first_seen_at=listing.first_seen_at,
        images=tuple(image.url for image in listing.images),
    )


def _suspicion(match: dict[str, object]) -> Suspicion:
    return Suspicion(
        mark=str(match["mark"]),
        surface=str(match["surface"]),
        kind=str(match["kind"]),
        field=str(match["field"]),
        score=float(str(match["score"])),
    )


def _changes(told: Told) -> tuple[Change, ...]:
    changed = told.last(_E.LISTING_CHANGED, _E.HELD, _E.EDITED)
    if changed is None or told.since(changed, _E.CONFIRMED, _E.DISMISSED):
        return ()
    return tuple(Change(*change) for change in changed.data.get("changes", ()))


def _expired(told: Told) -> CaseEventRow | None:
    """That no second person came in time, while nobody has decided since."""
    expired = told.last(_E.SECOND_EXPIRED)
    return None if told.since(expired, _E.CONFIRMED, _E.DISMISSED) else expired


def _is_held(told: Told) -> bool:
    held = told.last(_E.HELD)
    return held is not None and told.since(held, _E.CONFIRMED, _E.DISMISSED) is None


def _info(told: Told) -> InfoRequest | None:
    asked = told.last(_E.ASKED_INFO)
    if asked is None:
        return None
    answered = told.since(asked, _E.INFO_GIVEN)
    return InfoRequest(
        asked_by=told.who(asked),
        asked_at=asked.occurred_at,
        question=asked.data.get("question"),
        answer=answered.data.get("answer") if answered else None,
        answered_by=told.who(answered) if answered else None,
        answered_at=answered.occurred_at if answered else None,
    )


def _counter_notice(told: Told) -> CounterNotice | None:
    filed = told.last(_E.COUNTER_NOTICED)
    if filed is None:
        return None
    return CounterNotice(
        filed_at=filed.occurred_at,
        answer_by=datetime.fromisoformat(filed.data["due"]),
        reason=filed.reason,
        text=filed.data.get("text") or None,
    )


def _takedown(row: TakedownRow, told: Told) -> TakedownShown:
    state = TakedownState(row.state)
    ended = told.last(_E.FAILED, _E.DECLINED)
    text = ended.data.get("text") if ended else None
    still_seen = state is TakedownState.REMOVED and row.read_at is not None
    retrying = row.problem == NOT_ANSWERING and row.due_at is not None
    return TakedownShown(
        sent_at=row.sent_at,
        receipt=row.receipt,
        pending=state is TakedownState.PENDING,
        reported_removed_at=row.reported_removed_at,
        verified_at=row.verified_at,
        still_live_at=row.read_at if still_seen and row.read_status == "live" else None,
        found_paused_at=row.read_at if still_seen and row.read_status == "paused" else None,
        declined_reason=row.reason if state is TakedownState.DECLINED else None,
        declined_text=text if state is TakedownState.DECLINED else None,
        failed_reason=row.reason if state is TakedownState.FAILED else None,
        retry_at=row.due_at if retrying else None,
        problem=row.problem if retrying else None,
        paused_by_lane=row.problem == LANE_STOPPED,
        withdrawn_at=row.withdrawn_at,
        edited=told.was_edited,
    )
