"""The record for counsel and legal holds as people see them; hostile names and reasons stay text."""

from datetime import date

import pytest

from aacabot.domain.counsel import HoldShown, RecordOfCase
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids.home import HomeTab
from aacabot.slack.views.counsel import (
    audit_row,
    chain_root,
    export_begun,
    hold_case_modal,
    hold_member_modal,
    holds_list,
    on_case,
    period_modal,
    record_failed,
    record_kept,
    release_modal,
    sent_with_file,
)
from aacabot.slack.views.home.frame import home_view
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.lookups import case_reply
from aacabot.slack.views.message import Block, Message
from tests.slack.views.checks import action_ids, is_sound, is_sound_modal, texts
from tests.slack.views.samples import EN, NOW, OPEN

PLACE = Place(tab=HomeTab.AUDIT)
HOSTILE = ("<!channel> *bold*", "\u202eevil\u200b", "x" * 2_000, "安全联盟" * 40, "")


def ids(blocks: list[Block]) -> set[str]:
    return set(action_ids(Message("", blocks)))


def test_who_keeps_the_record_can_export_and_hold_a_looked_up_case() -> None:
    record = RecordOfCase(case_id=OPEN.case_id, may_keep=True)
    reply = case_reply(OPEN, (), EN, record=record)
    is_sound(reply)
    assert {"counsel_export", "hold_set"} <= ids(reply.blocks)


def test_a_held_case_says_since_when_and_only_its_own_hold_is_released_there() -> None:
    held = RecordOfCase(case_id="c", may_keep=True, held_since=NOW, hold_id="h")
    assert "On legal hold since 22 Nov 2026" in str(on_case(held, EN))
    assert "hold_release" in ids(on_case(held, EN))
    by_member = RecordOfCase(case_id="c", may_keep=True, held_since=NOW)
    assert {"counsel_export", "hold_set"} == ids(on_case(by_member, EN))


def test_others_are_told_of_a_hold_and_offered_nothing() -> None:
    held = RecordOfCase(case_id="c", may_keep=False, held_since=NOW)
    assert "On legal hold" in str(on_case(held, EN)) and ids(on_case(held, EN)) == set()
    assert on_case(None, EN) == on_case(RecordOfCase(case_id="c", may_keep=False), EN) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_of_holds_is_taken_by_slack_whatever_they_say(text: str) -> None:
    holds = [
        HoldShown(
            id=f"h{n}", member=text, number="AC-7K3Q9" if n else None, reason=text, set_by=text, set_at=NOW
        )
        for n in range(10)
    ]
    place = Place(tab=HomeTab.AUDIT, also="holds")
    blocks = holds_list(holds, place, 10, 31, EN)
    assert view_problems(home_view("Acme", [], place, blocks, EN)) == []
    assert "mrkdwn" not in str(blocks)


def test_the_forms_are_sound_and_say_that_reasons_can_be_read_in_court() -> None:
    for member in (None, "m1"):
        is_sound_modal(period_modal(member, date(2026, 11, 22), PLACE, EN))
    for view in (
        hold_case_modal("c", EN),
        hold_member_modal(None, PLACE, EN),
        hold_member_modal("m1", PLACE, EN),
        release_modal("h", PLACE, EN),
        release_modal("h", None, EN),
    ):
        is_sound_modal(view)
        assert "What you write here can be read in court proceedings." in str(view)


def test_messages_are_sound() -> None:
    values = {"day": "2026-11-22", "root": "ab" * 32, "events": 3, "cases": 1}
    for message in (
        export_begun(EN),
        record_kept({"id": "e1", "cases": 9}, EN),
        record_failed({}, EN),
        chain_root(values, EN),
    ):
        is_sound(message)
    assert "3 events of 1 case" in texts(chain_root(values, EN))
    assert "aacabot counsel fetch e1" in texts(record_kept({"id": "e1", "cases": 9}, EN))
    assert sent_with_file(1, "ab12", EN).startswith("The record of 1 case,")
    assert ids([audit_row(EN)]) == {"counsel_period", "legal_holds"}
