"""Narrowing the queue down further: what the form asks, and what its place remembers."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from aacabot.domain.ids import new_id
from aacabot.domain.rights import ReasonCode
from aacabot.domain.severity import Severity
from aacabot.domain.waiting import Narrowed, Urgency, WaitingKind
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.waiting import WaitingInputId
from aacabot.slack.views.home.filters import filter_modal, narrowed_at, written
from aacabot.slack.views.home.places import Place, place_from
from tests.slack.views.checks import is_sound_modal
from tests.slack.views.samples import EN, LANGUAGES

HERE = Place(tab=HomeTab.WAITING)


def test_a_place_remembers_what_the_form_was_filled_in_with() -> None:
    marketplace, brand = new_id(), new_id()
    also = written(
        {
            WaitingInputId.MARKETPLACE: marketplace,
            WaitingInputId.SELLER: " 泽菲琳 & 50% ",
            WaitingInputId.URGENCY: "overdue",
            WaitingInputId.SEVERITY: "critical",
            WaitingInputId.REASON: ReasonCode.COUNTERFEIT.value,
        }
    )
    place = place_from(replace(HERE, words="decide", of=brand, also=also).value, HomeTab.HELP)
    found = narrowed_at(place)
    assert found == Narrowed(
        kind=WaitingKind.DECIDE,
        brand_id=brand,
        marketplace_id=marketplace,
        seller="泽菲琳 & 50%",
        urgency=Urgency.OVERDUE,
        severity=Severity.CRITICAL,
        reason=ReasonCode.COUNTERFEIT,
    )
    assert found.further == 5


@given(st.text(max_size=500), st.text(max_size=100))
def test_a_forged_place_asks_for_nothing_in_particular_or_for_a_seller(also: str, words: str) -> None:
    found = narrowed_at(replace(HERE, also=also, words=words))
    assert len(found.seller or "") <= 60


def test_the_form_begins_with_what_is_chosen_and_goes_without_marketplaces() -> None:
    marketplace = new_id()
    place = replace(HERE, also=written({WaitingInputId.MARKETPLACE: marketplace, WaitingInputId.SELLER: "S"}))
    for words in LANGUAGES.values():
        view = filter_modal(place, [(marketplace, "<!channel> Market")], {"place": place.value}, words)
        is_sound_modal(view)
    chosen = {block["block_id"]: block["element"] for block in view["blocks"]}
    assert chosen["waiting_marketplace"]["initial_option"]["value"] == marketplace
    assert chosen["waiting_seller"]["initial_value"] == "S"
    bare = filter_modal(HERE, [], {}, EN)
    is_sound_modal(bare)
    assert "waiting_marketplace" not in [block["block_id"] for block in bare["blocks"]]
