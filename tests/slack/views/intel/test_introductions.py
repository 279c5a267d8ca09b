"""What is said about introductions and blind questions, whatever names are in it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from aacabot.domain.intel.blind import BlindAnswer
from aacabot.domain.intel.introductions import Answered, Wished
from aacabot.domain.intel.kinds import IntelKind
from aacabot.domain.intel.met import LastSeen, Told
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.intel.blind import blind_reply
from aacabot.slack.views.intel.introductions import (
    answered_reply,
    ask_button,
    introduced,
    introduction_closed,
    introduction_wished,
    wished_reply,
)
from tests.slack.views.checks import is_sound
from tests.slack.views.reading import as_read
from tests.slack.views.samples import EN

UNTIL = datetime(2026, 11, 29, 12, tzinfo=UTC)
NAMES = ["Nice Shop", "<!channel> *all*", "\u202eevil", "x" * 300, "精品店", "", None]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("answer", [None, "agreed", "refused", "over"])
def test_a_wish_is_put_without_a_word_about_who_asks(name: str | None, answer: str | None) -> None:
    values = {
        "introduction": "0" * 32, "kind": "seller", "name": name, "marketplace": name, "answer": answer,
        "by": name,
    }  # fmt: skip
    message = introduction_wished(values, EN)
    is_sound(message)
    has_buttons = "intel_agree" in str(message.blocks)
    assert has_buttons == (answer is None)
    assert "You learn who they are, and they learn who you are, only if you agree" in as_read(message)


@pytest.mark.parametrize("kind", list(IntelKind))
def test_a_holder_reads_what_kind_of_thing_is_asked_about(kind: IntelKind) -> None:
    message = introduction_wished({"introduction": "0" * 32, "kind": kind.value}, EN)
    is_sound(message)
    assert ("seller" in message.text) == (kind is IntelKind.SELLER)


def test_a_holder_reads_the_day_by_which_to_find_what_only_its_hash_is_kept_of() -> None:
    values = {"introduction": "0" * 32, "kind": "payment", "name": None, "shared_on": "2026-11-20"}
    message = introduction_wished(values, EN)
    assert "about a payment handle you shared" in message.text
    assert "You shared it on 20 Nov 2026." in as_read(message)
    met = introduction_wished({**values, "kind": "image", "met_on": "2026-11-21", "shared_on": None}, EN)
    assert "You last met it on 21 Nov 2026." in as_read(met)


def test_who_did_not_answer_reads_that_nothing_was_told_about_them_whatever_others_did() -> None:
    message = introduction_wished({"introduction": "0" * 32, "kind": "seller", "answer": "over"}, EN)
    assert "Nothing was told about you." in as_read(message)
    assert "to anybody" not in as_read(message)


@pytest.mark.parametrize("name", NAMES)
def test_both_sides_read_who_the_other_is(name: str | None) -> None:
    for asked in (True, False):
        values: dict[str, Any] = {
            "kind": "image",
            "member": name,
            "people": [name],
            "contact": [name],
            "name": name,
            "asked": asked,
        }
        message = introduced(values, EN)
        is_sound(message)
        assert "It is about: Image" in as_read(message)
    alone: dict[str, Any] = {
        "kind": "seller",
        "member": "Acme",
        "people": [],
        "contact": [],
        "name": None,
        "asked": True,
    }
    nobody = introduced(alone, EN)
    is_sound(nobody)
    assert "contact" not in as_read(nobody)
    is_sound(introduction_closed({"name": name, "asked_on": UNTIL.isoformat()}, EN))


def test_who_asks_and_who_answers_read_what_becomes_of_it() -> None:
    asked = wished_reply(Wished(until=UNTIL), EN)
    assert "you hear on 29 Nov 2026 that nobody agreed" in as_read(asked)
    for answered in (Answered(agreed=True, other="<!here> Acme"), Answered(agreed=False)):
        is_sound(answered_reply(answered, EN))
    button = ask_button(IntelActionId.INTEL_ASK, "0" * 32, EN)
    assert "confirm" in button and "without your name" in str(button["confirm"])


def answer(**told: Any) -> BlindAnswer:
    shown = Told(kind=IntelKind.SELLER, **told)
    return BlindAnswer(told=shown, ask="sealed" if shown.says_something else None)


@pytest.mark.parametrize(
    ("given", "words", "asks"),
    [
        (BlindAnswer(), "I cannot read that as an address or a seller", False),
        (answer(), "Nothing can be said about this", False),
        (answer(held=True, last_seen=LastSeen.THIS_MONTH), "Another member shared something on it.", True),
        (answer(met_by=3, upheld_among=True), "3 members or more met it in their cases.", True),
        (answer(met_by=10, held=True, last_seen=LastSeen.HALF_YEAR), "Last seen within half a year.", True),
    ],
)
def test_a_blind_answer_says_buckets_and_who_sees_what(given: BlindAnswer, words: str, asks: bool) -> None:
    message = blind_reply(given, EN)
    is_sound(message)
    assert words in as_read(message)
    assert ("intel_ask_blind" in str(message.blocks)) == asks
    assert "intel_operator_sees" in str(message.blocks)
