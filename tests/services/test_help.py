"""Asking the desk: who sees what, what stops the clock, and who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.help import HelpKind
from aacabot.domain.people import Role
from aacabot.domain.viewers import EVERYONE
from aacabot.services import conversations, help_clocks
from aacabot.services import help as desk
from aacabot.services.help_clocks import watch_clocks
from aacabot.services.hub import Hub
from aacabot.store import help as store
from aacabot.store.models import AuditEntryRow, GrantRow, HelpReply, HelpRequest, Member, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, BEN, OLA, RAY
from tests.services.casework import OTTO, Casework


async def begun(hub: Hub) -> Casework:
    """Otto is the account manager of all."""
    work = await Casework.begun(hub)
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(update(Member).values(account_manager=OTTO))
    return work


async def asked(work: Casework, user: str = ANN, kind: HelpKind = HelpKind.QUESTION) -> str:
    return await desk.ask(work.hub, await work.person(user), None, kind, "How do we prove it?")


async def request_of(work: Casework, request_id: str) -> HelpRequest:
    (row,) = await work.rows(HelpRequest, id=request_id)
    assert isinstance(row, HelpRequest)
    return row


async def notices(work: Casework, kind: str) -> list[str]:
    """The channels told of a kind, in order."""
    rows = await work.rows(SlackMessageRow, kind="notice")
    return [row.channel.split(":")[1] for row in rows if row.values["kind"] == kind]


async def seen(work: Casework, user: str) -> list[str]:
    talks, total = await conversations.page(work.hub, await work.person(user), 1)
    assert len(talks) == total
    return [talk.id for talk in talks]


async def test_a_question_has_a_clock_and_a_card_for_the_desk(hub: Hub) -> None:
    work = await begun(hub)
    question, blocked = await asked(work), await asked(work, BEN, HelpKind.BLOCKED)
    assert (await request_of(work, question)).reply_by == work.now + timedelta(hours=24)
    assert (await request_of(work, blocked)).reply_by == work.now + timedelta(hours=4)
    cards = await work.rows(SlackMessageRow, kind="help")
    assert {(card.channel, card.subject, card.member_id) for card in cards} == {
        ("T0OPS:C0OPS", question, None), ("T0OPS:C0OPS", blocked, None),
    }  # fmt: skip
    shown = await conversations.read(work.hub, await work.person(OLA), question)
    assert shown is not None
    assert (shown.member, shown.asked_by, shown.account_manager, shown.manager_slack) == (
        "Zephyrine Group", "Ann", "Otto", OTTO,
    )  # fmt: skip
    assert await seen(work, OLA) == [blocked, question]


async def test_only_the_desk_answers_and_nobody_else_learns_that_there_is_anything(hub: Hub) -> None:
    work = await begun(hub)
    request = await asked(work)
    for user in (BEA, RAY, BEN):
        person = await work.person(user)
        for ident in (request, "0190-not-there"):
            with pytest.raises(NeedsRole) as refused:
                await desk.say(work.hub, person, ident, "Let me in")
            assert (refused.value.deed, refused.value.organisation) == ("answer_help", "IPR desk")
            with pytest.raises(NeedsRole):
                await desk.close(work.hub, person, ident)
        assert await seen(work, user) == []
        assert await conversations.read(work.hub, person, request) is None
    assert await work.rows(HelpReply) == []


async def test_the_first_answer_stops_the_clock_and_reaches_whoever_asked(hub: Hub) -> None:
    work = await begun(hub)
    request = await asked(work)
    work.later(hours=2)
    await desk.say(work.hub, await work.person(OLA), request, "With a test purchase.")
    first = await request_of(work, request)
    assert (first.first_reply_at, first.first_reply_by) == (work.now, (await work.person(OLA)).id)
    assert await notices(work, "help_answered") == [ANN]
    work.later(hours=1)
    await desk.say(work.hub, await work.person(ANN), request, "How many?")
    await desk.say(work.hub, await work.person(OTTO), request, "One.")
    assert (await request_of(work, request)).first_reply_at == first.first_reply_at
    assert await notices(work, "help_answered") == [ANN, ANN]
    assert await notices(work, "help_said") == ["C0OPS"] * 3
    mentions = [
        row.values["values"]["manager"]
        for row in await work.rows(SlackMessageRow, kind="notice")
        if row.values["kind"] == "help_said"
    ]
    assert mentions == [None, OTTO, None]
    talk = await conversations.read(work.hub, await work.person(ANN), request)
    assert talk is not None
    assert [(one.person, one.from_desk, one.text) for one in talk.said] == [
        ("Ola", True, "With a test purchase."), ("Ann", False, "How many?"), ("Otto", True, "One."),
    ]  # fmt: skip
    deeds = [(row.action, row.details) for row in await work.rows(AuditEntryRow, subject="help_request")]
    assert deeds[0] == ("help.asked", {"kind": "question"})
    assert [details["side"] for _, details in deeds[1:]] == ["desk", "member", "desk"]


async def test_closing_tells_the_member_and_a_further_word_opens_it_again(hub: Hub) -> None:
    work = await begun(hub)
    request = await asked(work)
    ola, ann = await work.person(OLA), await work.person(ANN)
    await desk.close(work.hub, ola, request)
    await desk.close(work.hub, ola, request)
    assert await notices(work, "help_closed") == [ANN]
    assert await seen(work, OLA) == []
    await desk.say(work.hub, ann, request, "Not yet")
    assert (await request_of(work, request)).closed_at is None
    await desk.close(work.hub, ann, request)
    assert await notices(work, "help_closed") == [ANN]


async def test_admins_read_what_their_colleagues_ask_and_nobody_else_of_the_member_does(hub: Hub) -> None:
    work = await begun(hub)
    request = await asked(work)
    assert await seen(work, BEN) == []
    ben = await work.person(BEN)
    async with work.hub.unit(EVERYONE) as unit:
        unit.session.add(GrantRow(id="g", person_id=ben.id, role=Role.ADMIN.value, member_id=ben.of_member))
    assert await seen(work, BEN) == [request]


async def test_an_agencys_person_asks_for_the_member_they_act_for_until_the_grant_ends(hub: Hub) -> None:
    work = await begun(hub)
    ray = await work.person(RAY)
    assert list((await desk.askable(work.hub, ray)).values()) == ["Quorvane Group"]
    request = await asked(work, RAY)
    assert (await request_of(work, request)).member_id == next(iter(ray.member_ids))
    work.later(days=60)
    await desk.say(work.hub, await work.person(OLA), request, "Late")
    assert await notices(work, "help_answered") == ["C0BETA"]
    assert await seen(work, RAY) == []
    with pytest.raises(NeedsRole):
        await desk.say(work.hub, await work.person(RAY), request, "Am I still here?")


async def test_what_cannot_be_asked_is_refused_at_its_field(hub: Hub) -> None:
    work = await begun(hub)
    ann, ola = await work.person(ANN), await work.person(OLA)
    (beta,) = await work.rows(Member, key="beta")
    for member_id, kind, text, field in (
        (None, HelpKind.QUESTION, " \n ", "help_text"),
        (None, HelpKind.QUESTION, "x" * 3_001, "help_text"),
        (None, HelpKind.OUTREACH_STUCK, "x", "help_kind"),
        (beta.id, HelpKind.QUESTION, "x", "help_member"),
    ):
        with pytest.raises(FieldProblem) as refused:
            await desk.ask(work.hub, ann, member_id, kind, text)
        assert refused.value.field == field
    with pytest.raises(NeedsRole):
        await desk.ask(work.hub, ola, None, HelpKind.QUESTION, "x")
    assert await work.rows(HelpRequest) == []


async def test_the_clock_reminds_the_account_manager_then_the_whole_desk_once_each(hub: Hub) -> None:
    work = await begun(hub)
    await asked(work, kind=HelpKind.BLOCKED)
    answered = await asked(work, kind=HelpKind.BLOCKED)
    await desk.say(work.hub, await work.person(OLA), answered, "Here")
    work.later(minutes=191)
    assert await watch_clocks(work.hub) == 0
    work.later(minutes=1)
    assert [await watch_clocks(work.hub) for _ in range(3)] == [1, 0, 0]
    assert await notices(work, "help_clock") == [OTTO]
    work.later(minutes=48)
    assert [await watch_clocks(work.hub) for _ in range(3)] == [1, 0, 0]
    assert await notices(work, "help_clock") == [OTTO, "C0OPS"]


async def test_without_an_account_manager_the_desk_is_reminded(hub: Hub) -> None:
    work = await Casework.begun(hub)
    await asked(work, kind=HelpKind.BLOCKED)
    work.later(hours=3.5)
    await watch_clocks(work.hub)
    assert await notices(work, "help_clock") == ["C0OPS"]


async def test_clocks_that_ran_out_long_ago_do_not_hide_the_next(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = await Casework.begun(hub)
    monkeypatch.setattr(help_clocks, "WATCHED", 1)
    for told in (1, 2):
        await asked(work, kind=HelpKind.BLOCKED)
        work.later(hours=5)
        assert [await watch_clocks(work.hub) for _ in range(2)] == [1, 0]
        assert await notices(work, "help_clock") == ["C0OPS"] * told


async def test_a_long_list_is_paged_and_nothing_is_left_out(hub: Hub) -> None:
    work = await begun(hub)
    made = set()
    for _ in range(12):
        made.add(await asked(work))
        work.later(minutes=1)
    pages = [await conversations.page(work.hub, await work.person(OLA), number) for number in (1, 2, 3, 99)]
    assert [total for _, total in pages] == [12] * 4
    assert {talk.id for talks, _ in pages[:3] for talk in talks} == made
    assert [talk.id for talk in pages[3][0]] == [talk.id for talk in pages[2][0]]


async def test_hostile_words_are_kept_as_written(hub: Hub) -> None:
    work = await begun(hub)
    said = "<!channel> \u202ehelp 帮助 " + "x" * 200
    request = await desk.ask(work.hub, await work.person(ANN), None, HelpKind.QUESTION, said)
    assert (await request_of(work, request)).text == said
    assert (await request_of(work, request)).subject.startswith("<!channel> help 帮助")


async def test_rows_of_a_conversation_stand_behind_the_members_wall(hub: Hub) -> None:
    work = await begun(hub)
    request = await asked(work)
    await desk.say(work.hub, await work.person(OLA), request, "Here")
    ann = await work.person(ANN)
    assert {row.member_id for row in await work.rows(HelpReply)} == {ann.of_member}
    bea = await work.person(BEA)
    async with work.hub.database.read(bea.viewer) as session:
        assert await store.get_request(session, bea.viewer, request) is None
        assert await store.replies_to(session, bea.viewer, [request]) == {request: []}
