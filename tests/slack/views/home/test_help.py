"""The home's help: whom to ask, the next step only, and what was said."""

from dataclasses import replace

import pytest

from aacabot.domain.guided import FirstStep, FirstSteps
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.home.frame import home_view
from aacabot.slack.views.home.help import STEPS, desk_tab, help_tab
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Block, Message
from tests.slack.views.checks import action_ids, has_no_markup, texts
from tests.slack.views.samples import EN
from tests.slack.views.test_help import DESK, HOSTILE, MEMBER, TALK, TALKS

PLACE = Place(tab=HomeTab.HELP)


def sound(blocks: list[Block]) -> Message:
    assert view_problems(home_view("Acme", [], PLACE, blocks, EN)) == []
    has_no_markup(blocks)
    return Message("home", blocks)


def test_a_member_sees_who_looks_after_it_and_can_ask() -> None:
    told = sound(help_tab("Otto", None, [], PLACE, 5, 0, EN))
    assert "Otto of the desk looks after you." in texts(told)
    assert action_ids(told) == ["help_ask"]
    assert "The desk looks after you." in texts(sound(help_tab(None, None, [], PLACE, 5, 0, EN)))


@pytest.mark.parametrize("done", range(len(FirstStep) + 1))
def test_a_guided_member_sees_the_next_step_only(done: int) -> None:
    steps = FirstSteps(frozenset(list(FirstStep)[:done]))
    told = texts(sound(help_tab(None, steps, [], PLACE, 5, 0, EN)))
    shown = [step for step in FirstStep if STEPS[step] in told]
    assert shown == ([steps.next] if steps.next else [])


def test_conversations_stand_with_their_state_and_last_words() -> None:
    long = replace(TALK, id="h2", said=(DESK, MEMBER) * 4, first_reply_at=DESK.at)
    told = sound(help_tab("Otto", None, [TALK, long, replace(TALKS["new"], id="h3")], PLACE, 5, 30, EN))
    said = texts(told)
    assert "The desk answers by 23 Nov 2026, 14:05 CET" in said
    assert "The desk has your message" in said
    assert action_ids(told).count("help_read") == 1
    assert "1 to 5 of 30" in said
    assert "It joined a week ago" not in said


def test_the_desk_sees_whose_each_is_and_a_page_of_the_longest_still_fits() -> None:
    said = tuple(replace(MEMBER, text=HOSTILE, person=HOSTILE) for _ in range(9))
    talks = [replace(TALK, id=f"h{n}", member=HOSTILE, text=HOSTILE, said=said) for n in range(5)]
    sound(desk_tab(talks, PLACE, 5, 400, EN))
    told = texts(sound(desk_tab([TALK], PLACE, 5, 1, EN)))
    assert "Acme Group" in told and "1 conversation is open" in told
    assert "No member waits" in texts(sound(desk_tab([], PLACE, 5, 0, EN)))
