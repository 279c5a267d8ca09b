"""Blocks that show data: table, data_table, data_visualization.

Where Slack's pages differ in age (6 or 12 pie segments, 101 or 201 rows) the smaller number is enforced,
so that what passes here passes in every workspace.
"""

import json
from typing import Any

from aacabot.sandbox.slack.blockkit.report import Report
from aacabot.sandbox.slack.blockkit.rich_text import RICH_TEXT
from aacabot.sandbox.slack.blockkit.rules import Flag, Items, Number, Shape, Str, Typed

MOST_CHARACTERS_IN_A_DATA_TABLE = 20_000
RAW_TEXT = Shape({"text": Str(least=1)}, required=("text",))
RAW_NUMBER = Shape({"value": Number(decimal=True), "text": Str()}, required=("value",))
CELL = Typed({"raw_text": RAW_TEXT, "rich_text": RICH_TEXT})
DATA_CELL = Typed({"raw_text": RAW_TEXT, "raw_number": RAW_NUMBER, "rich_text": RICH_TEXT})

# .../blocks/table-block
TABLE = Shape(
    {
        "block_id": Str(255, 1),
        "rows": Items(Items(CELL, 20), 100),
        "column_settings": Items(
            Shape({"align": Str(one_of=("left", "center", "right")), "is_wrapped": Flag()}), 20
        ),
    },
    required=("rows",),
)


def _rows_agree(block: dict[str, Any], pointer: str, report: Report) -> None:
    rows = block.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        return
    for index, row in enumerate(rows):
        if len(row) != len(rows[0]):
            report.add(f"{pointer}/rows/{index}", "all rows must have the same number of values")
    for index, cell in enumerate(rows[0]):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            report.add(f"{pointer}/rows/0/{index}/type", "rich_text cannot be used for header cells")
    if sum(_characters(cell) for row in rows for cell in row) > MOST_CHARACTERS_IN_A_DATA_TABLE:
        report.add(f"{pointer}/rows", f"must be less than {MOST_CHARACTERS_IN_A_DATA_TABLE + 1} characters")


def _characters(cell: Any) -> int:
    if not isinstance(cell, dict):
        return 0
    if isinstance(cell.get("elements"), list):
        return sum(_characters(part) for part in cell["elements"])
    shown = cell.get("text", cell.get("value", ""))
    return len(shown) if isinstance(shown, str) else len(json.dumps(shown))


# .../blocks/data-table-block/
DATA_TABLE = Shape(
    {
        "block_id": Str(255, 1),
        "caption": Str(least=1),
        "rows": Items(Items(DATA_CELL, 20), 101, least=2),
        "page_size": Number(1, 100),
        "row_header_column_index": Number(0),
    },
    required=("caption", "rows"),
    extra=(_rows_agree,),
)


def _series_match_categories(chart: dict[str, Any], pointer: str, report: Report) -> None:
    axis = chart.get("axis_config")
    categories = axis.get("categories") if isinstance(axis, dict) else None
    series = [one for one in chart.get("series") or [] if isinstance(one, dict)]
    names = [one.get("name") for one in series]
    if len(set(map(str, names))) != len(names):
        report.add(f"{pointer}/series", "series names must be unique")
    for index, one in enumerate(series):
        labels = [point.get("label") for point in one.get("data") or [] if isinstance(point, dict)]
        if isinstance(categories, list) and sorted(map(str, labels)) != sorted(map(str, categories)):
            report.add(f"{pointer}/series/{index}/data", "labels must match axis_config categories")


def _segments_are_positive(chart: dict[str, Any], pointer: str, report: Report) -> None:
    for index, segment in enumerate(chart.get("segments") or []):
        value = segment.get("value") if isinstance(segment, dict) else None
        if isinstance(value, (int, float)) and value <= 0:
            report.add(f"{pointer}/segments/{index}/value", "must be greater than 0")


_POINT = Shape({"label": Str(20, 1), "value": Number(decimal=True)}, required=("label", "value"))
_SERIES = Shape({"name": Str(20, 1), "data": Items(_POINT, 20)}, required=("name", "data"))
_AXIS = Shape(
    {"categories": Items(Str(20, 1), 20), "x_label": Str(50), "y_label": Str(50)}, required=("categories",)
)
_XY = Shape(
    {"series": Items(_SERIES, 6), "axis_config": _AXIS},
    required=("series", "axis_config"),
    extra=(_series_match_categories,),
)
_PIE = Shape({"segments": Items(_POINT, 6)}, required=("segments",), extra=(_segments_are_positive,))

# .../blocks/data-visualization-block
DATA_VISUALIZATION = Shape(
    {
        "block_id": Str(255, 1),
        "title": Str(50, 1),
        "chart": Typed({"pie": _PIE, "bar": _XY, "area": _XY, "line": _XY}),
    },
    required=("title", "chart"),
)
