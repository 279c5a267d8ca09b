"""What the form for sharing is opened with, and what is shared of a case."""

from typing import Any

import pytest

from aacabot.domain.cases import DismissReason
from aacabot.domain.errors import CaseNotFound, FieldProblem, IllegalMove, NeedsRole
from aacabot.domain.evidence import HandedIn
from aacabot.domain.evidence_kinds import EvidenceKind
from aacabot.domain.intel import IntelKind, Label
from aacabot.domain.intel.forms import Given, draft_of
from aacabot.domain.intel.keys import seller_text
from aacabot.services import enforcement, evidence
from aacabot.services.hub import Hub
from aacabot.services.intel.confirming import what_became
from aacabot.services.intel.forms import form_for, form_from_case, whom_offered
from aacabot.services.intel.matching import matcher
from aacabot.services.intel.named import people_named
from aacabot.services.intel.sharing import share
from aacabot.store.models import IntelItem, IntelOrigin, IntelSeller
from tests.journeys.alliance import ANN, BEA, OLA, OPS, RAY, VIC
from tests.services.casework import EVE, Casework

SELLER: dict[str, Any] = {
    "seller": {"id": "s-1", "name": "Best Deals"},
    "images": [{"url": "https://x.example/1.png", "pdq": "ab" * 32}],
}


async def test_a_case_brings_what_it_knows_and_its_seller_is_compared_by_id(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, case_id = await work.person(ANN), await work.suspect(**SELLER)
    form = await form_from_case(work.hub, ann, case_id)
    assert form.case is not None and (form.whom.name, form.case.category) == ("Zephyrine", "shoes")
    assert form.case.values[IntelKind.SELLER] == "Best Deals"
    assert form.case.values[IntelKind.IMAGE] == "ab" * 32
    draft = draft_of(form, Given(kind=IntelKind.SELLER, value="Best Deals", category="shoes"))
    shared = await share(work.hub, ann, form.whom.member_id, draft)
    (row,), (origin,), (about,) = [await work.rows(table) for table in (IntelItem, IntelOrigin, IntelSeller)]
    market = await work.marketplace()
    key = (await matcher(work.hub)).key(IntelKind.SELLER, seller_text(market.id, "s-1"))
    assert (row.value, row.key, row.label) == ("Best Deals", key, "amber+strict")
    assert (origin.case_id, origin.origin, about.item_id) == (case_id, "case", shared.item_id)


async def test_a_value_somebody_changed_is_compared_as_they_wrote_it(hub: Hub) -> None:
    work = await Casework.begun(hub)
    form = await form_from_case(work.hub, await work.person(ANN), await work.suspect(**SELLER))
    assert draft_of(form, Given(kind=IntelKind.SELLER, value="Other shop")).match == ""
    assert draft_of(form, Given(kind=IntelKind.SELLER, value=" Best Deals ")).match != ""


async def test_a_title_is_read_without_ones_own_names_and_compared_whole(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, case_id = await work.person(ANN), await work.suspect(title="ZEPHYRINE runner, 泽菲琳 last pairs")
    form = await form_from_case(work.hub, ann, case_id)
    assert form.case is not None and form.case.values[IntelKind.TITLE] == "… runner, … last pairs"
    draft = draft_of(form, Given(kind=IntelKind.TITLE, value="… runner, … last pairs"))
    told = await what_became(work.hub, ann, await share(work.hub, ann, form.whom.member_id, draft), draft)
    assert told is not None and not told.names_source
    (row,) = await work.rows(IntelItem)
    assert row.key == (await matcher(work.hub)).key(IntelKind.TITLE, "ZEPHYRINE runner, 泽菲琳 last pairs")
    named = draft_of(form, Given(kind=IntelKind.TITLE, value="zephyrine runner"))
    told = await what_became(work.hub, ann, await share(work.hub, ann, form.whom.member_id, named), named)
    assert told is not None and told.names_source


async def test_evidence_is_referenced_by_its_hash_and_readers_learn_how_many_pieces(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, case_id = await work.person(ANN), await work.suspect(**SELLER)
    given = HandedIn(kind=EvidenceKind.TELL, sentence="The stitching is loose at the heel", day=None)
    await evidence.add(work.hub, ann, case_id, given, [])
    form = await form_from_case(work.hub, ann, case_id)
    assert form.case is not None
    (piece,) = form.case.evidence
    draft = draft_of(form, Given(kind=IntelKind.SELLER, value="Best Deals", evidence_ids=(piece.id,)))
    shared = await share(work.hub, ann, form.whom.member_id, draft)
    (origin,) = await work.rows(IntelOrigin)
    assert origin.evidence == [piece.sha256]
    told = await what_became(work.hub, ann, shared, draft)
    assert told is not None and told.item.evidence == 1
    with pytest.raises(FieldProblem):
        draft_of(form, Given(kind=IntelKind.SELLER, value="x", evidence_ids=("e" * 32,)))


async def test_nobody_shares_from_a_case_that_is_not_theirs_or_is_no_infringement(hub: Hub) -> None:
    work = await Casework.begun(hub)
    case_id = await work.suspect(**SELLER)
    for who, refused in ((BEA, CaseNotFound), (RAY, CaseNotFound), (VIC, NeedsRole), (EVE, NeedsRole)):
        with pytest.raises(refused):
            await form_from_case(work.hub, await work.person(who), case_id)
    ann = await work.person(ANN)
    await enforcement.dismiss(work.hub, ann, case_id, DismissReason.AUTHORISED_SELLER, None)
    with pytest.raises(IllegalMove):
        await form_from_case(work.hub, ann, case_id)


async def test_a_brand_is_offered_where_a_role_ends_there_and_a_member_where_it_does_not(hub: Hub) -> None:
    work = await Casework.begun(hub)
    assert (await form_for(work.hub, await work.person(ANN))).whom.name == "Zephyrine Group"
    ray = await work.person(RAY)
    (whom,) = await whom_offered(work.hub, ray, "")
    assert (whom.name, whom.brand_id is not None) == ("Quorvane", True)
    assert await whom_offered(work.hub, ray, "zzzz") == []
    with pytest.raises(FieldProblem):
        await form_for(work.hub, ray, "somebody:else")
    for who in (VIC, OLA):
        with pytest.raises(NeedsRole):
            await form_for(work.hub, await work.person(who))


async def test_an_agency_shares_for_its_client(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ray = await work.person(RAY)
    form = await form_for(work.hub, ray)
    draft = draft_of(form, Given(kind=IntelKind.TITLE, value="runner, last pairs"))
    await share(work.hub, ray, form.whom.member_id, draft)
    (origin,) = await work.rows(IntelOrigin)
    assert (origin.member_id, origin.brand_id) == (form.whom.member_id, form.whom.brand_id)


async def test_only_members_own_people_can_be_named_and_strangers_are_refused_alike(hub: Hub) -> None:
    work = await Casework.begun(hub)
    bea = await work.person(BEA)
    assert await people_named(work.hub, [(OPS, BEA)]) == {bea.id}
    said = set()
    for who in (OLA, RAY, "U0NOBODY"):
        with pytest.raises(FieldProblem) as refused:
            await people_named(work.hub, [(OPS, BEA), (OPS, who)])
        said.add((refused.value.field, refused.value.problem))
    assert len(said) == 1


async def test_whoever_shares_in_a_small_alliance_is_warned(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, bea = await work.person(ANN), await work.person(BEA)
    form = await form_for(work.hub, ann)
    given = Given(kind=IntelKind.TITLE, value="x", label=Label.RED, named=frozenset({bea.id}))
    draft = draft_of(form, given)
    told = await what_became(work.hub, ann, await share(work.hub, ann, form.whom.member_id, draft), draft)
    assert told is not None and (told.guessable, told.named, told.merged) == (True, 1, False)
