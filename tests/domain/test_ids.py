"""Identifiers are unique and sort by the time they were made."""

import re
import time
from uuid import UUID

from aacabot.domain.ids import new_id


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
