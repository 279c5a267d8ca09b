"""What a click is answered, and what a source hears: never who, and no number where it counts them off."""

from datetime import date

import pytest

from aacabot.domain.intel.verdicts import Judged, SaidBefore, Verdict
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.intel.buttons import buttons_of
from aacabot.slack.views.intel.verdicts import judged_said, source_told, whose_word_modal
from tests.slack.views.checks import action_ids, is_sound, is_sound_modal, texts
from tests.slack.views.intel.samples import HOSTILE, ITEM, item
from tests.slack.views.samples import EN

DAY = date(2026, 11, 22)


def judged(verdict: Verdict = Verdict.MET, *, name: str | None = "Ann", by_oneself: bool = False) -> str:
    before = SaidBefore(verdict=Verdict.WRONG, name=name, on=DAY, by_oneself=by_oneself)
    return judged_said(Judged(item_id="i", verdict=verdict, before=before, doubted=False), EN)


def values(**changed: object) -> dict[str, object]:
    told = {"item_id": "i", "item_kind": "payment", "label": "amber", "about": "Best Deals"}
    return {**told, "said": ["met", "wrong"], "counts": {"met": 1, "wrong": 2}, "doubted": False, **changed}


def test_a_colleagues_earlier_word_is_named_and_ones_own_is_not() -> None:
    assert "Before you, Ann had said “Wrong” for your side, on 22 Nov 2026." in judged()
    assert "Before you" not in judged(by_oneself=True)
    assert "a colleague" in judged(name=None)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_noted_in_words(verdict: Verdict) -> None:
    assert judged(verdict).startswith("Noted: you ")


def test_readers_judge_and_the_source_does_not() -> None:
    offered = [one["action_id"] for one in buttons_of(ITEM, EN)]
    assert offered[1:4] == ["intel_met", "intel_wrong", "intel_outdated"]
    own = [one["action_id"] for one in buttons_of(item(is_own=True), EN)]
    assert not {"intel_met", "intel_wrong", "intel_outdated"} & set(own)


def test_items_about_a_seller_lead_to_its_cluster() -> None:
    offered = [one["action_id"] for one in buttons_of(item(sellers=("Best Deals",)), EN)]
    assert {"intel_cluster", "intel_watch"} <= set(offered)
    assert not {"intel_cluster", "intel_watch"} & {one["action_id"] for one in buttons_of(ITEM, EN)}


@pytest.mark.parametrize("about", HOSTILE)
def test_the_source_is_told_how_many_and_nothing_that_acts(about: str) -> None:
    message = source_told(values(about=about, doubted=True), EN)
    is_sound(message)
    said = texts(message)
    assert "1 other member met it too" in said and "2 other members call it wrong" in said
    assert "no longer appears on cards" in said
    assert action_ids(message) == ["intel_open"]


def test_without_numbers_only_what_was_said_is_told() -> None:
    message = source_told(values(counts=None, said=["met", "outdated"]), EN)
    is_sound(message)
    said = texts(message)
    assert "Met by others too" in said and "Called out of date" in said
    assert "member" not in said


@pytest.mark.parametrize("name", HOSTILE)
def test_an_agency_is_asked_for_which_client_it_speaks(name: str) -> None:
    members = [(f"member-{number}", name) for number in range(3)]
    is_sound_modal(whose_word_modal(IntelActionId.INTEL_MET, "a" * 32, members, EN))
