"""Joining and setting up: the card, the forms and the notice; and with what people write into names."""

from datetime import timedelta
from typing import Any

import pytest

from aacabot.domain.invites import MadeInvite, new_code
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.frame import home_view
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.inviting import code_modal, invite_modal
from aacabot.slack.views.joining import join_card, join_modal, stranger_blocks
from aacabot.slack.views.setting_up import (
    alerts_here,
    brand_channel_modal,
    preferences_modal,
    set_up_modal,
)
from tests.slack.views.checks import action_ids, has_no_markup, is_sound, is_sound_modal, parts, texts
from tests.slack.views.connected import HOSTILE_NAMES, connected
from tests.slack.views.samples import EN, NOW

KEPT = {"team": "T0NEW", "place": Place(tab=HomeTab.CONNECTIONS).value}


def element(view: dict[str, Any], block_id: str) -> dict[str, Any]:
    (found,) = [block["element"] for block in view["blocks"] if block["block_id"] == block_id]
    assert isinstance(found, dict)
    return found


def test_a_stranger_is_offered_to_enter_a_code() -> None:
    view = home_view("aacabot", [], Place(tab=HomeTab.WAITING), stranger_blocks(EN), EN)
    is_sound_modal(view)
    assert "join_enter" in str(view["blocks"])


def test_the_card_asks_to_join_and_then_says_who_has() -> None:
    values = {"until": (NOW + timedelta(days=14)).isoformat()}
    before = join_card(values, EN)
    is_sound(before)
    assert action_ids(before) == ["join_enter"]
    after = join_card({**values, "member": "Brindlewick", "member_id": "m1"}, EN)
    is_sound(after)
    assert action_ids(after) == ["set_up"]
    assert "Brindlewick has joined" in texts(after)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_whatever_names_hold_they_stay_letters(name: str) -> None:
    values = {"until": NOW.isoformat(), "member": name, "member_id": "m1", "brand": name}
    for message in (
        join_card(values, EN),
        alerts_here(values, EN),
        alerts_here({**values, "brand": None}, EN),
    ):
        is_sound(message)
        assert "<!" not in message.text
    member = connected(member=name)
    made = MadeInvite(id="i1", member_id="m1", member=name, code=new_code(), expires_at=NOW)
    for view in (
        join_modal(name, KEPT, EN),
        set_up_modal(member, KEPT, EN, with_picker=True),
        preferences_modal(member, KEPT, EN),
        brand_channel_modal(member, KEPT, EN),
        code_modal(made, EN, in_channel=False),
        invite_modal(EN, KEPT, chosen=("m1", name), with_channel=True, here="C0HERE"),
        invite_modal(EN, KEPT, own=[("m1", name)]),
    ):
        is_sound_modal(view)


def test_the_code_stands_out_once_with_what_to_do() -> None:
    made = MadeInvite(id="i1", member_id="m1", member="Brindlewick", code=new_code(), expires_at=NOW)
    view = code_modal(made, EN, in_channel=True)
    assert [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"] == [made.code]
    assert "press Join on the card" in str(view["blocks"])
    assert "submit" not in view
    assert made.code not in view["private_metadata"]


def test_the_set_up_starts_with_what_is() -> None:
    view = set_up_modal(connected(channel_id="C0NOW"), KEPT, EN, with_picker=True)
    assert element(view, "alert_channel")["initial_conversation"] == "C0NOW"
    assert element(view, "time_zone")["initial_option"]["value"] == "Asia/Shanghai"
    assert element(view, "language")["initial_option"]["value"] == "zh"
    assert element(view, "digest_hour")["initial_option"]["text"]["text"] == "07:00"


def test_a_channel_that_is_broken_is_not_chosen_beforehand() -> None:
    view = set_up_modal(connected(channel_problem="is_archived"), KEPT, EN, with_picker=True)
    assert "initial_conversation" not in element(view, "alert_channel")


def test_in_another_linked_workspace_the_channel_of_now_can_be_kept() -> None:
    view = set_up_modal(connected(team_id="T0FIRST"), KEPT, EN, with_picker=True)
    (block,) = [block for block in view["blocks"] if block["block_id"] == "alert_channel"]
    assert block["optional"]
    assert "initial_conversation" not in block["element"]


def test_people_of_other_organisations_choose_between_the_channel_of_now_and_this_one() -> None:
    view = set_up_modal(connected(channel_id="C0NOW"), KEPT, EN, here="C0HERE", with_picker=False)
    menu = element(view, "alert_channel")
    assert [option["value"] for option in menu["options"]] == ["C0NOW", "C0HERE"]
    assert menu["initial_option"]["value"] == "C0NOW"
    first = set_up_modal(connected(channel_id=None), KEPT, EN, here="C0HERE", with_picker=False)
    assert element(first, "alert_channel")["initial_option"]["value"] == "C0HERE"
    nowhere = set_up_modal(connected(channel_id=None), KEPT, EN, with_picker=False)
    assert all(block["block_id"] != "alert_channel" for block in nowhere["blocks"])


def test_a_language_of_the_alliance_file_can_be_kept() -> None:
    view = set_up_modal(connected(locale="pt_BR"), KEPT, EN, with_picker=True)
    assert element(view, "language")["initial_option"]["value"] == "pt_BR"


def test_no_form_uses_markup() -> None:
    view = invite_modal(EN, KEPT, with_channel=True)
    has_no_markup(view["blocks"])
    assert not [part for part in parts(view) if part.get("type") == "mrkdwn"]
