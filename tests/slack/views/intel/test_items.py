"""An item as its reader sees it: label, age and verdicts in words; whoever wrote it, it stays text."""

import pytest

from aacabot.domain.intel.items import ItemState
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.verdicts import Verdict
from aacabot.slack.views.intel.items import item_blocks
from aacabot.slack.views.message import Message
from tests.slack.views.checks import action_ids, is_sound, texts
from tests.slack.views.intel.samples import HOSTILE, ITEM, item
from tests.slack.views.samples import EN


def read(**changed: object) -> str:
    message = Message("item", item_blocks(item(**changed), EN))
    is_sound(message)
    return texts(message)


def test_an_item_says_label_kind_age_verdicts_and_how_sure_its_source_is() -> None:
    said = read()
    for told in (
        "TLP:AMBER+STRICT · Storefront", "https://market.example/shop/best-deals", "Ships from two towns",
        "seen 3 days ago", "5 members met it too", "3 call it wrong",
        "source B: usually reliable", "confidence high", "score 63 of 100",
    ):  # fmt: skip
        assert told in said
    assert "read" not in said and "group" not in said and "old" not in said
    assert "out of date" not in said


def test_where_no_number_may_be_shown_there_is_none() -> None:
    hidden = read(met=0, wrong=0, outdated=0)
    for word in ("met it too", "wrong", "out of date"):
        assert word not in hidden
    told = read(met=0, wrong=0, some=(Verdict.MET, Verdict.WRONG), is_own=True)
    assert "Met by others too" in told and "Called wrong" in told


def test_ones_own_side_sees_what_it_said() -> None:
    assert "your side said “Wrong”" in read(own_said=(Verdict.WRONG,))


@pytest.mark.parametrize("label", Label)
@pytest.mark.parametrize("kind", IntelKind)
def test_every_kind_under_every_label_is_sound(label: Label, kind: IntelKind) -> None:
    assert label.mark in read(label=label, kind=kind)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("full", [False, True])
def test_hostile_words_stay_text(text: str, full: bool) -> None:
    hostile = item(
        value=text, text=text, category=text, group=text, marketplace=text, sellers=(text,) * 3, is_own=True,
        views=1,
    )  # fmt: skip
    message = Message("item", item_blocks(hostile, EN, full=full))
    is_sound(message)
    assert "\u202e" not in texts(message)


def test_all_of_a_long_text_is_there_once_it_is_opened() -> None:
    long = item(text="\n".join(f"line {number}" for number in range(150)))
    assert "line 149" not in texts(Message("item", item_blocks(long, EN)))
    assert "line 149" in texts(Message("item", item_blocks(long, EN, full=True)))


def test_what_has_aged_is_marked_and_what_is_hashed_is_not_shown() -> None:
    assert "old" in read(score=29) and "old" not in read(score=30)
    assert "kept as a hash" in read(kind=IntelKind.PAYMENT, value=None)
    assert "doubted by several members" in read(doubted=True)


def test_only_the_source_reads_how_often_it_was_read_and_may_take_it_back() -> None:
    own = item(is_own=True, views=7)
    assert "read 7 times" in texts(Message("item", item_blocks(own, EN)))
    assert "read" not in read(views=7)
    assert {"intel_withdraw", "intel_edit"} <= set(action_ids(Message("item", item_blocks(own, EN))))
    assert not {"intel_withdraw", "intel_edit"} & set(action_ids(Message("item", item_blocks(ITEM, EN))))


def test_what_waits_or_is_withdrawn_says_so_and_a_withdrawn_item_has_nothing_to_withdraw() -> None:
    assert "Waits for your counsel" in read(is_own=True, state=ItemState.WITH_COUNSEL)
    withdrawn = item(is_own=True, state=ItemState.WITHDRAWN)
    assert "intel_withdraw" not in action_ids(Message("item", item_blocks(withdrawn, EN)))


def test_the_group_is_named_to_those_in_it() -> None:
    assert "only in the group Luxury" in read(group="Luxury")
