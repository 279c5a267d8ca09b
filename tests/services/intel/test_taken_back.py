"""Taking something back and sharing it anew is no way around the second person."""

import pytest

from aacabot.domain.errors import FieldProblem
from aacabot.domain.intel import Draft, IntelKind, Label
from aacabot.services.hub import Hub
from aacabot.services.intel.own_items import withdraw
from aacabot.services.intel.sharing import share
from aacabot.store.models import IntelItem, Member
from tests.journeys.alliance import ANN, BEN
from tests.services.casework import Casework

DRAFTS = [
    Draft(kind=IntelKind.STOREFRONT, value="https://market.example/shop/best-deals"),
    Draft(kind=IntelKind.METHOD, value="", text="Photographs without the logo, the logo follows by chat"),
]


def labelled(draft: Draft, label: Label) -> Draft:
    return Draft(kind=draft.kind, value=draft.value, text=draft.text, label=label)


@pytest.mark.parametrize("draft", DRAFTS, ids=["by key", "by words"])
async def test_what_was_taken_back_comes_again_as_it_was_or_narrower_never_wider(
    hub: Hub, draft: Draft
) -> None:
    work = await Casework.begun(hub)
    ann, ben = await work.person(ANN), await work.person(BEN)
    (acme,) = await work.rows(Member, key="acme")
    first = await share(work.hub, ann, acme.id, draft)
    await withdraw(work.hub, ann, first.item_id)
    for who in (ann, ben):
        for wider in (Label.AMBER, Label.CLEAR):
            with pytest.raises(FieldProblem) as refused:
                await share(work.hub, who, acme.id, labelled(draft, wider))
            assert (refused.value.field, refused.value.problem) == ("intel_label", "narrower_before")
    again = await share(work.hub, ben, acme.id, draft)
    assert again.item_id != first.item_id
    assert {row.label for row in await work.rows(IntelItem)} == {"amber+strict"}


async def test_a_colleagues_red_item_taken_back_is_not_spoken_of(hub: Hub) -> None:
    work = await Casework.begun(hub)
    ann, ben = await work.person(ANN), await work.person(BEN)
    (acme,) = await work.rows(Member, key="acme")
    red = Draft(kind=IntelKind.STOREFRONT, value=DRAFTS[0].value, label=Label.RED, named=frozenset({ben.id}))
    first = await share(work.hub, ann, acme.id, red)
    await withdraw(work.hub, ann, first.item_id)
    with pytest.raises(FieldProblem):
        await share(work.hub, ann, acme.id, labelled(DRAFTS[0], Label.CLEAR))
    assert not (await share(work.hub, ben, acme.id, labelled(DRAFTS[0], Label.CLEAR))).merged
