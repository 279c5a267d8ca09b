"""The form for sharing, and what is said after it: sound with whatever names, groups and cases are called."""

import pytest

from aacabot.domain.intel.forms import CaseToShare, EvidencePiece, FormOffered, ForWhom, SharedShown
from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.slack.views.intel.opened import item_modal, withdrawn_reply
from aacabot.slack.views.intel.shared import shared_before_modal, shared_modal
from aacabot.slack.views.intel.sharing import sharing_modal, text_modal
from aacabot.slack.views.message import Block
from tests.slack.views.checks import is_sound, is_sound_modal, parts
from tests.slack.views.intel.samples import HOSTILE, ITEM, item
from tests.slack.views.samples import EN

WHOM = ForWhom(member_id="m", brand_id="b", name="Zephyrine")
CASE = CaseToShare(
    case_id="c" * 32,
    number="AC-7K3Q9",
    values={IntelKind.SELLER: "Best Deals", IntelKind.LISTING: "https://market.example/item/1"},
    matches={IntelKind.SELLER: "x:s1"},
    marketplace_id="x",
    category="shoes",
    upheld=True,
    evidence=(EvidencePiece(id="e" * 32, kind="test_buy", day="2026-11-01", sha256="ab" * 32),),
)
FORM = FormOffered(whom=WHOM, groups=(("g", "Luxury"),), case=CASE)


def inputs(view: Block) -> dict[str, Block]:
    return {one["block_id"]: one["element"] for one in view["blocks"] if one["type"] == "input"}


def initial(element: Block) -> str:
    option = element.get("initial_option")
    return str(option["value"] if option else element.get("initial_value", ""))


def said(view: Block) -> str:
    return "\n".join(str(one["text"]) for one in parts(view) if isinstance(one.get("text"), str))


def test_a_case_fills_the_form_in_so_that_one_click_is_left() -> None:
    view = sharing_modal(FORM, None, EN)
    is_sound_modal(view)
    filled = {name: initial(one) for name, one in inputs(view).items()}
    assert filled["intel_kind"] == "seller"
    assert filled["intel_value:seller"] == "Best Deals"
    assert filled["intel_label"] == "amber+strict"
    assert filled["intel_confidence"] == "high"
    assert filled["intel_category"] == "shoes"
    needed = [one["block_id"] for one in view["blocks"] if one["type"] == "input" and not one["optional"]]
    assert all(filled[name] for name in needed), "nothing that must be filled in is empty"


def test_another_kind_brings_what_the_case_knows_of_it() -> None:
    filled = inputs(sharing_modal(FORM, IntelKind.LISTING, EN))
    assert initial(filled["intel_value:listing"]) == "https://market.example/item/1"
    assert initial(inputs(sharing_modal(FORM, IntelKind.PAYMENT, EN))["intel_value:payment"]) == ""


@pytest.mark.parametrize("kind", IntelKind)
def test_every_kind_has_a_field_of_its_own_with_an_example(kind: IntelKind) -> None:
    view = sharing_modal(FormOffered(whom=WHOM), kind, EN)
    is_sound_modal(view)
    assert inputs(view)[f"intel_value:{kind}"]["placeholder"]["text"]


@pytest.mark.parametrize("text", HOSTILE)
def test_where_a_typed_seller_is_can_be_chosen_and_for_sellers_alone(text: str) -> None:
    form = FormOffered(whom=WHOM, marketplaces=(("m1", text), ("m2", "Market")))
    view = sharing_modal(form, IntelKind.SELLER, EN)
    is_sound_modal(view)
    assert [one["value"] for one in inputs(view)["intel_marketplace"]["options"]] == ["m1", "m2"]
    assert "initial_option" not in inputs(view)["intel_marketplace"]
    assert "intel_marketplace" not in inputs(sharing_modal(form, IntelKind.STOREFRONT, EN))
    assert "intel_marketplace" not in inputs(sharing_modal(FormOffered(whom=WHOM), None, EN))


def test_each_label_is_written_as_the_standard_does_with_its_meaning() -> None:
    told = said(sharing_modal(FORM, None, EN))
    for label in Label:
        assert f"{label.mark}: " in told


def test_words_that_are_typed_can_be_read_in_court() -> None:
    assert "can be read in court" in said(sharing_modal(FORM, None, EN))


def test_evidence_and_groups_are_asked_for_only_where_there_are_any() -> None:
    bare = inputs(sharing_modal(FormOffered(whom=WHOM), None, EN))
    assert not {"intel_evidence", "intel_audience:m", "intel_member"} & set(bare)
    assert {"intel_evidence", "intel_audience:m"} <= set(inputs(sharing_modal(FORM, None, EN)))
    assert "intel_member" in inputs(sharing_modal(FormOffered(whom=WHOM, several=True), None, EN))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_stay_text(text: str) -> None:
    whom = ForWhom(member_id="m", brand_id=None, name=text)
    values = dict.fromkeys(IntelKind, text)
    case = CaseToShare(
        case_id="c", number="AC-1", values=values, matches={}, marketplace_id="x", category=text
    )
    for form in (
        FormOffered(whom=whom, groups=(("g", text),), case=case),
        FormOffered(whom=whom, several=True),
    ):
        is_sound_modal(sharing_modal(form, None, EN))
    is_sound_modal(shared_modal(SharedShown(item=item(group=text, value=text, text=text)), EN))
    is_sound_modal(item_modal(item(text=text, value=text), EN))
    is_sound_modal(text_modal("i", text, EN))


@pytest.mark.parametrize(
    ("label", "group", "told"),
    [
        (Label.CLEAR, None, "may tell anybody"),
        (Label.GREEN, None, "Everybody in the alliance can read it"),
        (Label.AMBER, None, "the agencies that act for them can read it"),
        (Label.AMBER_STRICT, None, "Agencies cannot"),
        (Label.AMBER_STRICT, "Luxury", "members in the group “Luxury” can read it. Agencies cannot"),
        (Label.RED, None, "Only you and the 2 people you named can read it"),
    ],
)
def test_whoever_shared_is_told_who_reads_it(label: Label, group: str | None, told: str) -> None:
    view = shared_modal(SharedShown(item=item(label=label, group=group, is_own=True), named=2), EN)
    is_sound_modal(view)
    assert told in said(view)
    assert "guess" not in said(view)


def test_a_source_that_can_be_guessed_is_warned() -> None:
    assert "readers may guess that it is you" in said(
        shared_modal(SharedShown(item=ITEM, guessable=True), EN)
    )


def test_whoever_names_themselves_is_told_so() -> None:
    told = said(shared_modal(SharedShown(item=ITEM, names_source=True, guessable=True), EN))
    assert "It names you or one of your brands" in told and "guess" not in told


def test_what_waits_for_counsel_or_was_shared_before_says_so() -> None:
    waits = shared_modal(SharedShown(item=item(state=ItemState.WITH_COUNSEL, is_own=True)), EN)
    assert waits["title"]["text"] == "With your counsel"
    assert "Until then nobody else reads it" in said(waits)
    assert "shared this before" in said(shared_modal(SharedShown(item=ITEM, merged=True), EN))
    is_sound_modal(shared_before_modal(EN))
    assert "shared this before" in said(shared_before_modal(EN))


def test_an_opened_item_says_what_its_label_means_and_that_reading_counts() -> None:
    view = item_modal(ITEM, EN)
    is_sound_modal(view)
    assert "TLP:AMBER+STRICT means: members' own people." in said(view)
    assert "never by whom" in said(view) and "never by whom" not in said(item_modal(item(is_own=True), EN))
    assert "intel_open" not in str(view["blocks"])
    is_sound(withdrawn_reply(EN))
