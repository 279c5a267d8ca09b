"""Forms of the Brands tab, and the word on a right that runs out."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from aacabot.domain.errors import FieldProblem
from aacabot.domain.portfolio import MarkShown, RightShown, RightState, SellerShown
from aacabot.domain.rights import Right, RightKind
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids import HomeTab
from aacabot.slack.ids.portfolio import PortfolioInputId
from aacabot.slack.views.home.places import Place, place_from
from aacabot.slack.views.message import Block
from aacabot.slack.views.modals import PROBLEMS, field_errors
from aacabot.slack.views.portfolio import (
    brand_modal,
    mark_modal,
    right_modal,
    seller_modal,
)
from tests.slack.views.samples import EN

PLACE = Place(tab=HomeTab.BRANDS, of="b1/marks", page=3, words="<!here>" * 14)
RIGHT = Right(
    id="r1", kind=RightKind.TRADEMARK, office="EUIPO", number="018", classes=(25, 18),
    territories=("EU", "CN"), expires=date(2027, 1, 1),
)  # fmt: skip
MARK = MarkShown(id="m1", text="Zephyrine", forms=(("zh", ("泽菲琳", "泽斐琳")),), common=True)
FORMS: dict[str, Block] = {
    "new brand": brand_modal(PLACE, EN, members=[("m1", "Acme")]),
    "new brand of one of several": brand_modal(PLACE, EN, members=[("m1", "Acme"), ("m2", "Bolt")]),
    "brand": brand_modal(PLACE, EN, brand_id="b1", name="Zephyrine", category="shoes"),
    "new mark": mark_modal(PLACE, EN, brand="Zephyrine", brand_id="b1"),
    "mark": mark_modal(PLACE, EN, brand="Zephyrine", brand_id="b1", mark=MARK),
    "new right": right_modal(PLACE, EN, brand="Zephyrine", brand_id="b1"),
    "right": right_modal(
        PLACE,
        EN,
        brand="Zephyrine",
        brand_id="b1",
        right=RightShown(right=RIGHT, state=RightState.IN_FORCE, days_left=90),
    ),
    "new seller": seller_modal(
        PLACE, EN, brand="Zephyrine", brand_id="b1", marketplaces=[("sandbox", "Sandbox Market")]
    ),
    "seller": seller_modal(
        PLACE,
        EN,
        brand="Zephyrine",
        brand_id="b1",
        seller=SellerShown(id="s1", marketplace="Sandbox Market", seller_id="s-9"),
    ),
}


def inputs(view: Block) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_sound_and_knows_where_it_was_opened(name: str) -> None:
    view = FORMS[name]
    assert view_problems(view) == []
    kept = json.loads(view["private_metadata"])
    assert place_from(kept["place"], HomeTab.WAITING) == PLACE
    assert set(inputs(view)) <= set(PortfolioInputId)


def test_forms_that_change_begin_with_what_is_there_and_can_withdraw() -> None:
    mark, right = inputs(FORMS["mark"]), inputs(FORMS["right"])
    assert mark["mark_spellings"]["initial_value"] == "zh: 泽菲琳\nzh: 泽斐琳"
    assert mark["mark_common"]["initial_options"]
    assert (right["right_classes"]["initial_value"], right["right_territories"]["initial_value"]) == (
        "25, 18",
        "EU, CN",
    )
    assert right["right_expires"]["initial_date"] == "2027-01-01"
    assert "mark_text" not in mark and "right_number" not in right
    for name in ("brand", "mark", "right", "seller"):
        assert "withdraw" in inputs(FORMS[name])
        assert "withdraw" not in inputs(FORMS[f"new {name}"])


def test_more_spellings_than_a_field_takes_are_left_alone() -> None:
    forms = (("zh", tuple(f"泽{number}" for number in range(1_000))),)
    view = mark_modal(PLACE, EN, brand="B", brand_id="b1", mark=replace(MARK, forms=forms))
    assert view_problems(view) == []
    assert "mark_spellings" not in inputs(view)


def test_every_problem_of_the_services_has_words_at_its_field() -> None:
    for problem in (
        *("already_there", "not_a_mark", "not_spellings", "too_short_to_find"),
        *("not_one_line", "not_classes", "not_a_day", "unknown", "required"),
    ):
        assert problem in PROBLEMS
        told = field_errors(FieldProblem("mark_text", problem), FORMS["new mark"], EN)
        assert list(told) == ["mark_text"]
