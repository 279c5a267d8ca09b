"""Ids that other programs rely on."""

import pytest

from aacabot.slack.ids import COMMAND, ActionId, BlockId, InputId, ShortcutId

CONTRACT = (
    *("case_confirm", "case_dismiss", "case_ask_info", "case_claim", "case_retract", "case_open"),
    *("review_accept", "review_decline"),
)


@pytest.mark.parametrize("name", CONTRACT)
def test_the_ids_of_the_contract_keep_their_names(name: str) -> None:
    assert ActionId(name).value == name


def test_the_command_and_shortcuts_keep_their_names() -> None:
    assert COMMAND == "/aaca"
    assert set(ShortcutId) == {"report_listing", "report_listing_global", "share_intel"}


def test_an_input_is_never_taken_for_a_button_or_a_block_of_words() -> None:
    assert not {*InputId} & {*ActionId}
    assert not {*InputId} & {*BlockId}
