"""The desk's part on cards and in forms: who is missing, who is on it, what was asked, and hostile names."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from aacabot.domain.alerts import Alert, Decision
from aacabot.domain.cases import CaseState
from aacabot.domain.reviews import DeskQuestion, DeskShown, SentAgain, Specialist, TestBuy
from aacabot.domain.rights import RightKind
from aacabot.domain.second_person import SecondNeeded, SecondReason
from aacabot.domain.specialties import SPECIAL_RIGHTS, Language, Needs
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.views.alerts import alert_card
from aacabot.slack.views.desk import KNOWN_RIGHTS, LANGUAGES
from aacabot.slack.views.desk_forms import (
    answer_desk_modal,
    ask_brand_modal,
    at_place,
    purchase_modal,
    send_again_modal,
    specialties_modal,
)
from aacabot.slack.views.home.desk import desk_tab, specialties_tab
from aacabot.slack.views.home.frame import home_view
from aacabot.slack.views.home.places import Place
from aacabot.slack.views.message import Message
from aacabot.slack.views.reviews import info_request_card, review_card
from aacabot.slack.views.second_person import WHY
from tests.slack.views.checks import action_ids, is_sound
from tests.slack.views.reading import as_read
from tests.slack.views.samples import ALERTS, EN, NOW, OPEN

HOSTILE = ["<!channel> <@U0X>", "‮gnp.exe", "x" * 2_000, "泽菲琳 运动鞋", "*b* `c` &amp;"]
ALL = Needs(rights=SPECIAL_RIGHTS, languages=tuple(Language))


def text(message: Message) -> str:
    return as_read(message)


def needed(*why: SecondReason, counsel: bool = False, who: tuple[str, ...] = ("Ann",)) -> Alert:
    missing = SecondNeeded(why=why, counsel=counsel, who=who, until=NOW + timedelta(hours=12), desk=not who)
    return replace(ALERTS["pending second"], second_needed=missing)


def at_desk(desk: DeskShown, state: CaseState = CaseState.PLATFORM_REVIEW) -> Alert:
    return replace(ALERTS["platform review"], state=state, desk=desk)


def hostile(words: str) -> DeskShown:
    """Everything people wrote or are called, as they might write it to harm."""
    return DeskShown(
        reviewer=words,
        reviewer_since=NOW,
        needs=ALL,
        specialists=(Specialist(name=words), Specialist(name=words, slack_user="U0REX")),
        question=DeskQuestion(
            asked_by=words, asked_at=NOW, question=words, answer=words, answered_by=words, answered_at=NOW
        ),
        test_buy=TestBuy(ordered_by=words, ordered_at=NOW, words=words, order=words),
        sent_again=SentAgain(
            person=words,
            at=NOW,
            declined_by=words,
            declined_at=NOW,
            declined_reason=words,
            note=words,
            files=2,
        ),
        may_send_again=True,
        new_files=2,
    )


def test_the_card_says_who_is_missing_why_and_until_when() -> None:
    said = text(
        alert_card(needed(SecondReason.WATCH, SecondReason.MANY, counsel=True, who=("Ann", "Cat")), EN)
    )
    assert "Missing: counsel or an admin. Ann, Cat can approve." in said
    assert "Why: the good-faith record is on watch; more than ten listings" in said
    assert "After that it waits for a decision again." in said


def test_a_conflict_names_no_other_member() -> None:
    said = text(alert_card(needed(SecondReason.AUTHORISED_ELSEWHERE), EN))
    assert "there is a conflict; your account manager can tell you more" in said
    assert "authorised" not in said


def test_where_nobody_else_may_approve_the_desk_is_asked_on_its_own_card() -> None:
    alone = needed(SecondReason.PATENT_OR_DESIGN, counsel=True, who=())
    assert "Nobody else of yours may approve it: the desk has been asked to." in text(alert_card(alone, EN))
    card = review_card(alone, EN)
    is_sound(card)
    assert {"case_approve", "case_refuse"} <= set(action_ids(card))
    assert "has nobody else who may approve this takedown" in text(card)
    with_others = review_card(needed(SecondReason.PATENT_OR_DESIGN), EN)
    assert "case_approve" not in action_ids(with_others)


def test_every_reason_language_and_right_has_words() -> None:
    assert set(WHY) == set(SecondReason)
    assert set(LANGUAGES) == set(Language)
    assert set(KNOWN_RIGHTS) == set(SPECIAL_RIGHTS)
    assert RightKind.TRADEMARK not in KNOWN_RIGHTS


def test_a_case_nobody_is_on_can_be_taken_and_another_s_is_taken_over_after_a_question() -> None:
    free = review_card(at_desk(DeskShown()), EN)
    assert "review_claim" in action_ids(free)
    taken = review_card(at_desk(DeskShown(reviewer="Rex", reviewer_since=NOW)), EN)
    assert {"review_release", "review_take_over"} <= set(action_ids(taken))
    assert "review_claim" not in action_ids(taken)
    assert "Rex is on it since" in text(taken)
    over = next(
        one
        for block in taken.blocks
        for one in block.get("elements", [])
        if one.get("action_id") == "review_take_over"
    )
    assert "Rex is on it." in over["confirm"]["text"]["text"]


def test_specialists_are_mentioned_and_named_where_they_are_not_in_slack() -> None:
    desk = DeskShown(
        needs=Needs(rights=(RightKind.DESIGN,), languages=(Language.CHINESE,)),
        specialists=(Specialist(name="Rex", slack_user="U0REX"), Specialist(name="Otto")),
    )
    card = review_card(at_desk(desk), EN)
    assert "For somebody who knows: design rights, Chinese" in text(card)
    assert {"type": "user", "user_id": "U0REX"} in [
        element
        for block in card.blocks
        if block["type"] == "rich_text"
        for part in block["elements"]
        for element in part.get("elements", [])
    ]
    assert "Otto" in text(card)


def test_while_the_brand_is_asked_the_desk_can_only_decline_and_the_brand_answer() -> None:
    question = DeskShown(question=DeskQuestion(asked_by="Ola", asked_at=NOW, question="Whose is it?"))
    waiting = at_desk(question, CaseState.ANSWER_NEEDED)
    desk = action_ids(review_card(waiting, EN))
    assert "review_decline" in desk
    assert not {"review_accept", "review_ask"} & set(desk)
    brand = alert_card(waiting, EN)
    assert "desk_answer" in action_ids(brand)
    assert "Whose is it?" in text(brand)


def test_a_reviewer_sees_what_was_declined_before_and_what_is_new() -> None:
    again = SentAgain(
        person="Gil", at=NOW, declined_by="Rae", declined_at=NOW, declined_reason="WRONG_CLASS",
        note="The sole.", files=2, changed=True,
    )  # fmt: skip
    said = text(review_card(at_desk(DeskShown(sent_again=again)), EN))
    assert "Sent again by Gil" in said
    assert "Declined before by Rae" in said
    assert "the right does not cover these goods" in said
    assert "What is new: 2 files, another right or reason." in said
    by_marketplace = replace(again, declined_by=None)
    assert "Declined before by the marketplace" in text(
        review_card(at_desk(DeskShown(sent_again=by_marketplace)), EN)
    )


def test_a_declined_card_can_be_sent_again_only_while_that_is_left() -> None:
    declined = ALERTS["declined by the desk"]
    assert "send_again" not in action_ids(alert_card(declined, EN))
    left = replace(declined, desk=DeskShown(may_send_again=True))
    assert "send_again" in action_ids(alert_card(left, EN))


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_is_written_harms_a_card_or_a_form(words: str) -> None:
    desk = hostile(words)
    who = Decision(outcome="confirmed", person=words, at=NOW)
    for state in (CaseState.PLATFORM_REVIEW, CaseState.ANSWER_NEEDED):
        alert = replace(at_desk(desk, state), decision=who, member=words, brand=words)
        for card in (review_card(alert, EN), alert_card(alert, EN)):
            is_sound(card)
    is_sound(info_request_card(replace(ALERTS["needs info"], desk=desk), EN))
    is_sound(alert_card(replace(ALERTS["declined by the desk"], desk=desk), EN))
    is_sound(alert_card(replace(needed(*SecondReason, who=(words,) * 5), decision=who), EN))
    place = Place(tab=HomeTab.DESK)
    rights = [OPEN.right] if OPEN.right else []
    alert = replace(at_desk(desk), member=words)
    for view in (
        ask_brand_modal("c1", "AC-7K3Q9", EN),
        answer_desk_modal(alert, EN),
        purchase_modal("c1", "AC-7K3Q9", EN),
        send_again_modal(alert, rights, EN),
        specialties_modal("p1", words, ALL, place, EN),
        home_view("Desk", [], place, desk_tab([(alert, None, False)], 1, place, 15, EN), EN),
    ):
        assert view_problems(view) == []


def test_without_a_right_in_force_nothing_can_be_sent_again() -> None:
    view = send_again_modal(ALERTS["declined by the desk"], [], EN)
    assert "submit" not in view
    assert view_problems(view) == []


def test_a_form_opened_from_the_home_leads_back_there() -> None:
    place = Place(tab=HomeTab.DESK, words="mine")
    kept = json.loads(at_place(ask_brand_modal("c1", "AC-7K3Q9", EN), place)["private_metadata"])
    assert kept == {"case": "c1", "place": place.value}
    assert json.loads(at_place(ask_brand_modal("c1", "AC-7K3Q9", EN), None)["private_metadata"]) == {
        "case": "c1"
    }


def test_a_full_page_of_the_queue_fits_the_home() -> None:
    place = Place(tab=HomeTab.DESK)
    states = [CaseState.PLATFORM_REVIEW, CaseState.ANSWER_NEEDED, CaseState.NEEDS_INFO]
    rows = [
        (
            replace(at_desk(hostile("x" * 300), states[n % 3]), number=f"AC-{n:05}"),
            "https://slack.com/x",
            n % 2 == 0,
        )
        for n in range(15)
    ]
    view = home_view("Desk", [], place, desk_tab(rows, 90, place, 15, EN), EN)
    assert view_problems(view) == []
    assert "home_page_on" in action_ids(Message("", view["blocks"]))


def test_the_desks_reviewers_are_listed_and_changed_by_an_admin_only() -> None:
    place = Place(tab=HomeTab.DESK, words="specialties")
    rows = [(f"p{n}", f"Reviewer {n}", ALL if n else Needs()) for n in range(100)]
    view = home_view("Desk", [], place, specialties_tab(rows, place, EN, may_change=True), EN)
    assert view_problems(view) == []
    assert "specialty_change" in action_ids(Message("", view["blocks"]))
    assert "nothing special" in str(view)
    looking_on = specialties_tab(rows[:2], place, EN, may_change=False)
    assert "specialty_change" not in action_ids(Message("", looking_on))
