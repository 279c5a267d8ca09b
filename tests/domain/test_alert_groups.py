"""What makes two listings copies of each other."""

import pytest

from aacabot.domain.alert_groups import content_of, is_copy

LONG = "Zephyrine runner 2026 white, all sizes, free shipping"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LONG, LONG, True),
        (LONG, LONG.upper(), True),
        (LONG, "  Zephyrine  runner 2026 white, all sizes, free shiping ", True),
        (LONG, "Zephyrine sandals for children, blue, from size 24", False),
        ("Zephyrine shoes", "Zephyrine shoes", False),
        ("", "", False),
    ],
)
def test_long_titles_that_read_alike_are_one_listing_put_up_again(one: str, other: str, same: bool) -> None:
    assert is_copy(content_of(one), content_of(other)) is same


def test_a_short_title_tells_a_copy_only_together_with_the_same_pictures() -> None:
    one = content_of("Zephyrine shoes", ["https://img.example/1", "https://img.example/2"])
    assert is_copy(one, content_of("zephyrine  shoes", ["https://img.example/2", "https://img.example/1"]))
    assert not is_copy(one, content_of("Zephyrine shoes", ["https://img.example/3"]))
    assert not is_copy(one, content_of("Zephyrine boots", ["https://img.example/1", "https://img.example/2"]))
