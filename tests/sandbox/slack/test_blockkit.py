"""Block Kit limits, at the limit and one past it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aacabot.sandbox.slack.blockkit import message_problems, view_problems
from tests.sandbox.slack.slack_builders import button, modal, plain, text_input

CONFIRM = {
    "title": plain("Sure?"),
    "text": plain("It goes at once."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def option(value: str) -> dict[str, Any]:
    return {"text": plain(value), "value": value}


def select(*values: str) -> dict[str, Any]:
    element = {"type": "static_select", "action_id": "s", "options": [option(value) for value in values]}
    return {"type": "actions", "elements": [element]}


def chart(segments: int) -> dict[str, Any]:
    parts = [{"label": f"s{index}", "value": 1} for index in range(segments)]
    return {"type": "data_visualization", "title": "Share", "chart": {"type": "pie", "segments": parts}}


def table(rows: int, columns: int) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


def pointers(blocks: list[dict[str, Any]]) -> list[str]:
    return [problem.pointer for problem in message_problems(blocks)]


@pytest.mark.parametrize(
    ("good", "bad", "pointer"),
    [
        (section("x" * 3000), section("x" * 3001), "/blocks/0/text/text"),
        (section("x"), section(""), "/blocks/0/text/text"),
        (
            {"type": "header", "text": plain("x" * 150)},
            {"type": "header", "text": plain("x" * 151)},
            "/blocks/0/text/text",
        ),
        (
            {"type": "actions", "elements": [button(f"b{i}") for i in range(25)]},
            {"type": "actions", "elements": [button(f"b{i}") for i in range(26)]},
            "/blocks/0/elements",
        ),
        (
            {"type": "actions", "elements": [button("b", "x" * 2000)]},
            {"type": "actions", "elements": [button("b", "x" * 2001)]},
            "/blocks/0/elements/0/value",
        ),
        (
            {"type": "actions", "elements": [button("b", confirm=CONFIRM)]},
            {"type": "actions", "elements": [button("b", confirm={**CONFIRM, "title": plain("x" * 101)})]},
            "/blocks/0/elements/0/confirm/title/text",
        ),
        (select(*map(str, range(100))), select(*map(str, range(101))), "/blocks/0/elements/0/options"),
        (select("x" * 75), select("x" * 76), "/blocks/0/elements/0/options/0/text/text"),
        (
            {"type": "context", "elements": [plain("x")] * 10},
            {"type": "context", "elements": [plain("x")] * 11},
            "/blocks/0/elements",
        ),
        (
            {"type": "section", "fields": [plain("x")] * 10},
            {"type": "section", "fields": [plain("x" * 2001)]},
            "/blocks/0/fields/0/text",
        ),
        (chart(6), chart(7), "/blocks/0/chart/segments"),
        (table(100, 20), table(100, 21), "/blocks/0/rows/0"),
        (
            {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"},
            {"type": "image", "image_url": "a.png", "alt_text": "a"},
            "/blocks/0/image_url",
        ),
        (
            {"type": "markdown", "text": "x" * 12000},
            {"type": "markdown", "text": "x" * 12001},
            "/blocks/0/text",
        ),
        (
            {"type": "divider", "block_id": "x" * 255},
            {"type": "divider", "block_id": "x" * 256},
            "/blocks/0/block_id",
        ),
        (
            {"type": "card", "title": plain("x" * 150)},
            {"type": "card", "title": plain("x" * 151)},
            "/blocks/0/title/text",
        ),
    ],
)
def test_a_limit_holds_at_the_edge(good: dict[str, Any], bad: dict[str, Any], pointer: str) -> None:
    assert message_problems([good]) == []
    assert pointer in pointers([bad])


@pytest.mark.parametrize(
    ("blocks", "pointer"),
    [
        ([{"type": "divider"}] * 51, "/blocks"),
        ([{"type": "divider", "block_id": "a"}] * 2, "/blocks/1/block_id"),
        ([{"type": "alert", "text": plain("x")}], "/blocks/0/type"),
        (
            [{"type": "actions", "elements": [button("same"), button("same")]}],
            "/blocks/0/elements/1/action_id",
        ),
        ([table(1, 1), table(1, 1)], "/blocks/1"),
        ([chart(1)] * 3, "/blocks/2"),
        ([{"type": "section"}], "/blocks/0"),
        ([{"type": "divider", "colour": "red"}], "/blocks/0"),
        ([{"type": "image", "alt_text": "neither url nor file"}], "/blocks/0"),
        (["not a block"], "/blocks/0"),
    ],
)
def test_a_message_that_breaks_a_rule_is_pointed_at(blocks: list[dict[str, Any]], pointer: str) -> None:
    assert pointer in pointers(blocks)


def test_an_emoji_counts_as_two_characters() -> None:
    assert pointers([{"type": "header", "text": plain("👟" * 75)}]) == []
    assert pointers([{"type": "header", "text": plain("👟" * 75 + "!")}]) == ["/blocks/0/text/text"]


def test_blocks_in_attachments_are_checked_too() -> None:
    problems = message_problems(None, [{"blocks": [section("x" * 3001)]}])
    assert [problem.pointer for problem in problems] == ["/attachments/0/blocks/0/text/text"]


def test_a_modal_has_a_short_title_and_a_submit_button_for_its_inputs() -> None:
    assert view_problems(modal(text_input("why"))) == []
    long = view_problems(modal(text_input("why"), title=plain("x" * 25)))
    assert [str(one) for one in long] == ["must be less than 25 characters [json-pointer:/view/title/text]"]
    without = {key: value for key, value in modal(text_input("why")).items() if key != "submit"}
    assert [one.pointer for one in view_problems(without)] == ["/view/submit"]


def test_a_home_tab_takes_no_alert_and_a_modal_no_table() -> None:
    home = {"type": "home", "blocks": [{"type": "alert", "text": plain("x")}]}
    assert [one.pointer for one in view_problems(home)] == ["/view/blocks/0/type"]
    assert [one.pointer for one in view_problems(modal(table(1, 1)))] == ["/view/blocks/0/type"]


def test_an_initial_option_must_be_one_that_is_offered() -> None:
    element = {
        "type": "static_select",
        "action_id": "s",
        "options": [option("a")],
        "initial_option": option("b"),
    }
    assert pointers([{"type": "actions", "elements": [element]}]) == ["/blocks/0/elements/0/initial_option"]


def test_a_chart_needs_a_value_for_every_category() -> None:
    series = [{"name": "Removed", "data": [{"label": "Mon", "value": 3}]}]
    good = {"type": "bar", "series": series, "axis_config": {"categories": ["Mon"]}}
    bad = {**good, "axis_config": {"categories": ["Mon", "Tue"]}}
    assert pointers([{"type": "data_visualization", "title": "t", "chart": good}]) == []
    assert pointers([{"type": "data_visualization", "title": "t", "chart": bad}]) == [
        "/blocks/0/chart/series/0/data"
    ]


def test_a_data_table_has_equal_rows_under_a_plain_header() -> None:
    cell = {"type": "raw_text", "text": "x"}
    number = {"type": "raw_number", "value": 4}
    good = {"type": "data_table", "caption": "Sellers", "rows": [[cell, cell], [cell, number]]}
    assert pointers([good]) == []
    assert pointers([{**good, "rows": [[cell, cell], [cell]]}]) == ["/blocks/0/rows/1"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "text",
                    "blocks",
                    "elements",
                    "element",
                    "label",
                    "options",
                    "rows",
                    "chart",
                    "series",
                    "title",
                ]
            ),
            inner | st.sampled_from(["section", "actions", "input", "table", "data_table", "modal", "pie"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(JSON)
def test_whatever_arrives_is_judged_and_never_breaks_the_judge(value: Any) -> None:
    for problem in [*message_problems(value, value), *view_problems(value)]:
        assert problem.pointer.startswith(("/blocks", "/attachments", "/view"))
