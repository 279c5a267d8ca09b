"""Routing: what a case asks of its reviewer, who knows it, and the desk's queue by that."""

import pytest

from aacabot.domain.errors import NeedsRole, NoSuchColleague
from aacabot.domain.rights import RightKind
from aacabot.domain.specialties import Language, Needs
from aacabot.services import desk_queue, review_claims, reviews, specialties
from aacabot.services.desk_queue import Which
from aacabot.services.hub import Hub
from aacabot.store.models import AuditEntryRow
from tests.journeys.alliance import ANN, GIL, OLA
from tests.services.casework import OTTO, REX, Casework
from tests.services.reviewing import asked, for_review

CHINESE = Needs(languages=(Language.CHINESE,))
TITLE = {"title": "Ostrelle 运动鞋 全新正品"}


async def test_a_listing_in_chinese_is_for_those_who_read_it_and_mentions_them(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ola, rex = await work.person(OLA), await work.person(REX)
    await specialties.set_specialties(work.hub, ola, rex.id, CHINESE)
    case_id = await for_review(work, **TITLE)
    routed = [event for event in await work.events(case_id) if event.kind == "routed"]
    assert [event.data for event in routed] == [{"rights": [], "languages": ["chinese"]}]
    shown = (await work.alert(case_id)).desk
    assert shown.needs == CHINESE
    assert [(one.name, one.slack_user) for one in shown.specialists] == [("Rex", REX)]
    own = (await work.alert(case_id, await work.person(GIL))).desk
    assert own.specialists == ()

    plain = await for_review(work)
    assert "routed" not in [event.kind for event in await work.events(plain)]
    for_rex = await desk_queue.desk_queue(work.hub, rex, Which.FOR_ME)
    assert [line.alert.case_id for line in for_rex.lines] == [case_id]
    assert (await desk_queue.desk_queue(work.hub, ola, Which.FOR_ME)).total == 0


async def test_the_queue_shows_all_that_waits_for_the_desk_and_what_one_is_on(hub: Hub) -> None:
    work = await Casework.begun(hub)
    first = await for_review(work)
    work.later(minutes=1)
    second, question = await for_review(work), await asked(work)
    otto = await work.person(OTTO)
    queue = await desk_queue.desk_queue(work.hub, otto)
    assert queue.total == 3
    assert {line.alert.case_id for line in queue.lines} == {first, second, question}
    await review_claims.claim(work.hub, otto, second)
    mine = await desk_queue.desk_queue(work.hub, otto, Which.MINE)
    assert [(line.alert.case_id, line.mine) for line in mine.lines] == [(second, True)]
    await reviews.accept(work.hub, otto, second)
    assert (await desk_queue.desk_queue(work.hub, otto, page=9)).total == 2
    for stranger in (ANN, GIL):
        with pytest.raises(NeedsRole):
            await desk_queue.desk_queue(work.hub, await work.person(stranger))


async def test_an_operators_admin_says_what_reviewers_know(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ola, rex = await work.person(OLA), await work.person(REX)
    knows = Needs(rights=(RightKind.PATENT, RightKind.DESIGN), languages=(Language.THAI,))
    await specialties.set_specialties(work.hub, ola, rex.id, CHINESE)
    await specialties.set_specialties(work.hub, ola, rex.id, knows)
    known = {one.person_id: needs for one, needs in await specialties.reviewers(work.hub, ola)}
    assert known[rex.id] == knows
    assert known[ola.id] == Needs()
    with pytest.raises(NeedsRole):
        await specialties.set_specialties(work.hub, rex, rex.id, CHINESE)
    with pytest.raises(NoSuchColleague):
        await specialties.set_specialties(work.hub, ola, (await work.person(ANN)).id, CHINESE)
    with pytest.raises(NeedsRole):
        await specialties.reviewers(work.hub, await work.person(ANN))
    noted = [row for row in await work.rows(AuditEntryRow) if row.subject == "reviewer"]
    assert [row.subject_id for row in noted] == [rex.id, rex.id]
