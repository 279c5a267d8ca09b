"""A person's data: found, read out, and erased with the decisions kept under a pseudonym."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from aacabot.domain.cases import DismissReason
from aacabot.domain.errors import LastAdmin, UnknownPerson
from aacabot.domain.help import HelpKind
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import enforcement, lanes, messages, privacy
from aacabot.services import help as desk
from aacabot.services.hub import Hub
from aacabot.services.people import identify
from aacabot.store.models import (
    AuditEntryRow,
    GrantRow,
    HelpRequest,
    Member,
    PersonRow,
    SlackIdentity,
    SlackMessageRow,
    Table,
)
from tests.journeys.alliance import ANN, BEA, BEN, OLA, OPS
from tests.services.casework import EVE, OTTO, Casework

NAME = "Zoë 安 O'Hara-%_"


async def a_busy_person(hub: Hub) -> Casework:
    """Ann, under a name that is hard to search for, has done a bit of everything."""
    work = await Casework.begun(hub)
    async with work.hub.unit(EVERYONE) as unit:
        ann = (await work.person(ANN)).id
        (await unit.session.get_one(PersonRow, ann)).name = NAME
    person = await work.person(ANN)
    confirmed, dismissed = await work.suspect("acme"), await work.suspect("acme")
    await enforcement.confirm(work.hub, person, confirmed)
    await enforcement.dismiss(work.hub, person, dismissed, DismissReason.GENUINE, "I know this shop.")
    await lanes.stop(work.hub, person.name, "acme", by=person)
    acme = await the_member(work)
    async with work.hub.unit(EVERYONE) as unit:
        values = {"person": NAME, "nested": [{"by": NAME}], "manager": ANN, "text": f"said by {NAME}"}
        notice = Notice(kind=NoticeKind.DEADLINES_LEFT, values=values)
        await messages.tell_member(unit, acme, notice, "one")
        await messages.tell_person(unit, person.id, notice, "one", member_id=acme.id)
        unit.session.add(
            HelpRequest(
                id="0" * 32, member_id=acme.id, kind="question", asked_by=person.id, subject="Notices",
                text="How long do they take?", opened_at=unit.now, reply_by=unit.now,
            )
        )  # fmt: skip
    return work


async def the_member(work: Casework) -> Member:
    (acme,) = await work.rows(Member, key="acme")
    assert isinstance(acme, Member)
    return acme


async def everything(work: Casework) -> dict[str, str]:
    """Every row of every table, as text."""
    found = {}
    async with work.hub.database.read(EVERYONE) as session:
        for table in Table.metadata.sorted_tables:
            rows = (await session.execute(sa.select(table))).mappings().all()
            found[table.name] = json.dumps([dict(row) for row in rows], default=str, ensure_ascii=False)
    return found


async def test_a_person_is_found_by_name_id_or_slack_identity(hub: Hub) -> None:
    work = await a_busy_person(hub)
    ann = (await work.person(ANN)).id
    for words in ("zoë", "O'Hara-%_", ann, f"{OPS}/{ANN}", f" {OPS}/{ANN} "):
        (found,) = await privacy.find(work.hub, words)
        assert (found.id, found.name, found.organisation, found.state) == (ann, NAME, "acme", "active")
        assert found.identities == (f"{OPS}/{ANN}",)
    assert await privacy.find(work.hub, f"{OPS}/U0NOBODY") == []
    assert await privacy.find(work.hub, "nobody at all") == []


async def test_an_export_has_what_they_are_decided_and_wrote_and_is_itself_written_down(hub: Hub) -> None:
    work = await a_busy_person(hub)
    data = await privacy.export(work.hub, "cli:test", f"{OPS}/{ANN}")
    json.dumps(data, default=str)
    assert data["person"]["name"] == NAME
    assert data["identities"] == [{"team_id": OPS, "user_id": ANN}]
    assert {role["role"] for role in data["roles"]} == {"enforcer", "counsel"}
    assert [one["what"] for one in data["decisions"]] == ["confirmed", "dismissed"]
    assert data["decisions"][1]["wrote"] == {"note": "I know this shop."}
    assert data["help_asked"][0]["text"] == "How long do they take?"
    assert {one["action"] for one in data["audit"]} == {"case.decided", "lane.changed"}
    (entry,) = await work.rows(AuditEntryRow, action="person.exported")
    assert (entry.actor, entry.subject_id) == ("cli:test", data["person"]["id"])
    with pytest.raises(privacy.NoSuchPerson):
        await privacy.export(work.hub, "cli:test", "nobody")


async def test_after_an_erasure_the_name_and_slack_id_stand_nowhere_but_in_free_text(hub: Hub) -> None:
    work = await a_busy_person(hub)
    ann = (await work.person(ANN)).id
    before = await everything(work)
    assert "person.erased" not in before["audit_entries"]
    erased = await privacy.erase(work.hub, "cli:test", ann)

    assert erased.pseudonym.startswith("Person ")
    for table, text in (await everything(work)).items():
        text = text.replace(f"said by {NAME}", "")
        assert NAME not in text and ANN not in text, (table, text)
    (entry,) = await work.rows(AuditEntryRow, action="person.erased")
    assert (entry.subject_id, entry.details) == (ann, {"forced": False})
    assert await work.rows(GrantRow, person_id=ann) == []
    assert await work.rows(SlackIdentity, person_id=ann) == []
    with pytest.raises(UnknownPerson):
        await identify(work.hub, OPS, ANN)
    with pytest.raises(privacy.AlreadyErased):
        await privacy.erase(work.hub, "cli:test", ann)


async def test_decisions_stay_under_the_pseudonym_and_cards_are_shown_anew(hub: Hub) -> None:
    work = await a_busy_person(hub)
    (note,) = await work.rows(SlackMessageRow, kind="notice", channel="T0OPS:C0ACME")
    before = {row.subject: row.wanted_rev for row in await work.rows(SlackMessageRow, kind="case")}
    erased = await privacy.erase(work.hub, "cli:test", f"{OPS}/{ANN}")
    for card in await work.rows(SlackMessageRow, kind="case"):
        assert card.wanted_rev > before[card.subject] and card.unsent
        decided = (await work.alert(card.subject)).decision
        assert decided is not None and decided.person == erased.pseudonym
    (after,) = await work.rows(SlackMessageRow, id=note.id)
    assert after.values["values"]["nested"] == [{"by": erased.pseudonym}]
    assert after.values["values"]["manager"] == ""
    assert after.wanted_rev == note.wanted_rev + 1
    acme = await the_member(work)
    assert acme.lane_stopped_by == erased.pseudonym
    found = await privacy.find(work.hub, erased.pseudonym)
    assert [one.state for one in found] == ["erased"]


async def test_the_last_admin_goes_only_by_force_and_otherwise_nothing_changes(hub: Hub) -> None:
    work = await Casework.begun(hub)
    before = await everything(work)
    with pytest.raises(LastAdmin):
        await privacy.erase(work.hub, "cli:test", f"{OPS}/{OLA}")
    assert await everything(work) == before
    await privacy.erase(work.hub, "cli:test", f"{OPS}/{OLA}", force=True)
    (entry,) = await work.rows(AuditEntryRow, action="person.erased")
    assert entry.details == {"forced": True}


async def test_a_crash_midway_leaves_nothing_half_done(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    work = await a_busy_person(hub)
    before = await everything(work)

    def crash(*_: Any, **__: Any) -> None:
        raise ConnectionError("the power went")

    monkeypatch.setattr(privacy, "note_deed", crash)
    with pytest.raises(ConnectionError):
        await privacy.erase(work.hub, "cli:test", f"{OPS}/{ANN}")
    assert await everything(work) == before


async def test_two_people_whose_short_pseudonyms_are_the_same_are_told_apart(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = await Casework.begun(hub)
    monkeypatch.setattr(privacy, "pseudonyms", lambda person_id: iter(["Person 0000", f"Person {person_id}"]))
    first = await privacy.erase(work.hub, "cli:test", f"{OPS}/{ANN}")
    second = await privacy.erase(work.hub, "cli:test", f"{OPS}/{EVE}")
    assert first.pseudonym == "Person 0000" != second.pseudonym


async def test_somebody_who_left_and_has_no_slack_identity_any_more_can_be_erased(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann = (await work.person(ANN)).id
    async with work.hub.unit(EVERYONE) as unit:
        await unit.session.execute(sa.delete(SlackIdentity).where(col(SlackIdentity.person_id) == ann))
        (await unit.session.get_one(PersonRow, ann)).withdrawn_at = unit.now
    erased = await privacy.erase(work.hub, "cli:test", ann)
    (row,) = await work.rows(PersonRow, id=ann)
    assert (row.name, row.erased_at, row.withdrawn_at) == (erased.pseudonym, work.now, work.now)


async def test_the_desks_cards_of_conversations_are_shown_anew_for_whoever_spoke_or_manages(hub: Hub) -> None:
    work = await Casework.begun(hub)
    acme = await the_member(work)
    async with work.hub.unit(EVERYONE) as unit:
        (await unit.session.get_one(Member, acme.id)).account_manager = OTTO
    asked = await desk.ask(work.hub, await work.person(BEN), acme.id, HelpKind.QUESTION, "How long?")
    other = await desk.ask(work.hub, await work.person(BEA), None, HelpKind.QUESTION, "Where?")
    await desk.say(work.hub, await work.person(OLA), asked, "A day.")

    async def revisions() -> tuple[int, int]:
        cards = {row.subject: row.wanted_rev for row in await work.rows(SlackMessageRow, kind="help")}
        return cards[asked], cards[other]

    before, untouched = await revisions()
    for user in (BEN, OTTO, OLA):
        await privacy.erase(work.hub, "cli:test", f"{OPS}/{user}", force=True)
        after, still = await revisions()
        assert (after, still) == (before + 1, untouched), user
        before = after
