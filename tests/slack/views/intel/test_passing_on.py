"""Groups, labels and posts as people see them: sound blocks, whoever named them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from aacabot.domain.errors import FieldProblem, SharingRefused
from aacabot.domain.intel.groups import GroupShown, MadeCode
from aacabot.domain.intel.items import ItemShown, ItemState, Reliability
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.labels import Label
from aacabot.domain.intel.passed_on import ItemPassed, PassedAs
from aacabot.domain.intel.relabelling import LabelRequestShown, RequestOutcome
from aacabot.domain.intel.rooms import Outsider
from aacabot.locales import Catalogues, Words
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.intel.groups import code_modal, enter_modal, group_modal, group_told, groups_list
from aacabot.slack.views.intel.labels import label_modal, label_settled, relabelled_modal
from aacabot.slack.views.intel.passed_on import passed_message
from aacabot.slack.views.intel.posting import not_posted, post_modal, posting_modal
from aacabot.slack.views.intel.refused import OUTSIDERS, room_refused
from aacabot.slack.views.modals import field_errors, refused_fields
from tests.slack.views.checks import is_sound

NAMES = ["Luxury", "<!channel> <https://x.example|here> :smile:", "\u202etxt.exe", "奢侈品联盟", "x" * 200]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def words() -> Words:
    return Catalogues.load().words(locale="en", timezone="UTC")


def item(name: str = "Luxury", label: Label = Label.AMBER, **more: Any) -> ItemShown:
    about: dict[str, Any] = {
        "id": "0" * 32, "kind": IntelKind.TITLE, "label": label, "value": name, "text": name * 10,
        "reliability": Reliability.B, "confidence": 50, "category": name, "marketplace": name,
        "shared_on": date(2026, 11, 1), "last_seen_on": date(2026, 11, 20), "met": 1, "wrong": 0,
        "outdated": 0, "score": 50, "group": name,
    }  # fmt: skip
    return ItemShown(**{**about, **more})


def home_problems(blocks: list[Any]) -> list[Any]:
    return view_problems({"type": "home", "blocks": blocks})


@pytest.mark.parametrize("name", NAMES)
def test_a_group_is_shown_as_it_is_called(name: str, words: Words) -> None:
    group = GroupShown(
        id="g1", member_id="m1", name=name, purpose=name, made_on=date(2026, 11, 1), is_in=True,
        members=(name,) * 20, may_manage=True, may_close=True,
    )  # fmt: skip
    invited = GroupShown(
        id="g2",
        member_id="m1",
        name=name,
        purpose="",
        made_on=date(2026, 11, 1),
        is_in=False,
        may_manage=True,
    )
    shown = groups_list([group, invited], words, may_manage=True)
    assert home_problems(shown) == []
    assert "You see who is in it, and they see you, once you join" in str(shown)
    place = Place(tab=HomeTab.INTEL, of="groups")
    made = MadeCode(group=name, code="7K3Q-9MWD", expires_on=date(2026, 12, 1))
    for view in (group_modal(place, words), enter_modal(place, words), code_modal(made, words)):
        assert view_problems(view) == []
    for what in ("joined", "left", "closed"):
        is_sound(group_told({"what": what, "group": name, "member": name}, words))


def test_what_a_group_may_not_say_is_told_at_its_field(words: Words) -> None:
    form = group_modal(Place(tab=HomeTab.INTEL, of="groups"), words)
    found = (("name", "group_name", "John Smith"), ("phone", "group_purpose", "+44 7700 900123"))
    said = refused_fields(SharingRefused(found), form, words)
    assert ["John Smith" in said["intel_group_name"], "900123" in said["intel_group_purpose"]] == [True, True]
    held = field_errors(FieldProblem("intel_group_purpose", "for_counsel"), form, words)
    assert "without their counsel" in held["intel_group_purpose"]


def test_who_may_not_manage_groups_is_offered_nothing_to_press(words: Words) -> None:
    group = GroupShown(
        id="g1", member_id="m1", name="A", purpose="", made_on=date(2026, 11, 1), is_in=True, members=("B",)
    )
    assert "button" not in str(groups_list([group], words, may_manage=False))


def test_twenty_groups_fit_into_the_home(words: Words) -> None:
    group = GroupShown(
        id="g1", member_id="m1", name="A", purpose="", made_on=date(2026, 11, 1), is_in=True, may_manage=True
    )
    assert len(groups_list([group] * 20, words, may_manage=True)) <= 90


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("label", Label)
def test_what_is_passed_on_says_its_label_and_keeps_its_words_off_the_lock_screen(
    name: str, label: Label, words: Words
) -> None:
    kind = PassedAs.RED if label is Label.RED else PassedAs.POST
    message = passed_message(ItemPassed(kind=kind, item=item(name, label)), words)
    is_sound(message)
    assert label.mark in message.text and label.mark in str(message.blocks)
    assert name not in message.text
    if label is not Label.CLEAR:
        assert "Do not pass it on" in str(message.blocks)


def test_what_was_withdrawn_is_gone_from_its_message(words: Words) -> None:
    for kind in PassedAs:
        message = passed_message(ItemPassed(kind=kind), words)
        is_sound(message)
        assert "button" not in str(message.blocks)


@pytest.mark.parametrize("name", NAMES)
def test_a_request_shows_what_goes_how_far_until_it_is_decided(name: str, words: Words) -> None:
    about: dict[str, Any] = {
        "id": "r1", "item": item(name), "from_label": Label.AMBER_STRICT, "to_label": Label.RED,
        "from_group": name, "to_group": None, "named": 2, "asked_by": name, "expires_at": NOW,
    }  # fmt: skip
    waits = passed_message(ItemPassed(kind=PassedAs.REQUEST, request=LabelRequestShown(**about)), words)
    is_sound(waits)
    assert "TLP:RED for 2 people" in str(waits.blocks)
    assert "intel_label_approve" in str(waits.blocks)
    hidden = LabelRequestShown(**{**about, "item": None})
    assert "not for you to read" in str(
        passed_message(ItemPassed(kind=PassedAs.REQUEST, request=hidden), words).blocks
    )
    for outcome in RequestOutcome:
        done = LabelRequestShown(**about, outcome=outcome, decided_by=name)
        told = passed_message(ItemPassed(kind=PassedAs.REQUEST, request=done), words)
        is_sound(told)
        assert "button" not in str(told.blocks)
        is_sound(label_settled({"outcome": outcome, "by": name, "label": "amber"}, words))


@pytest.mark.parametrize("name", NAMES)
def test_the_forms_are_sound(name: str, words: Words) -> None:
    own = item(name, Label.AMBER, is_own=True, state=ItemState.SHARED)
    for view in (
        label_modal(own, "g1", [("g1", name), ("g2", name)], words), label_modal(own, None, [], words),
        relabelled_modal(words, asked=True), relabelled_modal(words, asked=False),
        post_modal(own, words), posting_modal(words),
    ):  # fmt: skip
        assert view_problems(view) == []


def test_every_kind_of_outsider_has_its_words(words: Words) -> None:
    assert set(OUTSIDERS) == set(Outsider)
    for outsider in Outsider:
        is_sound(not_posted({"outsider": outsider.value, "label": "amber"}, words))
        assert room_refused(outsider, words).startswith("Nothing was posted.")
