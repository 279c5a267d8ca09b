"""Who sees which record, what cost it, what if; and the file that anybody can check."""

import json

import pytest

from aacabot.domain.cases import CaseEventKind
from aacabot.domain.errors import FieldProblem, NeedsRole
from aacabot.domain.good_faith import Counts, GoodFaithStatus
from aacabot.domain.good_faith.record_file import discrepancies
from aacabot.domain.good_faith.shown import Cost
from aacabot.domain.signatures import SignatureBroken, open_signed, sign
from aacabot.services.good_faith import records
from aacabot.services.good_faith.export import (
    NoSuchMember,
    export_by_key,
    export_for,
    require_may_export,
)
from aacabot.services.good_faith.records import More
from aacabot.services.hub import Hub
from aacabot.services.signing_keys import signing_key
from aacabot.store.models import AuditEntryRow, CaseEventRow, Member
from tests.journeys import alliance as journey
from tests.services.casework import EVE, Casework
from tests.services.records import happen, sent_cases

E = CaseEventKind


async def with_record(hub: Hub) -> tuple[Casework, list[str]]:
    """Acme has 100 takedowns, 3 of which came back, and 5 declines."""
    work = await Casework.begun(hub)
    sent = await sent_cases(work, 105)
    await happen(work, E.VERIFIED, sent[:100])
    await happen(work, E.DECLINED, sent[100:])
    work.later(days=1)
    await happen(work, E.RESTORED, sent[:3])
    return work, sent


async def member_id(work: Casework, key: str = "acme") -> str:
    return str((await work.rows(Member, key=key))[0].id)


async def test_a_members_people_see_their_record_and_nobody_elses(hub: Hub) -> None:
    work, _ = await with_record(hub)
    ann, ola, eve = [await work.person(one) for one in (journey.ANN, journey.OLA, EVE)]
    acme = await member_id(work)
    (record,) = (await records.open_records(work.hub, ann, acme)).records
    assert record.overall.counts == Counts(100, 5, 3)
    assert record.overall.standing.status is GoodFaithStatus.GRANTED
    assert [line.reason_code for line in record.reasons] == ["COUNTERFEIT"]
    assert not record.may_override
    with pytest.raises(NeedsRole):
        await records.open_records(work.hub, ann, await member_id(work, "beta"))
    with pytest.raises(NeedsRole):
        await records.open_records(work.hub, eve, acme)
    assert records.members_seen(eve) == frozenset(), "she acts for one brand of it"
    members, total = await records.list_members(work.hub, ola)
    assert total == len(members) == 3
    mine, _ = await records.list_members(work.hub, ann)
    assert [one.member_id for one in mine] == [acme]


async def test_the_cases_that_cost_it_are_listed_the_last_first(hub: Hub) -> None:
    work, sent = await with_record(hub)
    ann, market = await work.person(journey.ANN), await work.marketplace()
    found = await records.cost_cases(work.hub, ann, await member_id(work), market.id)
    assert found.total == 8
    assert [one.cost for one in found.cases] == [Cost.RESTORED] * 3 + [Cost.DECLINED] * 5
    assert {one.case_id for one in found.cases[:3]} == set(sent[:3])
    assert found.cases[0].counts_on < found.cases[0].at


async def test_a_what_if_changes_nothing_and_says_what_would_be(hub: Hub) -> None:
    work, _ = await with_record(hub)
    ann, market = await work.person(journey.ANN), await work.marketplace()
    about = (work.hub, ann, await member_id(work), market.id, "")
    found = await records.try_out(*about, More(3, 0, 0))
    assert found.standing.status is GoodFaithStatus.REVOKED
    assert (await records.try_out(*about, More(2, 0, 0))).standing.status is GoodFaithStatus.WATCH
    assert found.standing.readmit_at is not None
    with pytest.raises(FieldProblem):
        await records.try_out(*about, More(0, 0, 98))
    (record,) = (await records.open_records(work.hub, ann, about[2])).records
    assert record.overall.counts == Counts(100, 5, 3)


async def test_the_signed_record_has_every_case_with_its_hashes(hub: Hub) -> None:
    work, sent = await with_record(hub)
    name, data = await export_for(work.hub, await work.person(journey.ANN), await member_id(work))
    assert name == "good-faith-acme-2026-11-23.json"
    document, fingerprint = open_signed(data, (await signing_key(work.hub)).public_key)
    assert fingerprint == (await signing_key(work.hub)).fingerprint
    assert discrepancies(document) == []
    (record,) = document["records"]
    assert {case["id"] for case in record["cases"]} == set(sent)
    one = next(case for case in record["cases"] if case["id"] == sent[0])
    events = await work.rows(CaseEventRow, case_id=sent[0])
    assert one["events"] == [event.hash for event in events]
    (entry,) = await work.rows(AuditEntryRow, action="good_faith.exported")
    assert entry.details["cases"] == 105


async def test_an_altered_record_is_found_out(hub: Hub) -> None:
    work, _ = await with_record(hub)
    data = await export_by_key(work.hub, "acme", "cli:test")
    file = json.loads(data)
    file["document"]["records"][0]["standings"][0]["declined"] = 0
    with pytest.raises(SignatureBroken):
        open_signed(json.dumps(file).encode())
    (problem, *_) = discrepancies(file["document"])
    assert "its cases say 100 taken down, 5 declined, 3 restored" in problem
    resigned = sign(file["document"], await signing_key(work.hub))
    assert discrepancies(open_signed(resigned)[0]), "even who has the key cannot make counts up"
    with pytest.raises(NoSuchMember):
        await export_by_key(work.hub, "nobody", "cli:test")
    for asked in (export_for, require_may_export):
        with pytest.raises(NeedsRole):
            await asked(work.hub, await work.person(EVE), await member_id(work))
