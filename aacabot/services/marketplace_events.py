"""What marketplaces tell of takedowns and listings (contract 5.3): each event is one commit."""

from aacabot.domain.cases import CaseEventKind, CaseState
from aacabot.domain.errors import IllegalMove
from aacabot.domain.ids import new_id
from aacabot.domain.listings import MarketplaceEvent, MarketplaceEventType
from aacabot.domain.notes import NoteKind
from aacabot.domain.takedowns import TakedownState
from aacabot.domain.viewers import EVERYONE
from aacabot.logs import log
from aacabot.marketplaces.connector import TakedownAnswer, TakedownStatus
from aacabot.services import answers, cases, counter_notices, intake, messages, takedowns, verification
from aacabot.services.cases import CaseFile
from aacabot.services.hub import Hub, Unit
from aacabot.services.notes import case_note
from aacabot.store import cases as case_store
from aacabot.store import listings
from aacabot.store import takedowns as store
from aacabot.store.models import CaseRow, ListingRead, ListingRow, Marketplace, SeenWebhook, TakedownRow

_ANSWER = b'{"received": true}'
_ENDED = frozenset({CaseState.CLOSED, CaseState.DISMISSED})
_UNDER_WAY = frozenset(
    {TakedownState.OWED, TakedownState.SENDING, TakedownState.PENDING, TakedownState.REMOVED}
)
_T = MarketplaceEventType


async def receive_event(hub: Hub, marketplace: Marketplace, webhook_id: str, event: MarketplaceEvent) -> None:
    """Take in one event. The same webhook id again has no second effect; what fits no case is logged."""
    async with hub.unit(EVERYONE) as unit:
        seen = SeenWebhook(
            marketplace_id=marketplace.id,
            webhook_id=f"event:{webhook_id}",
            answer=_ANSWER,
            received_at=unit.now,
        )
        if not await listings.remember_webhook(unit.session, seen):
            return
        takedown = await _takedown(unit, marketplace, event)
        if event.type in {_T.TAKEDOWN_REMOVED, _T.TAKEDOWN_DECLINED}:
            followed = await _answer(unit, takedown, event)
        else:
            followed = await _follow(hub, unit, marketplace, event, takedown)
        if not followed:
            log(__name__).warning(
                "event fits no case", marketplace=marketplace.key, type=event.type, listing=event.listing_id
            )
    hub.metrics.intake.labels(marketplace.key, "event").inc()


async def _takedown(unit: Unit, marketplace: Marketplace, event: MarketplaceEvent) -> TakedownRow | None:
    if event.takedown_id:
        found = await store.get_takedown(unit.session, event.takedown_id)
        if found is not None and found.marketplace_id == marketplace.id:
            return found
    return None


async def _answer(unit: Unit, takedown: TakedownRow | None, event: MarketplaceEvent) -> bool:
    if takedown is None:
        return False
    removed = event.type is _T.TAKEDOWN_REMOVED
    answer = TakedownAnswer(
        status=TakedownStatus.REMOVED if removed else TakedownStatus.DECLINED,
        receipt=None,
        reason=event.reason,
        http_status=202,
        raw=b"",
    )
    opened = await takedowns.open_step(
        unit, takedown.id, TakedownState.SENDING, TakedownState.PENDING, TakedownState.REMOVED
    )
    if opened is None:
        opened = await _given_up(unit, takedown.id)
    if opened is None:
        return False
    await answers.settle(unit, *opened, answer, event.at)
    takedowns.wake(unit, takedown.marketplace_id)
    return True


async def _given_up(unit: Unit, takedown_id: str) -> tuple[TakedownRow, CaseFile] | None:
    """A takedown the hub had given up on, taken up again by the marketplace's own word."""
    opened = await takedowns.open_step(unit, takedown_id, TakedownState.FAILED)
    if opened is None or opened[1].state is not CaseState.FAILED:
        return None
    takedown, file = opened
    await cases.record(unit, file.case, CaseEventKind.RETRIED)
    if takedown.sent_at is not None:
        await cases.record(unit, file.case, CaseEventKind.SENT, data=takedowns.as_sent(takedown))
    await counter_notices.wait_again(unit, file)
    takedown.state, takedown.reason, takedown.problem = TakedownState.SENDING.value, None, None
    return takedown, file


async def _follow(
    hub: Hub, unit: Unit, marketplace: Marketplace, event: MarketplaceEvent, takedown: TakedownRow | None
) -> bool:
    row = await _listing(unit, marketplace, event, takedown)
    if row is None:
        return False
    if event.type is _T.LISTING_REMOVED:
        await verification.listing_gone(unit, row.id)
        return True
    if event.type is _T.LISTING_RELISTED:
        await listings.mark_live_again(unit.session, [row.id])
        await intake.owe_screening(hub, unit, marketplace.id, [row.id])
        return True
    if event.type is _T.LISTING_CHANGED:
        unit.session.add(
            ListingRead(id=new_id(), marketplace_id=marketplace.id, listing_id=row.id, owed_at=unit.now)
        )
        takedowns.wake(unit, marketplace.id)
        return True
    return await _answered_by_seller(unit, event, row, takedown)


async def _listing(
    unit: Unit, marketplace: Marketplace, event: MarketplaceEvent, takedown: TakedownRow | None
) -> ListingRow | None:
    if event.listing_id:
        return await listings.find_listing(unit.session, marketplace.id, event.listing_id)
    if takedown is not None:
        case = await unit.session.get_one(CaseRow, takedown.case_id)
        return await unit.session.get_one(ListingRow, case.listing_id)
    return None


async def _answered_by_seller(
    unit: Unit,
    event: MarketplaceEvent,
    row: ListingRow,
    takedown: TakedownRow | None,
) -> bool:
    """A restore or a counter-notice: for the takedown named, otherwise each that acted on the listing."""
    held = await case_store.lock_by_listing(unit.session, row.id)
    chosen = [case for case in held if takedown is None or case.id == takedown.case_id]
    if event.type is _T.LISTING_RESTORED:
        await listings.mark_settled(unit.session, [row.id], unit.now)
    followed = False
    for case in chosen:
        if CaseState(case.state) in _ENDED or (takedown is None and not await _has_acted(unit, case)):
            continue
        file = await cases.open_file(unit, case.id)
        try:
            if event.type is _T.LISTING_RESTORED:
                await _restored(unit, file, event)
            else:
                await counter_notices.arrived(unit, file, event)
            followed = True
        except IllegalMove:
            log(__name__).info("event passes a case by", case=case.number, state=case.state)
    return followed


async def _has_acted(unit: Unit, case: CaseRow) -> bool:
    """Whether a notice of the case may have gone out: what others' did is none of its business."""
    takedown = await store.latest_takedown(unit.session, EVERYONE, case.id)
    return takedown is not None and takedown.notice is not None


async def _restored(unit: Unit, file: CaseFile, event: MarketplaceEvent) -> None:
    await cases.record(
        unit,
        file.case,
        CaseEventKind.RESTORED,
        reason=event.reason,
        data={"text": event.text} if event.text else {},
        occurred_at=event.at,
    )
    takedown = await store.latest_takedown(unit.session, EVERYONE, file.case.id)
    if takedown is not None and takedown.state in _UNDER_WAY:
        takedown.state, takedown.due_at = TakedownState.CANCELLED.value, None
    await counter_notices.close_open(unit, file)
    note = await case_note(unit, file, NoteKind.RESTORED, reason=event.reason, text=event.text, at=event.at)
    await messages.note_in_thread(unit, file.case, note)
