"""Whether a right's classes cover the goods, where that can be told."""

import pytest

from aacabot.domain.nice_classes import classes_of, covers_goods


@pytest.mark.parametrize(
    ("category", "classes"),
    [
        ("shoes", {25}),
        ("Men > Shoes", {25}),
        ("运动鞋", {25}),
        ("phones", {9}),
        ("car parts", {7, 12}),
        ("watches", set()),
        ("watch", {14}),
        ("handbags", set()),
        ("bags/shoes", {18, 25}),
        (None, set()),
        ("", set()),
    ],
)
def test_a_category_names_its_classes_or_none(category: str | None, classes: set[int]) -> None:
    assert classes_of(category) == classes


@pytest.mark.parametrize(
    ("classes", "categories", "answer"),
    [
        ([25], ["shoes"], True),
        ([9], ["shoes"], False),
        ([9], ["phones", "shoes"], True),
        ([], ["shoes"], None),
        ([25], ["curiosities", None], None),
    ],
)
def test_goods_are_covered_or_it_cannot_be_told(
    classes: list[int], categories: list[str | None], answer: bool | None
) -> None:
    assert covers_goods(classes, *categories) is answer
