"""What counsel reads before something is shared, what its author is told, and why something is refused."""

from typing import Any

import pytest

from aacabot.domain.intel import Draft, IntelKind
from aacabot.domain.intel.aggregates import Figure, Hidden, Quarter
from aacabot.domain.intel.guard import GuardRule, Topic, examine
from aacabot.domain.intel.reviews import WaitingList, Waits
from aacabot.domain.intel.rules import SharingRules
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.intel.figures import figures_section
from aacabot.slack.views.intel.guard import RULES, errors_in, refused_said
from aacabot.slack.views.intel.reviews import (
    TOPICS,
    decided_message,
    held_card,
    refuse_modal,
    waiting_section,
)
from aacabot.slack.views.message import Block
from tests.slack.views.checks import is_sound
from tests.slack.views.intel.samples import HOSTILE
from tests.slack.views.samples import EN, NOW

ITEM_ID = "b" * 32


def values(text: str, **more: Any) -> dict[str, Any]:
    found = examine(Draft(kind=IntelKind.METHOD, value="", text=text), SharingRules())
    marked = [
        {
            "topic": one.topic.value,
            "place": one.place.value,
            "start": one.start,
            "end": one.end,
            "sentence_start": one.sentence_start,
            "sentence_end": one.sentence_end,
        }
        for one in found.marked
    ]
    return {
        "item_id": ITEM_ID,
        "organisation": "Acme Group",
        "item_kind": "method",
        "label": "amber+strict",
        "texts": {"value": "", "text": text, "category": ""},
        "marked": marked,
        **more,
    }


def leaves(blocks: list[Block]) -> list[Block]:
    (told,) = [block for block in blocks if block["type"] == "rich_text"]
    (quoted,) = [part for part in told["elements"] if part["type"] == "rich_text_quote"]
    return list(quoted["elements"])


def test_counsel_reads_the_sentence_in_bold_and_the_word_besides_in_italics() -> None:
    text = "They ship at night. Their price is low! We wait."
    message = held_card(values(text), EN)
    is_sound(message)
    parts = leaves(message.blocks)
    assert "".join(one["text"] for one in parts) == text
    assert [one["text"] for one in parts if one.get("style")] == ["Their ", "price", " is low!"]
    assert [one["text"] for one in parts if one.get("style", {}).get("italic")] == ["price"]
    assert [one["action_id"] for one in message.blocks[-1]["elements"]] == [
        IntelActionId.INTEL_RELEASE,
        IntelActionId.INTEL_TURN_DOWN,
    ]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(hostile: str) -> None:
    is_sound(held_card(values(f"Their price. {hostile}"), EN))
    is_sound(held_card(values("Their price", organisation=hostile), EN))
    told = {"item_id": ITEM_ID, "item_kind": "note", "label": "red", "outcome": "refused", "note": hostile}
    is_sound(decided_message(told, EN))


@pytest.mark.parametrize("outcome", ["released", "refused", "not_needed"])
def test_an_answered_question_says_who_answered_and_has_no_buttons(outcome: str) -> None:
    message = held_card(
        values("x", texts={}, marked=[], outcome=outcome, decided_by="Cora", decided_at=NOW.isoformat()), EN
    )
    is_sound(message)
    assert [block["type"] for block in message.blocks] == ["section"]
    assert ("Cora" in str(message.blocks)) == (outcome != "not_needed")


@pytest.mark.parametrize("outcome", ["released", "refused", "nobody"])
def test_the_author_is_told(outcome: str) -> None:
    message = decided_message(
        {"item_id": ITEM_ID, "item_kind": "note", "label": "amber", "outcome": outcome, "note": "Leave it"},
        EN,
    )
    is_sound(message)
    assert "TLP:AMBER" in str(message.blocks)


def test_what_one_wrote_oneself_waits_without_buttons() -> None:
    one = Waits(item_id=ITEM_ID, asked_at=NOW, values=values("Their price"), mine=True)
    shown = waiting_section(WaitingList(waits=(one,)), EN)
    assert "another counsel or admin" in str(shown)
    assert IntelActionId.INTEL_RELEASE.value not in str(shown)
    assert "Nothing waits for you." in str(waiting_section(WaitingList(), EN))


def test_the_form_for_a_refusal_asks_why() -> None:
    view = refuse_modal(ITEM_ID, EN)
    assert view["callback_id"] == IntelActionId.INTEL_TURN_DOWN
    assert [block["block_id"] for block in view["blocks"] if block["type"] == "input"] == [
        "intel_review_note"
    ]


def test_every_rule_and_topic_has_words() -> None:
    assert set(RULES) == set(GuardRule)
    assert set(TOPICS) == set(Topic)
    for rule in GuardRule:
        assert "“ann <!here>”" in refused_said([(rule.value, "text", "ann <!here>")], EN)


def test_a_refusal_is_said_at_its_field_and_nothing_typed_is_lost() -> None:
    view = {"blocks": [{"block_id": "intel_value"}, {"block_id": "intel_text:2"}, {"block_id": "b"}]}
    found = [("email", "text", "a@b.example"), ("email", "text", "a@b.example"), ("card", "value", "4111")]
    said = errors_in(found, view, EN)
    assert set(said) == {"intel_text:2", "intel_value"}
    assert said["intel_text:2"].count("a@b.example") == 1
    assert errors_in([("email", "category", "a@b.example")], view, EN) == {}


def test_a_figure_that_is_not_shown_says_why() -> None:
    quarter = Quarter(year=2026, number=2)
    figures = [
        Figure(kind=None, quarter=quarter, shared=1200, met=1),
        Figure(kind=IntelKind.IMAGE, quarter=quarter, shared=12),
        Figure(kind=IntelKind.NOTE, quarter=quarter, hidden=Hidden.SMALL),
        Figure(kind=None, quarter=Quarter(year=2026, number=3), hidden=Hidden.RECENT),
    ]
    told = str(figures_section(figures, SharingRules(), EN))
    for said in (
        "Quarter 2 of 2026",
        "12 items shared",
        "not shown: fewer than 5 members",
        "not shown: too recent",
        "25%",
    ):
        assert said in told, told
