"""What the source does with its items, and what others see of it then."""

import pytest

from aacabot.domain.errors import IntelNotFound, NeedsRole
from aacabot.domain.intel import Draft, IntelKind, ItemState, Label
from aacabot.services.hub import Hub
from aacabot.services.intel.lists import PER_PAGE, new_for, shared_by
from aacabot.services.intel.own_items import change_text, text_of, withdraw
from aacabot.services.intel.sharing import share
from aacabot.services.intel.showing import open_item
from aacabot.store.models import AuditEntryRow, IntelItem, Member
from tests.journeys.alliance import ANN, BEA, BEN, RAY, VIC
from tests.services.casework import Casework


async def shared(work: Casework, value: str = "runner, last pairs", **more: object) -> str:
    (acme,) = await work.rows(Member, key="acme")
    draft = Draft(kind=IntelKind.TITLE, value=value, **more)  # type: ignore[arg-type]
    return (await share(work.hub, await work.person(ANN), acme.id, draft)).item_id


async def test_a_withdrawn_item_is_gone_for_others_and_stays_with_its_source(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id, ann, bea = await shared(work), await work.person(ANN), await work.person(BEA)
    assert [one.id for one in (await new_for(work.hub, bea)).items] == [item_id]
    await withdraw(work.hub, await work.person(BEN), item_id)
    await withdraw(work.hub, ann, item_id)
    assert (await new_for(work.hub, bea)).items == ()
    with pytest.raises(IntelNotFound):
        await open_item(work.hub, bea, item_id)
    (own,) = (await shared_by(work.hub, ann)).items
    assert (own.state, own.is_own) == (ItemState.WITHDRAWN, True)
    written = [row for row in await work.rows(AuditEntryRow) if row.action == "intel.changed"]
    assert len(written) == 1, "taking back what is taken back is no second deed"
    with pytest.raises(IntelNotFound):
        await change_text(work.hub, ann, item_id, "too late")


async def test_only_its_own_side_changes_an_item(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id = await shared(work)
    for who, refused in ((BEA, IntelNotFound), (RAY, IntelNotFound), (VIC, NeedsRole)):
        with pytest.raises(refused):
            await withdraw(work.hub, await work.person(who), item_id)
        with pytest.raises(refused):
            await change_text(work.hub, await work.person(who), item_id, "mine now")
    for ident in ("", "x" * 32, "0" * 32):
        with pytest.raises(IntelNotFound):
            await withdraw(work.hub, await work.person(ANN), ident)
    (row,) = await work.rows(IntelItem)
    assert (row.state, row.text) == ("shared", "")


async def test_other_words_are_read_by_others_at_once(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id, ann, bea = await shared(work), await work.person(ANN), await work.person(BEA)
    assert await text_of(work.hub, ann, item_id) == ""
    assert await change_text(work.hub, ann, item_id, " Ships from two towns ") is ItemState.SHARED
    assert (await open_item(work.hub, bea, item_id)).text == "Ships from two towns"


async def test_other_words_are_examined_as_if_they_were_shared_anew(hub: Hub) -> None:
    work = await Casework.begun(hub)
    item_id, ann, bea = await shared(work), await work.person(ANN), await work.person(BEA)
    state = await change_text(work.hub, ann, item_id, "We should all boycott this distributor")
    assert state is ItemState.WITH_COUNSEL
    with pytest.raises(IntelNotFound):
        await open_item(work.hub, bea, item_id)
    assert (await open_item(work.hub, ann, item_id)).state is ItemState.WITH_COUNSEL


async def test_lists_are_paged_whole_and_count_as_views_by_others(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ids = {await shared(work, f"title {number}") for number in range(PER_PAGE + 1)}
    ann, bea = await work.person(ANN), await work.person(BEA)
    first, second = await new_for(work.hub, bea), await new_for(work.hub, bea, 2)
    assert (len(first.items), first.more, len(second.items), second.more) == (PER_PAGE, True, 1, False)
    assert {one.id for one in (*first.items, *second.items)} == ids
    own = [*(await shared_by(work.hub, ann)).items, *(await shared_by(work.hub, ann, 2)).items]
    assert {one.id for one in own} == ids and {one.views for one in own} == {1}
    assert (await new_for(work.hub, ann)).items == ()


async def test_an_agency_reads_no_strict_item_and_red_is_for_whoever_is_named(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ray, bea, ben = [await work.person(who) for who in (RAY, BEA, BEN)]
    await shared(work, "strict")
    assert (await new_for(work.hub, ray)).items == ()
    await shared(work, "amber", label=Label.AMBER)
    assert [one.value for one in (await new_for(work.hub, ray)).items] == ["amber"]
    await shared(work, "red", label=Label.RED, named=frozenset({bea.id}))
    assert {one.value for one in (await new_for(work.hub, bea)).items} == {"strict", "amber", "red"}
    assert {one.value for one in (await shared_by(work.hub, ben)).items} == {"strict", "amber"}
