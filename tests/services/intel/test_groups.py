"""Groups of members: joined by a code, seen by who is in them, left at once, unknown to all others."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import yaml

from aacabot.domain.alliance_file import read_alliance_file
from aacabot.domain.audit_trail import TrailAsked
from aacabot.domain.errors import FieldProblem, IntelNotFound, NeedsRole, SharingRefused
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.domain.viewers import EVERYONE
from aacabot.services import alliance
from aacabot.services.audit_trail import read_trail
from aacabot.services.hub import Hub
from aacabot.services.intel import groups
from aacabot.services.intel.forms import form_for
from aacabot.services.intel.label_forms import label_form
from aacabot.services.intel.sharing import share
from aacabot.services.intel.showing import open_item
from aacabot.services.people import identify
from aacabot.store.intel import groups as store
from aacabot.store.models import AuditEntryRow, Brand, IntelGroup, IntelItem, Member, SlackMessageRow
from tests.journeys.alliance import ANN, BEA, BEN, GIL, OLA, OPS, RAY
from tests.services.casework import Casework

NAME = "Luxury <!channel>"


async def begun(hub: Hub) -> Casework:
    """Bea and Gil administer their members; Ann is Acme's counsel already."""
    work = await Casework.begun(hub)
    more: list[Any] = [
        {"key": "beta", "people": [{"slack": BEA, "name": "Bea", "roles": ["admin"]}]},
        {"key": "gamma", "people": [{"slack": GIL, "name": "Gil", "roles": ["admin"]}]},
    ]
    file = read_alliance_file(yaml.safe_dump({"members": more}), "more.yaml")
    await alliance.apply(hub.database, work.hub.clock, file, False)
    return work


async def of_acme_and_beta(work: Casework) -> str:
    """A group that Ann made and Bea joined."""
    ann, bea = await work.person(ANN), await work.person(BEA)
    group_id = await groups.make(work.hub, ann, NAME, "Bags and watches")
    code = (await groups.invite(work.hub, ann, group_id)).code
    await groups.enter(work.hub, bea, code.lower())
    await groups.join(work.hub, bea, group_id)
    return group_id


async def shared_in(work: Casework, who: str, key: str, group_id: str, **more: Any) -> str:
    (member,) = await work.rows(Member, key=key)
    draft = Draft(kind=IntelKind.TITLE, value=more.pop("value", "zefyrine runner"), group_id=group_id, **more)
    return (await share(work.hub, await work.person(who), member.id, draft)).item_id


async def test_an_invited_member_sees_who_is_in_only_once_it_has_agreed_to_be_seen(hub: Hub) -> None:
    work = await begun(hub)
    ann, bea = await work.person(ANN), await work.person(BEA)
    group_id = await groups.make(work.hub, ann, NAME, "Bags")
    await groups.enter(work.hub, bea, (await groups.invite(work.hub, ann, group_id)).code)
    (asked,) = await groups.list_groups(work.hub, bea)
    assert (asked.name, asked.is_in, asked.members) == (NAME, False, ())
    (seen,) = await groups.list_groups(work.hub, ann)
    assert seen.members == ("Zephyrine Group",)
    await groups.join(work.hub, bea, group_id)
    (seen,) = await groups.list_groups(work.hub, bea)
    assert (seen.members, seen.may_close) == (("Zephyrine Group", "Quorvane Group"), False)
    (told,) = [row for row in await work.rows(SlackMessageRow) if "intel_group" in row.subject]
    assert (told.channel, told.values["values"]["member"]) == (f"{OPS}:{ANN}", "Quorvane Group")


async def test_what_is_shared_in_a_group_is_read_in_it_and_nowhere_else(hub: Hub) -> None:
    work = await begun(hub)
    group_id = await of_acme_and_beta(work)
    item_id = await shared_in(work, ANN, "acme", group_id)
    seen = await open_item(work.hub, await work.person(BEA), item_id)
    assert (seen.group, seen.label) == (NAME, Label.AMBER_STRICT)
    for outsider in (GIL, OLA, RAY):
        with pytest.raises(IntelNotFound):
            await open_item(work.hub, await work.person(outsider), item_id)


async def test_an_agency_reads_for_its_client_in_a_group_under_amber_alone(hub: Hub) -> None:
    work = await begun(hub)
    group_id, ray = await of_acme_and_beta(work), await work.person(RAY)
    strict = await shared_in(work, ANN, "acme", group_id)
    amber = await shared_in(work, ANN, "acme", group_id, label=Label.AMBER, value="quorvine bag")
    assert (await open_item(work.hub, ray, amber)).group == NAME
    with pytest.raises(IntelNotFound):
        await open_item(work.hub, ray, strict)
    (brand,) = await work.rows(Brand, key="beta-brand")
    with pytest.raises(FieldProblem, match="agency_amber"):
        await shared_in(work, RAY, "beta", group_id, value="ostrell cap", brand_id=brand.id)
    assert await groups.list_groups(work.hub, ray) == []


async def test_who_leaves_reads_nothing_of_the_group_any_more_and_keeps_its_own(hub: Hub) -> None:
    work = await begun(hub)
    group_id, bea = await of_acme_and_beta(work), await work.person(BEA)
    theirs = await shared_in(work, ANN, "acme", group_id)
    own = await shared_in(work, BEA, "beta", group_id, value="quorvane lookalike")
    waiting = (await groups.invite(work.hub, bea, group_id)).code
    await groups.leave(work.hub, bea, group_id)
    with pytest.raises(IntelNotFound):
        await open_item(work.hub, bea, theirs)
    assert (await open_item(work.hub, bea, own)).is_own
    assert await groups.list_groups(work.hub, bea) == []
    with pytest.raises(FieldProblem):
        await shared_in(work, BEA, "beta", group_id, value="after it left")
    with pytest.raises(FieldProblem):
        await groups.enter(work.hub, await work.person(GIL), waiting)
    await groups.leave(work.hub, await work.person(ANN), group_id)
    assert await groups.list_groups(work.hub, await work.person(ANN)) == []


async def test_leaving_and_sharing_at_once_leave_no_item_of_a_member_outside(hub: Hub) -> None:
    work = await begun(hub)
    group_id, bea = await of_acme_and_beta(work), await work.person(BEA)
    told = await asyncio.gather(
        groups.leave(work.hub, bea, group_id),
        *(shared_in(work, BEA, "beta", group_id, value=f"pattern {n}") for n in range(4)),
        return_exceptions=True,
    )
    assert all(one is None or isinstance(one, str | FieldProblem) for one in told), told
    items = await work.rows(IntelItem, group_id=group_id)
    assert len(items) == sum(isinstance(one, str) for one in told)
    with pytest.raises(FieldProblem):
        await shared_in(work, BEA, "beta", group_id, value="too late")


async def test_a_code_brings_in_one_member_once_and_not_for_ever(hub: Hub) -> None:
    work = await begun(hub)
    ann, bea, gil = await work.person(ANN), await work.person(BEA), await work.person(GIL)
    group_id = await groups.make(work.hub, ann, NAME, "")
    first, late = [(await groups.invite(work.hub, ann, group_id)).code for _ in range(2)]
    await groups.enter(work.hub, bea, first)
    work.later(days=14)
    for person, code in ((gil, first), (gil, late), (gil, "7K3Q-9MWD"), (ann, late)):
        with pytest.raises(FieldProblem) as refused:
            await groups.enter(work.hub, person, code)
        assert refused.value.problem == "code_refused"
    for _ in range(3):
        with pytest.raises(FieldProblem) as refused:
            await groups.enter(work.hub, gil, "7K3Q-9MWD")
    assert refused.value.problem == "too_many_tries"


async def test_only_a_members_own_admins_and_counsel_act_for_it(hub: Hub) -> None:
    work = await begun(hub)
    group_id, hub = await of_acme_and_beta(work), work.hub
    for who in (BEN, RAY, OLA):
        person = await work.person(who)
        for act in (
            groups.make(hub, person, "x", ""), groups.invite(hub, person, group_id),
            groups.enter(hub, person, "x"), groups.leave(hub, person, group_id),
            groups.close(hub, person, group_id), groups.join(hub, person, group_id),
        ):  # fmt: skip
            with pytest.raises(NeedsRole):
                await act
    gil = await work.person(GIL)
    for act in (groups.leave(hub, gil, group_id), groups.invite(hub, gil, group_id)):
        with pytest.raises(IntelNotFound):
            await act
    with pytest.raises(NeedsRole):
        await groups.close(hub, await work.person(BEA), group_id)


async def test_closing_ends_the_group_for_all(hub: Hub) -> None:
    work = await begun(hub)
    group_id = await of_acme_and_beta(work)
    item_id = await shared_in(work, ANN, "acme", group_id)
    await groups.close(work.hub, await work.person(ANN), group_id)
    with pytest.raises(IntelNotFound):
        await open_item(work.hub, await work.person(BEA), item_id)
    assert (await open_item(work.hub, await work.person(ANN), item_id)).is_own


async def test_the_trail_of_a_group_is_its_members_own(hub: Hub) -> None:
    work = await begun(hub)
    await of_acme_and_beta(work)
    noted = await work.rows(AuditEntryRow, action="group.changed")
    assert sorted(row.details["what"] for row in noted) == ["code_used", "invited", "joined", "made"]
    assert NAME not in str([row.details for row in noted])
    since = TrailAsked(day=(work.now - timedelta(hours=1)).date())
    for who, sees in ((ANN, True), (OLA, False)):
        lines, _ = await read_trail(work.hub, await identify(work.hub, OPS, who), since, per_page=100)
        assert any(line.action == "group.changed" for line in lines) is sees


@pytest.mark.parametrize(
    ("name", "purpose", "refused"),
    [
        ("owner: John Smith", "", SharingRefused((("name", "group_name", "John Smith"),))),
        ("Bags", "Call +44 7700 900123", SharingRefused((("phone", "group_purpose", "+44 7700 900123"),))),
        ("Price floor 120 EUR", "", FieldProblem("intel_group_name", "for_counsel")),
        (
            "Bags",
            "Whom we no longer supply: our distributors",
            FieldProblem("intel_group_purpose", "for_counsel"),
        ),
    ],
)
async def test_a_groups_name_and_purpose_say_nothing_that_is_not_shared(
    hub: Hub, name: str, purpose: str, refused: SharingRefused | FieldProblem
) -> None:
    work = await begun(hub)
    with pytest.raises(type(refused)) as found:
        await groups.make(work.hub, await work.person(ANN), name, purpose)
    assert vars(found.value) == vars(refused)
    assert await work.rows(IntelGroup) == []


async def test_an_agency_is_offered_only_groups_it_reads_something_of(hub: Hub) -> None:
    work = await begun(hub)
    group_id, ray = await of_acme_and_beta(work), await work.person(RAY)
    await groups.make(work.hub, await work.person(BEA), "Beta alone", "")
    await shared_in(work, ANN, "acme", group_id)
    assert (await form_for(work.hub, ray)).groups == ()
    (brand,) = await work.rows(Brand, key="beta-brand")
    draft = Draft(kind=IntelKind.TITLE, value="quorvane lookalike", label=Label.AMBER, brand_id=brand.id)
    own = (await share(work.hub, ray, brand.member_id, draft)).item_id
    assert (await label_form(work.hub, ray, own)).groups == ()
    await shared_in(work, ANN, "acme", group_id, label=Label.AMBER, value="quorvine bag")
    assert (await form_for(work.hub, ray)).groups == ((group_id, NAME),)
    assert (await label_form(work.hub, ray, own)).groups == ((group_id, NAME),)
    assert len((await form_for(work.hub, await work.person(BEA))).groups) == 2


async def test_a_code_that_is_used_while_its_maker_leaves_waits_and_is_refused(hub: Hub) -> None:
    work = await begun(hub)
    group_id = await of_acme_and_beta(work)
    bea, gil = await work.person(BEA), await work.person(GIL)
    first, code = [(await groups.invite(work.hub, bea, group_id)).code for _ in range(2)]
    await groups.enter(work.hub, gil, first)
    await groups.decline(work.hub, gil, group_id)
    async with work.hub.unit(EVERYONE) as unit:
        await store.hold_memberships(unit.session, group_id)
        entering = asyncio.create_task(groups.enter(work.hub, gil, code))
        await asyncio.sleep(0.5)
        assert bea.of_member is not None
        await store.withdraw_codes(unit.session, group_id, bea.of_member, unit.now)
    with pytest.raises(FieldProblem) as refused:
        await entering
    assert refused.value.problem == "code_refused"
