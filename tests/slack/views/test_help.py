"""Conversations with the desk: cards, forms, and what either side is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from aacabot.domain.help import Conversation, HelpKind, Said
from aacabot.slack.views.help import ask_modal, help_card, read_modal, reply_modal
from aacabot.slack.views.help_notices import answered, asked_reply, clock, closed, said_in_thread
from tests.slack.views.checks import action_ids, is_sound, is_sound_modal, parts, texts
from tests.slack.views.reading import as_read
from tests.slack.views.samples import EN, NOW, ZH

HOSTILE = "<!channel> \u202eevil 帮助 <@U1> <https://x.example|click> " + "x" * 3_000
TALK = Conversation(
    id="h1",
    kind=HelpKind.QUESTION,
    member="Acme Group",
    text="How do we prove it?\nWith a purchase?",
    opened_at=NOW,
    reply_by=NOW + timedelta(hours=24),
    asked_by="Ann",
    account_manager="Otto",
    manager_slack="U0OTTO",
)
DESK = Said(person="Ola", from_desk=True, text="With a test purchase.", at=NOW + timedelta(hours=1))
MEMBER = Said(person="Ann", from_desk=False, text="How many?", at=NOW + timedelta(hours=2))
OUTREACH = replace(TALK, text="", asked_by=None)
TALKS: dict[str, Conversation] = {
    "asked": TALK,
    "without an account manager": replace(TALK, account_manager=None, manager_slack=None),
    "answered": replace(TALK, first_reply_at=DESK.at, said=(DESK,)),
    "written again": replace(TALK, first_reply_at=DESK.at, said=(DESK, MEMBER)),
    "closed": replace(TALK, first_reply_at=DESK.at, said=(DESK,), closed_at=MEMBER.at),
    "new": replace(OUTREACH, kind=HelpKind.OUTREACH_NEW, facts=(("missing", "channel"),)),
    "declines": replace(
        OUTREACH, kind=HelpKind.OUTREACH_DECLINES, facts=(("count", "3"),), case_number="AC-7K3Q9"
    ),
    "stuck": replace(OUTREACH, kind=HelpKind.OUTREACH_STUCK, facts=(("count", "1"),), case_number="AC-7K3Q9"),
}


@pytest.mark.parametrize("name", TALKS)
def test_the_desks_card_reads_as_agreed(name: str, snapshot: SnapshotAssertion) -> None:
    card = help_card(TALKS[name], EN)
    is_sound(card)
    is_sound(help_card(TALKS[name], ZH))
    assert as_read(card) == snapshot


def test_a_closed_card_can_only_be_written_to() -> None:
    assert action_ids(help_card(TALK, EN)) == ["help_reply", "help_close"]
    assert action_ids(help_card(TALKS["closed"], EN)) == ["help_reply"]


def test_a_long_talk_stays_within_slacks_room_and_says_what_is_left_out() -> None:
    said = tuple(replace(MEMBER, text=HOSTILE, person=HOSTILE) for _ in range(60))
    talk = replace(TALK, text=HOSTILE, member=HOSTILE, asked_by=HOSTILE, said=said, first_reply_at=NOW)
    card = help_card(talk, EN)
    is_sound(card)
    assert "55 earlier messages" in texts(card)
    assert "<!" not in card.text
    is_sound_modal(read_modal(talk, EN))
    is_sound_modal(reply_modal(talk, "place", EN))


def test_the_form_asks_for_whom_only_where_there_are_several() -> None:
    one, two = ({"m1": HOSTILE}, {"m1": HOSTILE, "m2": "Acme"})
    for members, asked in (({}, False), (one, False), (two, True)):
        view = ask_modal(members, "place", EN, text="typed" if members else "")
        is_sound_modal(view)
        assert ("help_member" in [block["block_id"] for block in view["blocks"]]) == asked


@pytest.mark.parametrize("from_desk", [True, False])
def test_what_is_told_is_sound_and_leads_back(from_desk: bool) -> None:
    values: dict[str, Any] = {
        "request_id": "h1",
        "person": HOSTILE,
        "text": HOSTILE,
        "subject": HOSTILE,
        "member": HOSTILE,
        "reply_by": NOW.isoformat(),
        "from_desk": from_desk,
        "manager": None if from_desk else "U0OTTO",
    }
    for state in ("short", "out"):
        is_sound(clock({**values, "state": state}, EN))
    thread = said_in_thread(values, EN)
    mentioned = [part["user_id"] for part in parts(thread.blocks) if part.get("type") == "user"]
    assert mentioned == ([] if from_desk else ["U0OTTO"])
    for message in (answered(values, EN), closed(values, EN)):
        is_sound(message)
        assert action_ids(message) == ["help_reply"]
    is_sound(thread)
    is_sound(asked_reply(EN))
