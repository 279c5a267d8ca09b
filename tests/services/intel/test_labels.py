"""How far an item may go: narrower at once, wider by two people of the source."""

import asyncio
from typing import Any

import pytest
import yaml

from aacabot.domain.alliance_file import read_alliance_file
from aacabot.domain.errors import (
    FieldProblem,
    IntelNotFound,
    LabelNeedsAnother,
    LabelSettled,
    NeedsRole,
)
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.intel.relabelling import Wish
from aacabot.domain.messages import MessageKind
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance
from aacabot.services.deliveries import next_delivery
from aacabot.services.hub import Hub
from aacabot.services.intel import groups, labels
from aacabot.services.intel.own_items import change_text, withdraw
from aacabot.services.intel.sharing import share
from aacabot.services.intel.showing import open_item
from aacabot.store.models import (
    AuditEntryRow,
    IntelItem,
    IntelLabelRequest,
    Member,
    SlackMessageRow,
)
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, OPS, RAY, VIC
from tests.services.casework import Casework

PIA = "U0PIA"


async def begun(hub: Hub) -> Casework:
    """Pia administers Acme, Bea Beta; Ann is Acme's counsel, Ben its enforcer."""
    work = await Casework.begun(hub)
    more: list[Any] = [
        {"key": "acme", "people": [{"slack": PIA, "name": "Pia", "roles": ["admin"]}]},
        {"key": "beta", "people": [{"slack": BEA, "name": "Bea", "roles": ["admin"]}]},
    ]
    file = read_alliance_file(yaml.safe_dump({"members": more}), "more.yaml")
    await alliance.apply(hub.database, work.hub.clock, file, False)
    return work


async def shared(work: Casework, who: str = BEN, key: str = "acme", **more: Any) -> str:
    (member,) = await work.rows(Member, key=key)
    draft = Draft(kind=IntelKind.TITLE, value="zefyrine runner", text="Sold in threes", **more)
    return (await share(work.hub, await work.person(who), member.id, draft)).item_id


async def item(work: Casework, item_id: str) -> tuple[str, str | None]:
    (row,) = await work.rows(IntelItem, id=item_id)
    return row.label, row.group_id


async def asked(work: Casework, item_id: str, wish: Wish, who: str = BEN) -> str:
    assert (await labels.relabel(work.hub, await work.person(who), item_id, wish)).asked
    return str(max(await work.rows(IntelLabelRequest), key=lambda row: row.id).id)


async def told(work: Casework, kind: str) -> list[tuple[str, str]]:
    """(channel, subject) of what stands in Slack."""
    rows = await work.rows(SlackMessageRow, kind=kind)
    return sorted((row.channel.removeprefix(f"{OPS}:"), row.subject.partition(":")[0]) for row in rows)


async def test_narrower_is_done_at_once_and_others_read_it_no_more(hub: Hub) -> None:
    work = await begun(hub)
    item_id, ray = await shared(work, label=Label.GREEN), await work.person(RAY)
    await open_item(work.hub, ray, item_id)
    done = await labels.relabel(work.hub, await work.person(BEN), item_id, Wish(label=Label.AMBER_STRICT))
    assert not done.asked
    with pytest.raises(IntelNotFound):
        await open_item(work.hub, ray, item_id)
    (entry,) = await work.rows(AuditEntryRow, action="intel.labelled")
    assert entry.details == {"what": "narrowed", "from": "green", "to": "amber+strict"}


async def test_wider_waits_for_a_second_person_of_the_source(hub: Hub) -> None:
    work = await begun(hub)
    item_id, ben, ann = await shared(work), await work.person(BEN), await work.person(ANN)
    request_id = await asked(work, item_id, Wish(label=Label.AMBER))
    assert await item(work, item_id) == ("amber+strict", None)
    assert await told(work, MessageKind.INTEL) == [(ANN, "request"), (PIA, "request")]
    await labels.approve(work.hub, ann, request_id)
    assert await item(work, item_id) == ("amber", None)
    await open_item(work.hub, await work.person(RAY), item_id)
    entries = await work.rows(AuditEntryRow, action="intel.labelled")
    approved = next(row for row in entries if row.details["what"] == "approved")
    assert (approved.person_id, approved.details["asked_by"]) == (ann.id, ben.id)
    assert (BEN, "intel_label_settled") in await told(work, MessageKind.NOTICE)


async def test_the_request_is_shown_with_the_item_to_whoever_decides_it_and_follows_what_was_decided(
    hub: Hub,
) -> None:
    work = await begun(hub)
    item_id = await shared(work)
    request_id = await asked(work, item_id, Wish(label=Label.GREEN))
    delivery = await next_delivery(work.hub, f"{OPS}:{ANN}")
    assert delivery is not None
    request: Any = getattr(delivery.content, "request")  # noqa: B009
    assert (request.item.text, request.asked_by, request.to_label) == ("Sold in threes", "Ben", Label.GREEN)
    await labels.refuse(work.hub, await work.person(PIA), request_id)
    delivery = await next_delivery(work.hub, f"{OPS}:{ANN}")
    assert delivery is not None
    request = getattr(delivery.content, "request")  # noqa: B009
    assert (request.outcome, request.decided_by) == ("refused", "Pia")
    assert await item(work, item_id) == ("amber+strict", None)


async def test_neither_the_asker_nor_an_enforcer_nor_another_member_approves(hub: Hub) -> None:
    work = await begun(hub)
    item_id = await shared(work, ANN)
    request_id = await asked(work, item_id, Wish(label=Label.CLEAR), ANN)
    for who, refusal in ((ANN, LabelNeedsAnother), (BEN, NeedsRole), (VIC, NeedsRole)):
        with pytest.raises(refusal):
            await labels.approve(work.hub, await work.person(who), request_id)
    for who in (BEA, GIL, OLA, RAY):
        for decide in (labels.approve, labels.refuse):
            with pytest.raises(IntelNotFound):
                await decide(work.hub, await work.person(who), request_id)
        with pytest.raises(IntelNotFound):
            await labels.relabel(work.hub, await work.person(who), item_id, Wish(label=Label.RED))
    assert await item(work, item_id) == ("amber+strict", None)


async def test_of_two_who_decide_at_once_the_second_is_told_who_was_first(hub: Hub) -> None:
    work = await begun(hub)
    request_id = await asked(work, await shared(work), Wish(label=Label.AMBER))
    ann, pia = await work.person(ANN), await work.person(PIA)
    done = await asyncio.gather(
        labels.approve(work.hub, ann, request_id), labels.refuse(work.hub, pia, request_id),
        return_exceptions=True,
    )  # fmt: skip
    (refusal,) = [one for one in done if one is not None]
    assert isinstance(refusal, LabelSettled)
    assert (refusal.person, refusal.outcome) in {("Ann", "approved"), ("Pia", "refused")}


async def test_nobody_decides_for_72_hours_and_it_is_over(hub: Hub) -> None:
    work = await begun(hub)
    item_id = await shared(work)
    request_id = await asked(work, item_id, Wish(label=Label.AMBER))
    work.later(hours=71, minutes=59)
    await labels.expire_label_requests(work.hub)
    assert (await work.rows(IntelLabelRequest))[0].outcome is None
    work.later(minutes=1)
    with pytest.raises(LabelSettled):
        await labels.approve(work.hub, await work.person(ANN), request_id)
    for _ in range(2):
        await labels.expire_label_requests(work.hub)
    assert (await work.rows(IntelLabelRequest))[0].outcome == "expired"
    assert await item(work, item_id) == ("amber+strict", None)


async def test_leaving_a_group_for_the_alliance_is_wider_and_entering_one_is_not(hub: Hub) -> None:
    work = await begun(hub)
    ann = await work.person(ANN)
    group_id, other_id = [await groups.make(work.hub, ann, name, "") for name in ("One", "Two")]
    item_id = await shared(work)
    into = Wish(label=Label.AMBER_STRICT, group_id=group_id)
    assert not (await labels.relabel(work.hub, ann, item_id, into)).asked
    with pytest.raises(IntelNotFound):
        await open_item(work.hub, await work.person(BEA), item_id)
    assert (await labels.relabel(work.hub, ann, item_id, Wish(label=Label.AMBER_STRICT))).asked
    across = Wish(label=Label.AMBER_STRICT, group_id=other_id)
    assert (await labels.relabel(work.hub, ann, item_id, across)).asked
    outcomes = sorted(str(row.outcome) for row in await work.rows(IntelLabelRequest))
    assert outcomes == ["None", "replaced"]
    with pytest.raises(FieldProblem, match="too_wide_for_group"):
        await labels.relabel(work.hub, ann, item_id, Wish(label=Label.GREEN, group_id=group_id))


async def test_naming_who_could_read_it_is_narrower_and_naming_more_is_not(hub: Hub) -> None:
    work = await begun(hub)
    ben, bea, ray, gil = [await work.person(who) for who in (BEN, BEA, RAY, GIL)]
    item_id = await shared(work)
    assert (await labels.relabel(work.hub, ben, item_id, red(ray.id))).asked
    assert not (await labels.relabel(work.hub, ben, item_id, red(bea.id))).asked
    assert (await open_item(work.hub, bea, item_id)).label is Label.RED
    assert (await labels.relabel(work.hub, ben, item_id, red(bea.id, gil.id))).asked
    with pytest.raises(IntelNotFound):
        await open_item(work.hub, gil, item_id)
    for stranger in ("nobody", (await work.person(OLA)).id):
        with pytest.raises(FieldProblem, match="unknown"):
            await labels.relabel(work.hub, ben, item_id, red(stranger))


def red(*named: str) -> Wish:
    return Wish(label=Label.RED, named=frozenset(named))


async def test_what_narrows_an_item_ends_what_was_asked_for_it(hub: Hub) -> None:
    work = await begun(hub)
    item_id = await shared(work, label=Label.AMBER)
    request_id = await asked(work, item_id, Wish(label=Label.GREEN))
    await labels.relabel(work.hub, await work.person(BEN), item_id, Wish(label=Label.AMBER_STRICT))
    with pytest.raises(LabelSettled):
        await labels.approve(work.hub, await work.person(ANN), request_id)
    assert await item(work, item_id) == ("amber+strict", None)


async def test_a_source_without_a_second_person_is_told_so(hub: Hub) -> None:
    work = await begun(hub)
    item_id = await shared(work, BEA, "beta")
    with pytest.raises(FieldProblem, match="nobody_to_approve"):
        await labels.relabel(work.hub, await work.person(BEA), item_id, Wish(label=Label.CLEAR))


async def test_what_the_guard_marks_goes_further_by_counsel_alone(hub: Hub) -> None:
    work = await begun(hub)
    item_id = await shared(work)
    async with work.hub.unit(EVERYONE) as unit:
        row = await unit.session.get_one(IntelItem, item_id)
        row.text = "They undercut our wholesale price by half"
    request_id = await asked(work, item_id, Wish(label=Label.AMBER))
    with pytest.raises(NeedsRole):
        await labels.approve(work.hub, await work.person(PIA), request_id)
    await labels.approve(work.hub, await work.person(ANN), request_id)
    assert await item(work, item_id) == ("amber", None)


async def test_what_a_colleague_holds_under_red_neither_shows_nor_swallows_the_same_again(hub: Hub) -> None:
    work = await begun(hub)
    bea = await work.person(BEA)
    secret = await shared(work, ANN, label=Label.RED, named=frozenset({bea.id}))
    again = await shared(work, BEN)
    assert again != secret
    assert await item(work, again) == ("amber+strict", None)


async def test_words_the_second_person_was_not_shown_are_not_approved(hub: Hub) -> None:
    work = await begun(hub)
    item_id, ben, ann = await shared(work), await work.person(BEN), await work.person(ANN)
    request_id = await asked(work, item_id, Wish(label=Label.CLEAR))
    assert await next_delivery(work.hub, f"{OPS}:{ANN}") is not None
    await change_text(work.hub, ben, item_id, "Other words")
    with pytest.raises(LabelSettled) as settled:
        await labels.approve(work.hub, ann, request_id)
    assert settled.value.outcome == "replaced"
    assert await item(work, item_id) == ("amber+strict", None)
    delivery = await next_delivery(work.hub, f"{OPS}:{ANN}")
    assert delivery is not None
    assert getattr(delivery.content, "request").outcome == "replaced"  # noqa: B009


async def test_what_is_withdrawn_is_asked_for_no_more(hub: Hub) -> None:
    work = await begun(hub)
    item_id = await shared(work)
    await asked(work, item_id, Wish(label=Label.AMBER))
    await withdraw(work.hub, await work.person(BEN), item_id)
    (row,) = await work.rows(IntelLabelRequest)
    assert row.outcome == "replaced"
