"""What people are told of roles, of cases that change hands, and of strangers who ask."""

from typing import Any

import pytest

from aacabot.domain.errors import UnknownPerson
from aacabot.domain.notices import Notice, NoticeKind
from aacabot.slack.views.access import asked_reply, refused_reply
from aacabot.slack.views.message import Message
from aacabot.slack.views.replies import refusal_reply
from jobs.notices import notice_message
from tests.slack.views.checks import action_ids, is_sound, texts
from tests.slack.views.samples import EN, LANGUAGES, NOW

HOSTILE = "<!channel> *x* \u202e:skull: <https://evil.example|a> 安" + "é" * 300
NAMES = {"organisation": "Acme Group", "by": "Ada", "agency": "Redlens", "person": "Ben", "name": "Dan"}
CASE = {"case_id": "0" * 32, "number": "AC-7K3Q9", "brand": "Acme"}
ROLE = {"role": "enforcer", "brands": ["Acme", "Bolt"], "expires": "2026-12-31"}
DUE = NOW.isoformat()
DEADLINES = [
    {**CASE, "what": "second_person", "due": DUE},
    {**CASE, "number": "AC-00001", "what": "counter_notice"},
]
SAID: dict[NoticeKind, tuple[dict[str, Any], str]] = {
    NoticeKind.ACCESS_ASKED: ({"request_id": "r1", "user_id": "U0D", "team_id": "T0D"}, "Dan (Slack id U0D"),
    NoticeKind.ACCESS_SETTLED: ({"outcome": "granted"}, "Acme Group has let you in."),
    NoticeKind.PERSON_ADDED: ({}, "Ada has added you to Acme Group here."),
    NoticeKind.PERSON_REMOVED: ({}, "Ada has removed you from Acme Group"),
    NoticeKind.ROLE_GIVEN: (ROLE, "at Acme Group: enforcer for Acme and Bolt · until 31 Dec 2026."),
    NoticeKind.ROLE_TAKEN: ({"role": "emperor"}, "ended a role of yours"),
    NoticeKind.AGENCY_GRANTED: (ROLE, "Acme Group lets Redlens act for it: enforcer"),
    NoticeKind.AGENCY_ENDING: (ROLE, "What Acme Group granted Redlens ends soon"),
    NoticeKind.AGENCY_ENDED: (ROLE, "What Acme Group granted Redlens has ended"),
    NoticeKind.NO_ADMIN_LEFT: ({"by": None}, "Acme Group has no admin left: Ben, the last one"),
    NoticeKind.CASES_CAME_BACK: (
        {"from": "Redlens", "count": 12, "cases": [CASE]},
        "12 open cases came back to you from Redlens",
    ),
    NoticeKind.CASES_HANDED_ON: ({"count": 1, "cases": [CASE]}, "1 open case of Ben is yours now"),
    NoticeKind.DEADLINES_LEFT: ({"count": 2, "cases": DEADLINES}, "2 cases of theirs have a deadline"),
}


def told(kind: NoticeKind, words: Any, **other: Any) -> Message:
    return notice_message(Notice(kind=kind, values={**NAMES, **SAID[kind][0], **other}), words)


@pytest.mark.parametrize("kind", SAID)
def test_a_notice_says_what_happened(kind: NoticeKind) -> None:
    message = told(kind, EN)
    is_sound(message)
    assert SAID[kind][1] in texts(message)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SAID)
def test_a_notice_is_sound_with_names_of_any_kind(kind: NoticeKind, language: str) -> None:
    hostile = dict.fromkeys([*NAMES, "from"], HOSTILE)
    is_sound(told(kind, LANGUAGES[language], **hostile))


def test_each_case_has_the_way_to_it_and_the_rest_are_counted() -> None:
    message = told(NoticeKind.CASES_CAME_BACK, EN)
    assert action_ids(message) == ["case_history"]
    assert "11 more cases: /aaca queue" in texts(message)


def test_a_deadline_says_what_is_to_be_done_by_when() -> None:
    said = texts(told(NoticeKind.DEADLINES_LEFT, EN))
    assert "a second person must approve, by 22 Nov 2026, 14:05 CET" in said
    assert "the seller objects" in said


def test_an_admin_answers_a_stranger_with_one_of_two_buttons() -> None:
    assert action_ids(told(NoticeKind.ACCESS_ASKED, EN)) == ["access_grant", "access_refuse"]
    assert "did not let you in" in texts(told(NoticeKind.ACCESS_SETTLED, EN, outcome="refused"))
    for reply in (asked_reply(HOSTILE, EN), refused_reply(HOSTILE, EN)):
        is_sound(reply)


def test_a_strangers_refusal_carries_the_button_and_the_case_it_was_about() -> None:
    reply = refusal_reply(UnknownPerson("T0X", "U0X"), EN, case_id="c1")
    is_sound(reply)
    assert action_ids(reply) == ["access_ask"]
    assert reply.blocks[-1]["elements"][0]["value"] == "c1"
    assert "use the buttons on the cards" not in texts(reply)


def test_a_strangers_command_says_that_commands_do_not_tell_where_they_belong() -> None:
    reply = refusal_reply(UnknownPerson("T0X", "U0X"), EN, typed=True)
    is_sound(reply)
    assert "use the buttons on the cards" in texts(reply)
