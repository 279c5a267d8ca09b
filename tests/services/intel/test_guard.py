"""Nothing is shared unexamined: refused with its rule, or read by the member's counsel first."""

import asyncio
from typing import Any

import pytest

from aacabot.domain.errors import (
    FieldProblem,
    IntelNotFound,
    NeedsRole,
    OwnWords,
    ReviewSettled,
    SharingRefused,
)
from aacabot.domain.intel import Draft, IntelKind, ItemState
from aacabot.domain.viewers import EVERYONE
from aacabot.services.hub import Hub
from aacabot.services.intel import reviews
from aacabot.services.intel.own_items import change_text, withdraw
from aacabot.services.intel.readers import reader_of
from aacabot.services.intel.sharing import Shared, share
from aacabot.store.intel.items import read_item
from aacabot.store.models import AuditEntryRow, IntelItem, IntelMove, IntelReview, Member, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, BEN, OLA, RAY, VIC
from tests.services.casework import Casework

HELD = "They undercut us. Their price is half of ours! We wait."


async def member(work: Casework, key: str) -> str:
    (row,) = await work.rows(Member, key=key)
    return str(row.id)


async def shared(work: Casework, text: str, who: str = BEN, **more: Any) -> Shared:
    given = {"kind": IntelKind.METHOD, "value": "", "text": text, **more}
    return await share(work.hub, await work.person(who), await member(work, "acme"), Draft(**given))


async def item(work: Casework, item_id: str) -> IntelItem:
    (row,) = await work.rows(IntelItem, id=item_id)
    assert isinstance(row, IntelItem)
    return row


async def reads(work: Casework, who: str, item_id: str) -> bool:
    person = await work.person(who)
    async with work.hub.unit(EVERYONE) as unit:
        return await read_item(unit.session, await reader_of(unit, person), item_id) is not None


async def told(work: Casework, kind: str) -> list[dict[str, Any]]:
    """The values of every direct message of a kind, with whom it went to."""
    rows = await work.rows(SlackMessageRow, kind="notice")
    return [
        {"to": row.channel.split(":")[1], **row.values["values"]}
        for row in rows
        if row.values["kind"] == kind
    ]


async def test_a_persons_data_is_refused_with_its_rule_and_nothing_is_stored(hub: Hub) -> None:
    work = await Casework.begun(hub)
    with pytest.raises(SharingRefused) as refused:
        await shared(work, "Write to li@shop.example. He is a fraudster")
    assert refused.value.found == (
        ("email", "text", "li@shop.example"),
        ("criminal", "text", "fraudster"),
    )
    for table in (IntelItem, IntelReview, IntelMove, SlackMessageRow):
        assert await work.rows(table) == []


async def test_a_contact_is_shared_as_a_hash_but_not_explained_in_clear(hub: Hub) -> None:
    work = await Casework.begun(hub)
    fine = await shared(work, "Used by two shops", kind=IntelKind.CONTACT, value="+44 7700 900123")
    assert fine.state is ItemState.SHARED
    with pytest.raises(SharingRefused):
        await shared(work, "Also +44 7700 900124", kind=IntelKind.CONTACT, value="+44 7700 900125")


async def test_what_the_lexicon_marks_waits_for_counsel_who_reads_it_in_a_direct_message(hub: Hub) -> None:
    work = await Casework.begun(hub)
    held = await shared(work, HELD)
    assert held.state is ItemState.WITH_COUNSEL
    assert not await reads(work, BEA, held.item_id)
    assert await work.rows(IntelMove) == []
    (asked,) = await told(work, "intel_held")
    assert asked["to"] == ANN
    marks = [HELD[one["start"] : one["end"]] for one in asked["marked"]]
    sentences = [HELD[one["sentence_start"] : one["sentence_end"]] for one in asked["marked"]]
    assert marks == ["undercut", "price"]
    assert sentences == ["They undercut us.", "Their price is half of ours!"]
    waits = await reviews.waiting_with_counsel(work.hub, await work.person(ANN))
    assert [one.item_id for one in waits.waits] == [held.item_id]
    for who in (BEN, BEA, OLA, RAY):
        assert (await reviews.waiting_with_counsel(work.hub, await work.person(who))).waits == ()


async def test_counsel_releases_it_and_its_author_is_told(hub: Hub) -> None:
    work = await Casework.begun(hub)
    held = await shared(work, HELD)
    work.later(days=2)
    await reviews.release(work.hub, await work.person(ANN), held.item_id)
    row = await item(work, held.item_id)
    assert (row.state, row.shared_on) == ("shared", work.now.date())
    assert await reads(work, BEA, held.item_id)
    assert len(await work.rows(IntelMove)) == 1
    (card,) = await told(work, "intel_held")
    assert (card["outcome"], card["decided_by"], card["texts"]) == ("released", "Ann", {})
    (answer,) = await told(work, "intel_decided")
    assert (answer["to"], answer["outcome"]) == (BEN, "released")
    (entry,) = await work.rows(AuditEntryRow, action="intel.released")
    assert entry.details == {"outcome": "released", "kind": "method", "label": "amber+strict"}


async def test_counsel_refuses_it_with_a_reason_and_nobody_ever_reads_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    held = await shared(work, HELD)
    ann = await work.person(ANN)
    with pytest.raises(FieldProblem):
        await reviews.refuse(work.hub, ann, held.item_id, "  ")
    await reviews.refuse(work.hub, ann, held.item_id, "Leave their price out")
    assert (await item(work, held.item_id)).state == "refused"
    assert not await reads(work, BEA, held.item_id)
    (answer,) = await told(work, "intel_decided")
    assert (answer["to"], answer["outcome"], answer["note"]) == (BEN, "refused", "Leave their price out")
    with pytest.raises(ReviewSettled) as settled:
        await reviews.release(work.hub, ann, held.item_id)
    assert (settled.value.name, settled.value.outcome) == ("Ann", "refused")


async def test_only_another_counsel_or_admin_of_the_member_decides(hub: Hub) -> None:
    work = await Casework.begun(hub)
    held = await shared(work, HELD)
    for who, refusal in ((VIC, NeedsRole), (BEN, NeedsRole), (BEA, IntelNotFound), (OLA, IntelNotFound)):
        with pytest.raises(refusal):
            await reviews.release(work.hub, await work.person(who), held.item_id)
    own = await shared(work, HELD + " Really.", who=ANN)
    with pytest.raises(OwnWords):
        await reviews.release(work.hub, await work.person(ANN), own.item_id)
    (nobody,) = await told(work, "intel_decided")
    assert (nobody["to"], nobody["outcome"]) == (ANN, "nobody")
    with pytest.raises(IntelNotFound):
        await reviews.release(work.hub, await work.person(ANN), "x' or 1=1")


async def test_of_two_answers_at_once_one_counts_and_the_other_learns_whose(hub: Hub) -> None:
    work = await Casework.begun(hub)
    held = await shared(work, HELD)
    ann = await work.person(ANN)
    answers = await asyncio.gather(
        reviews.release(work.hub, ann, held.item_id),
        reviews.refuse(work.hub, ann, held.item_id, "No"),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in answers) == ["NoneType", "ReviewSettled"]
    assert len(await work.rows(AuditEntryRow, action="intel.released")) == 1


async def test_a_text_that_is_changed_is_examined_again(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ben, plain = await work.person(BEN), await shared(work, "They ship at night")
    assert await change_text(work.hub, ben, plain.item_id, HELD) is ItemState.WITH_COUNSEL
    assert not await reads(work, BEA, plain.item_id)
    with pytest.raises(SharingRefused):
        await change_text(work.hub, ben, plain.item_id, "They are criminals")
    assert (await item(work, plain.item_id)).text == HELD
    assert await change_text(work.hub, ben, plain.item_id, "They ship at dawn") is ItemState.SHARED
    assert await reads(work, BEA, plain.item_id)
    (card,) = await told(work, "intel_held")
    assert card["outcome"] == "not_needed"
    with pytest.raises(ReviewSettled):
        await reviews.release(work.hub, await work.person(ANN), plain.item_id)


async def test_what_its_author_took_back_waits_for_nobody(hub: Hub) -> None:
    work = await Casework.begun(hub)
    held = await shared(work, HELD)
    await withdraw(work.hub, await work.person(BEN), held.item_id)
    ann = await work.person(ANN)
    assert (await reviews.waiting_with_counsel(work.hub, ann)).waits == ()
    with pytest.raises(ReviewSettled):
        await reviews.release(work.hub, ann, held.item_id)
