"""docs/cases.md shows the table the code asks, no more and no less."""

import re

from aacabot.domain.case_diagram import diagram, table
from aacabot.domain.cases import MOVES, TABLE, CaseState
from tests.docs import CASES, with_parts


def test_the_page_equals_the_table() -> None:
    page = CASES.read_text()
    assert with_parts(page) == page, "run `make docs`"


def test_every_arrow_of_the_diagram_is_a_move_and_every_move_an_arrow() -> None:
    drawn = {
        (origin, event, to)
        for origin, to, events in re.findall(r"^    (\S+) --> (\w+): (.+)$", diagram(), re.M)
        for event in events.split(", ")
    }
    moves = {
        (origin.value, event.value, move.to.value)
        for (origin, event), move in MOVES.items()
        if move.to not in {None, CaseState.ARCHIVED}
    }
    assert drawn == moves | {("[*]", "opened", "alerted")}


def test_every_move_has_its_row() -> None:
    rows = table().splitlines()[2:]
    assert len(rows) == len(TABLE)
    assert all(f"`{move.event}`" in row for move, row in zip(TABLE, rows, strict=True))
