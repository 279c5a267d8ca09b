"""The `screen` command: JSON lines in, JSON lines out."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from aacabot.cli_screen import screen_command

WATCHLIST = [
    {"id": 7, "mark": "Zephyrine", "forms": {"zh": ["泽菲琳"]}, "cat": "bags", "common": False, "src": "x"},
    {"id": "n", "mark": "Nordvik"},
]
TITLES = [
    {"title": "Z-e-p-h-y-r-i-n-e bag", "price": 12.5},
    {"title": "plain bag", "seller": "s-1"},
    {"title": "nordvik cap", "seller": {"id": "s", "name": "shop"}, "category": None},
]


def run(
    folder: Path, watchlist: object, lines: list[str], *options: str
) -> tuple[int, str, list[dict[str, Any]]]:
    (folder / "w.json").write_text(json.dumps(watchlist), encoding="utf-8")
    (folder / "t.jsonl").write_text("\n".join(lines), encoding="utf-8")
    app = typer.Typer()
    app.command()(screen_command)
    paths = {"--watchlist": "w.json", "--input": "t.jsonl", "--output": "m.jsonl"}
    arguments = [part for name, path in paths.items() for part in (name, str(folder / path))]
    result = CliRunner().invoke(app, [*arguments, *options])
    out = folder / "m.jsonl"
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.exists() else []
    return result.exit_code, " ".join(result.output.split()), rows


@pytest.mark.parametrize("workers", ["1", "2"])
def test_each_line_gets_its_matches_in_order(tmp_path: Path, workers: str) -> None:
    lines = [json.dumps(title) for title in TITLES] * 400
    code, said, rows = run(tmp_path, WATCHLIST, lines, "--workers", workers)
    assert code == 0, said
    assert "1,200 titles in" in said
    assert "titles per second" in said
    assert [row["index"] for row in rows] == list(range(1200))
    assert rows[0]["matches"] == [
        {
            "mark_id": 7,
            "mark": "Zephyrine",
            "score": 0.96,
            "span": [0, 17],
            "surface": "Z-e-p-h-y-r-i-n-e",
            "kind": "spaced",
            "reason": "separators_inside",
            "field": "title",
        }
    ]
    assert [len(row["matches"]) for row in rows[:3]] == [1, 0, 1]


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    code, said, _ = run(tmp_path, WATCHLIST, [json.dumps(TITLES[0]), '{"name": "no title"}'])
    assert code == 1
    assert "Line 2" in said


def test_a_mark_too_short_to_screen_is_named(tmp_path: Path) -> None:
    code, said, _ = run(tmp_path, [{"id": 1, "mark": "x"}], [json.dumps(TITLES[0])])
    assert code == 1
    assert "'x' (id 1)" in said
