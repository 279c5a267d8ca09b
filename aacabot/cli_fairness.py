"""`aacabot fairness`: how sellers fared, marketplace by marketplace."""

from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from aacabot.cli_hub import with_hub
from aacabot.domain.fairness import Fairness
from aacabot.services.fairness import fairness
from aacabot.services.hub import Hub


def fairness_command(
    days: Annotated[int, typer.Option(min=1, max=3650, help="How many days back, up to now.")] = 90,
) -> None:
    """Print how many takedowns were undone, and how long sellers waited, with the counts behind it."""

    async def read(hub: Hub) -> list[Fairness]:
        now = hub.clock()
        return await fairness(hub, now - timedelta(days=days), now)

    table = Table(
        "marketplace", "taken down", "restored", "of them retracted", "strikes void", "median", "p95"
    )
    for one in with_hub(read):
        counts = (one.taken_down, one.restored, one.retracted, one.voided)
        table.add_row(one.marketplace, *map(str, counts), _waited(one.median, one), _waited(one.p95, one))
    Console(width=120).print(table)


def _waited(seconds: float | None, figures: Fairness) -> str:
    """Hours, with the number of takedowns they come from."""
    return "-" if seconds is None else f"{seconds / 3600:.1f} h (n={len(figures.waits)})"
