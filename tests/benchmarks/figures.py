"""The form of a figure (design, 5.7): a table for people, a JSON line for programs, and the machine."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import ceil

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One measured value beside its goal; `better` is `lower` or `higher`."""

    figure: str
    value: float
    goal: float
    better: str
    on: str

    @property
    def holds(self) -> bool:
        return self.value <= self.goal if self.better == "lower" else self.value >= self.goal


def report(figures: Sequence[Figure], notes: Sequence[str] = ()) -> None:
    """Print the figures, whether they hold or not."""
    table = Table("figure", "value", "goal", "holds", "on", title=_machine())
    for figure in figures:
        sign = "<=" if figure.better == "lower" else ">="
        holds = "yes" if figure.holds else "NO"
        table.add_row(figure.figure, f"{figure.value:,.1f}", f"{sign} {figure.goal:,.1f}", holds, figure.on)
    Console(width=120).print(table)
    for note in notes:
        print(note)
    for figure in figures:
        print(json.dumps({**asdict(figure), "value": round(figure.value, 2), "holds": figure.holds}))


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank: the smallest value at least `share` of all are not above."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
