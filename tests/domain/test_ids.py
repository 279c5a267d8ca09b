"""Identifiers are unique and sort by the time they were made."""

import re
import time
from uuid import UUID

import pytest

from aacabot.domain.ids import is_id, made_at, new_id


def test_an_id_is_the_hex_of_a_version_7_uuid() -> None:
    made = new_id()
    assert re.fullmatch(r"[0-9a-f]{32}", made)
    assert UUID(made).version == 7


def test_later_ids_of_a_process_sort_after_earlier_ones() -> None:
    made = [new_id() for _ in range(50_000)]
    assert made == sorted(set(made))


def test_an_id_carries_the_millisecond_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    stamped = int(new_id()[:12], 16)
    assert before <= stamped <= time.time_ns() // 1_000_000


def test_what_comes_back_from_a_button_is_told_from_an_id() -> None:
    assert is_id(new_id())
    for text in ("", "x" * 32, new_id().upper(), new_id() + "0", new_id() + "\n", "'; --", "\0", "٣" * 32):
        assert not is_id(text)


def test_an_id_tells_when_it_was_made_and_others_do_not() -> None:
    before = time.time()
    assert abs(made_at(new_id()).timestamp() - before) < 5
    with pytest.raises(ValueError, match="not an id"):
        made_at("members-a")
