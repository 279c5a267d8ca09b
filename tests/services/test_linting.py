"""Looking a notice over: what its card warns of, what stops a confirm, and what to expect."""

from datetime import timedelta

import pytest

from aacabot.domain.acceptance import Whose
from aacabot.domain.cases import CaseState
from aacabot.domain.errors import NoRightInForce, NoticeIncomplete
from aacabot.domain.evidence import HandedIn
from aacabot.domain.evidence_kinds import EvidenceKind
from aacabot.domain.ids import new_id
from aacabot.domain.linting import Rule
from aacabot.domain.listings import MarketplaceEventType
from aacabot.domain.rights import ReasonCode
from aacabot.domain.viewers import EVERYONE
from aacabot.marketplaces.connector import ListingStatus, TakedownStatus
from aacabot.services import alerts, cases, enforcement, evidence, linting
from aacabot.services.hub import Hub, Unit
from aacabot.store.models import GoodFaithDay, ListingRow, Member, RegisteredRight
from tests.journeys.alliance import ANN
from tests.services import steps
from tests.services.casework import Casework
from tests.services.confirmed import event, latest, submitted


@pytest.fixture
async def work(hub: Hub) -> Casework:
    return await Casework.begun(hub)


async def warned_of(work: Casework, case_id: str) -> list[Rule]:
    return [finding.rule for finding in (await work.alert(case_id)).findings.found]


async def test_a_plain_case_warns_that_nothing_gives_it_away_and_is_confirmed_all_the_same(
    work: Casework,
) -> None:
    case_id = await work.suspect(country="FR", category="shoes")
    assert await warned_of(work, case_id) == [Rule.COUNTERFEIT_SHOWN]
    file = await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    assert file.state is CaseState.CONFIRMED
    assert await warned_of(work, case_id) == []


async def test_country_goods_and_reason_are_looked_at_and_a_tell_is_enough(work: Casework) -> None:
    case_id = await work.suspect(country="US", category="phones")
    ann = await work.person(ANN)
    given = HandedIn(kind=EvidenceKind.TELL, sentence="No hologram on the box.")
    assert await evidence.add(work.hub, ann, case_id, given, []) == 1
    # The brand itself sells shoes, which the right covers; only the country is left.
    assert await warned_of(work, case_id) == [Rule.TERRITORY]
    design = next(
        right for right in await work.rows(RegisteredRight, kind="design") if right.withdrawn_at is None
    )
    await enforcement.report_as(work.hub, ann, case_id, design.id, ReasonCode.DESIGN)
    assert await warned_of(work, case_id) == [Rule.TERRITORY, Rule.CHART_SHOWN]


async def test_the_service_and_the_card_say_the_same(work: Casework) -> None:
    case_id = await work.suspect(country="US")
    async with work.hub.database.read(EVERYONE) as session:
        unit = Unit(session, EVERYONE, work.now)
        file = await cases.open_file(unit, case_id)
        right = await cases.right_in_force(unit, file.case, work.now.date())
        assert right is not None
        found = await linting.lint(unit, file, right, ReasonCode.COUNTERFEIT)
        without = await linting.lint(unit, file, right, ReasonCode.COUNTERFEIT, bona_fide=False)
    assert found == (await work.alert(case_id)).findings
    assert [one.rule for one in without.blocking] == [Rule.STATEMENT]


async def test_without_a_contact_nothing_is_confirmed_and_nothing_changes(work: Casework) -> None:
    case_id = await work.suspect()
    await set_contact(work, case_id, None)
    with pytest.raises(NoticeIncomplete) as refused:
        await enforcement.confirm(work.hub, await work.person(ANN), case_id)
    assert [one.rule for one in refused.value.missing] == [Rule.COMPLAINANT]
    assert [event.kind for event in await work.events(case_id)] == ["opened"]
    assert (await work.alert(case_id)).findings.blocking
    await set_contact(work, case_id, "ip@acme.example")
    await enforcement.confirm(work.hub, await work.person(ANN), case_id)


async def set_contact(work: Casework, case_id: str, email: str | None) -> None:
    async with work.hub.unit(EVERYONE) as unit:
        member = await unit.session.get_one(Member, (await work.case(case_id)).member_id)
        member.contact_email = email


async def test_a_right_that_expired_yesterday_stops_the_confirm(work: Casework) -> None:
    case_id = await work.suspect("beta")
    async with work.hub.unit(EVERYONE) as unit:
        case = await work.case(case_id)
        right = await unit.session.get_one(RegisteredRight, case.right_id)
        right.expires = work.now.date() - timedelta(days=1)
    with pytest.raises(NoRightInForce):
        await enforcement.confirm(work.hub, await work.person("U0BEA"), case_id)
    assert (await work.alert(case_id)).findings.found == ()


async def decided(work: Casework, member_key: str, taken_down: int, declined: int, restored: int = 0) -> None:
    (member,) = await work.rows(Member, key=member_key)
    market = await work.marketplace()
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(
            GoodFaithDay(
                member_id=member.id,
                marketplace_id=market.id,
                reason_code="COUNTERFEIT",
                day=work.now.date() - timedelta(days=10),
                taken_down=taken_down,
                declined=declined,
                restored=restored,
            )
        )


async def test_what_to_expect_comes_from_the_members_own_past(work: Casework) -> None:
    case_id = await work.suspect()
    assert (await work.alert(case_id)).findings.score is None
    await decided(work, "acme", taken_down=28, declined=2, restored=1)
    score = (await work.alert(case_id)).findings.score
    assert score is not None
    assert (score.whose, score.decided, score.upheld, score.points) == (Whose.MEMBER, 30, 27, 74)


async def test_without_one_it_comes_from_the_alliances_of_which_no_member_can_be_told(
    work: Casework,
) -> None:
    case_id = await work.suspect()
    for key in ("beta", "gamma", *(await more_members(work, 3))):
        await decided(work, key, taken_down=18, declined=2)
    await linting.add_up_acceptance(work.hub)
    ann = await work.person(ANN)
    score = (await work.alert(case_id, ann)).findings.score
    assert score is not None
    assert (score.whose, score.decided, score.upheld) == (Whose.ALLIANCE, 100, 90)


async def test_it_is_added_up_once_a_day(work: Casework) -> None:
    case_id = await work.suspect()
    keys = ["beta", "gamma", *(await more_members(work, 3))]
    for key in keys[:4]:
        await decided(work, key, taken_down=25, declined=0)
    await linting.add_up_acceptance(work.hub)
    await decided(work, keys[4], taken_down=25, declined=0)
    await linting.add_up_acceptance(work.hub)
    assert (await work.alert(case_id)).findings.score is None
    work.later(days=1)
    await linting.add_up_acceptance(work.hub)
    assert (await work.alert(case_id)).findings.score is not None


async def more_members(work: Casework, count: int) -> list[str]:
    keys = [f"more-{number}" for number in range(count)]
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add_all([Member(id=new_id(), key=key, name=key) for key in keys])
    return keys


async def test_another_open_case_of_the_brand_on_the_listing_is_a_duplicate(work: Casework) -> None:
    case_id = await submitted(work, TakedownStatus.REMOVED)
    takedown = await latest(work, case_id)
    await steps.record_reading(work.hub, takedown.id, ListingStatus.REMOVED, work.now)
    await event(work, MarketplaceEventType.COUNTER_NOTICE_FILED, takedown_id=takedown.id, text="No.")
    (row,) = await work.rows(ListingRow)
    again = await work.suspect(listing_id=row.listing_id, title="Zephyrine runner, again")
    assert Rule.ANOTHER_CASE in await warned_of(work, again)
    assert Rule.STILL_LISTED not in await warned_of(work, again)


async def test_many_cards_are_linted_with_no_more_statements_than_one(work: Casework) -> None:
    ids = [await work.suspect(listing_id=f"many-{number}") for number in range(4)]
    one, many = await statements(work, ids[:1]), await statements(work, ids)
    assert one == many


async def statements(work: Casework, case_ids: list[str]) -> int:
    """How many statements reading these cards takes."""
    counted = 0
    async with work.hub.database.read(EVERYONE) as session:
        execute = session.execute

        async def counting(*args: object, **more: object) -> object:
            nonlocal counted
            counted += 1
            return await execute(*args, **more)  # type: ignore[call-overload]

        session.execute = counting  # type: ignore[method-assign, assignment]
        found = await alerts.read_alerts(Unit(session, EVERYONE, work.now), case_ids)
    assert set(found) == set(case_ids)
    return counted
