"""The card of a case."""

from dataclasses import replace
from datetime import timedelta

import pytest
from syrupy.assertion import SnapshotAssertion

from aacabot.domain.cases import RETRACTABLE_STATES, CaseState
from aacabot.domain.takedowns import STATEMENT_TEXT
from aacabot.slack import limits
from aacabot.slack.views.alerts import alert_card
from tests.slack.views.checks import action_ids, is_sound, parts, texts
from tests.slack.views.reading import as_read
from tests.slack.views.samples import ALERTS, CHANGES, EN, GONE, LANGUAGES, LISTING, NOW, OPEN, after


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALERTS)
def test_a_card_reads_as_agreed(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    card = alert_card(ALERTS[name], LANGUAGES[language])
    is_sound(card)
    assert as_read(card) == snapshot


def test_every_state_has_a_sample() -> None:
    assert {alert.state for alert in ALERTS.values()} == set(CaseState)


def test_the_blocks_of_an_open_card_are_as_agreed(snapshot: SnapshotAssertion) -> None:
    assert alert_card(OPEN, EN).blocks == snapshot


@pytest.mark.parametrize("state", CaseState)
def test_retract_is_offered_exactly_where_the_rules_allow_it(state: CaseState) -> None:
    offered = "case_retract" in action_ids(alert_card(after(state, GONE), EN))
    assert offered == (state in RETRACTABLE_STATES)


def test_every_button_but_the_url_carries_the_case_id() -> None:
    for alert in ALERTS.values():
        for part in parts(alert_card(alert, EN).blocks):
            if part.get("type") == "button":
                assert part["value"] == alert.case_id


def test_without_a_right_there_is_no_confirm_and_the_card_says_why() -> None:
    card = alert_card(replace(OPEN, right=None, reason_code=None), EN)
    assert "case_confirm" not in action_ids(card)
    assert "Acme has no registration in force" in texts(card)


def test_confirming_asks_in_slacks_own_dialog_with_case_storefront_right_and_good_faith() -> None:
    confirm = next(p for p in parts(alert_card(OPEN, EN).blocks) if p.get("action_id") == "case_confirm")
    said = confirm["confirm"]["text"]["text"]
    assert confirm["style"] == "danger"
    for told in ("AC-7K3Q9", "bagdeal_88", "EUIPO 018000001", "counterfeit goods", STATEMENT_TEXT):
        assert told in said


def test_a_decided_card_has_no_pictures_and_one_line_of_title() -> None:
    card = alert_card(after(CaseState.TAKEN_DOWN, GONE), EN)
    assert not [block for block in card.blocks if block["type"] == "image"]
    assert len(card.blocks) <= 5


def test_many_pictures_leave_the_buttons_near_the_top_and_say_how_many_are_left_out() -> None:
    pictures = tuple(f"https://img.example/{'x' * 400}/{n}.png" for n in range(50))
    card = alert_card(replace(OPEN, listing=replace(LISTING, images=pictures)), EN)
    is_sound(card)
    kinds = [block["type"] for block in card.blocks]
    assert kinds.index("actions") < 8
    assert 5 < kinds.count("image") < 50
    assert "more pictures in the listing itself" in texts(card)


def test_fifty_short_pictures_stay_within_fifty_blocks() -> None:
    pictures = tuple(f"https://i.example/{n}" for n in range(50))
    card = alert_card(replace(OPEN, listing=replace(LISTING, images=pictures)), EN)
    is_sound(card)
    assert len(card.blocks) == limits.BLOCKS_PER_MESSAGE


def test_only_web_addresses_become_pictures_and_links() -> None:
    bad = ("javascript:alert(1)", "file:///etc/passwd", "https://", "http://[", "//x/y", "https://a b/c", "")
    listing = replace(LISTING, url="javascript:alert(1)", images=(*bad, "https://img.example/1.png"))
    card = alert_card(replace(OPEN, listing=listing), EN)
    is_sound(card)
    assert [b["image_url"] for b in card.blocks if b["type"] == "image"] == ["https://img.example/1.png"]
    assert "case_open" not in action_ids(card)


def test_a_card_can_be_made_without_pictures_when_slack_refuses_one() -> None:
    card = alert_card(OPEN, EN, with_pictures=False)
    assert not [block for block in card.blocks if block["type"] == "image"]


def test_a_held_card_says_nothing_was_sent_and_shows_the_difference() -> None:
    card = alert_card(replace(OPEN, held=True, changes=CHANGES), EN)
    assert "Nothing was sent" in texts(card)
    assert "“129.00 EUR” → “12.50 EUR”" in texts(card)
    assert "case_confirm" in action_ids(card)


def test_a_seller_and_a_description_that_changed_are_not_quoted() -> None:
    assert "old words" not in texts(alert_card(replace(OPEN, changes=CHANGES), EN))


def test_a_closed_case_does_not_say_whose_takedown_it_was() -> None:
    said = texts(alert_card(replace(OPEN, state=CaseState.CLOSED, closed_at=NOW), EN))
    assert "Already removed when we looked" in said
    assert "takedown" not in said.lower()


def test_the_time_to_removal_is_told_from_the_decision() -> None:
    said = texts(alert_card(after(CaseState.TAKEN_DOWN, GONE), EN))
    assert "4 min after the decision (read 14:09)" in said


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "within a second of the decision (read 14:05)"), ("zh", "决定后不到一秒（查看于 21:05）")],
)
def test_a_removal_in_under_a_second_is_not_told_as_none(language: str, told: str) -> None:
    at_once = replace(GONE, reported_removed_at=NOW + timedelta(milliseconds=999))
    assert told in texts(alert_card(after(CaseState.TAKEN_DOWN, at_once), LANGUAGES[language]))


def test_a_removal_after_a_whole_second_is_told_in_seconds() -> None:
    soon = replace(GONE, reported_removed_at=NOW + timedelta(seconds=1))
    assert "1 s after the decision" in texts(alert_card(after(CaseState.TAKEN_DOWN, soon), EN))


def test_a_decided_card_has_the_title_on_a_line_of_its_own() -> None:
    card = alert_card(after(CaseState.TAKEN_DOWN, GONE), EN)
    assert "Αcme runner 2026 new, free shipping" in as_read(card).splitlines()
    assert "Sandbox · storefront “bagdeal_88”" in as_read(card).splitlines()


def test_times_are_in_the_readers_zone() -> None:
    assert "Decide by 23 Nov 2026, 14:05 CET" in texts(alert_card(OPEN, EN))


def test_times_on_another_day_than_the_decision_are_told_with_their_date() -> None:
    late = replace(GONE, verified_at=NOW + timedelta(days=2))
    assert "24 Nov 2026" in texts(alert_card(after(CaseState.TAKEN_DOWN, late), EN))


def test_the_lock_screen_names_case_brand_and_state_only() -> None:
    assert alert_card(OPEN, EN).text == "AC-7K3Q9 · Acme: waiting for your decision"
