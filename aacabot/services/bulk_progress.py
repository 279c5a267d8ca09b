"""How far an act is, for the card that shows it to whoever asked for it."""

from aacabot.domain.bulk_acts import BulkDeed, BulkException, BulkShown, ItemProblem, ItemState
from aacabot.domain.cases import CaseState
from aacabot.services.bulk_forecasts import EXCEPTIONS_SHOWN, who_was_first
from aacabot.services.hub import Unit
from aacabot.services.lookup import link_to
from aacabot.store import bulk_acts as store
from aacabot.store import people
from aacabot.store.models import BulkAct
from aacabot.store.waiting import cards_of


async def shown(unit: Unit, act_id: str) -> BulkShown:
    """The act as its card shows it now."""
    act = await unit.session.get_one(BulkAct, act_id)
    counts = await store.count_items(unit.session, act_id)
    stand = await store.where_done_stand(unit.session, act_id)
    return BulkShown(
        act_id=act.id,
        deed=BulkDeed(act.deed),
        total=act.total,
        done=sum(n for (state, _), n in counts.items() if state is ItemState.DONE),
        second=stand.get(CaseState.PENDING_SECOND, 0),
        at_desk=stand.get(CaseState.PLATFORM_REVIEW, 0),
        problems={ItemProblem(why): n for (_, why), n in counts.items() if why},
        exceptions=await _exceptions(unit, act),
        asked_at=act.submitted_at or act.asked_at,
        finished_at=act.finished_at,
        retracted_at=act.retracted_at,
    )


async def _exceptions(unit: Unit, act: BulkAct) -> tuple[BulkException, ...]:
    rows = await store.not_done(unit.session, act.id, EXCEPTIONS_SHOWN)
    first = {case.id: who_was_first(case, BulkDeed(act.deed), problem) for case, _, problem in rows}
    names = await people.names(unit.session, {person_id for person_id in first.values() if person_id})
    cards = await cards_of(unit.session, [case.id for case, *_ in rows])
    return tuple(
        BulkException(
            case_id=case.id,
            number=case.number,
            brand=brand,
            problem=problem,
            who=names.get(first[case.id] or ""),
            card_url=link_to(cards[case.id]) if case.id in cards else None,
        )
        for case, brand, problem in rows
    )
