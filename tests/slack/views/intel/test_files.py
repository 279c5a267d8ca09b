"""The form of files is sound whoever opens it, and a report says what became of each line."""

import pytest

from aacabot.domain.intel.imports import LineOutcome, LineProblem, LineReport
from aacabot.sandbox.slack.blockkit import view_problems
from aacabot.slack.ids.intel import IntelActionId
from aacabot.slack.views.intel.files import (
    became_of_file,
    begun_modal,
    file_problem,
    files_modal,
    report_list,
    sent_with_export,
)
from tests.slack.views.intel.samples import HOSTILE
from tests.slack.views.samples import EN

NAMES = ("Acme", *HOSTILE, "品牌联盟", "x" * 200)


@pytest.mark.parametrize("count", [0, 1, 2, 150])
def test_the_form_is_sound_for_whoever_opens_it(count: int) -> None:
    members = [(f"{n:032x}", NAMES[n % len(NAMES)]) for n in range(count)]
    view = files_modal(members, EN)
    assert view_problems(view) == []
    assert ("file_input" in str(view)) is (count > 0)
    assert ("intel_file_for" in str(view)) is (count > 1)


def test_what_is_said_meanwhile_is_sound() -> None:
    for action in (IntelActionId.INTEL_EXPORT, IntelActionId.INTEL_FILES):
        assert view_problems(begun_modal(action, EN)) == []


def test_a_report_counts_and_names_each_line() -> None:
    assert became_of_file({"shared": 2, "refused": 1_000}, False, EN) == "shared: 2, refused: 1,000"
    assert "came before" in became_of_file({"known": 1}, True, EN)
    assert became_of_file({}, False, EN) == "There was nothing in the file."
    rows = report_list(
        [
            LineReport(
                line=2, about="=cmd", outcome=LineOutcome.REFUSED, problem=LineProblem.GUARD, rule="name"
            ),
            LineReport(line=3, about="title x", outcome=LineOutcome.SHARED),
        ],
        EN,
    ).decode("utf-8-sig")
    assert rows.splitlines()[1:] == [
        '"2","\'=cmd","refused","guard","name"',
        '"3","title x","shared","",""',
    ]


def test_a_marketplace_nobody_knows_is_said_in_words() -> None:
    unknown = LineProblem.MARKETPLACE_UNKNOWN
    line = LineReport(line=2, about="seller s-1", outcome=LineOutcome.REFUSED, problem=unknown)
    rows = report_list([line], EN).decode("utf-8-sig")
    assert '"marketplace_unknown: no marketplace of the alliance has this key"' in rows


def test_every_way_a_file_fails_has_words() -> None:
    said = {
        file_problem(one, EN) for one in ("file_too_large", "file_too_long", "file_columns", "file_not_json")
    }
    assert len(said) == 4
    assert sent_with_export(1, EN).startswith("1 item you may read.")
