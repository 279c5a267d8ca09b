"""What SQLAlchemy compiles for one engine serves the others of the process, as in a hub that runs for weeks.

Each test has engines of its own, and each of those would compile the same hundreds of statements again:
that was a third of what a test of the services cost.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.default import DefaultDialect

_first: dict[type[sa.Dialect], sa.Engine] = {}


def share_what_engines_compile() -> None:
    """From now on, engines of one dialect share it and what was compiled by it, once one has connected."""
    # A hook of SQLAlchemy's own; on this class nobody else uses it.
    DefaultDialect.engine_created = classmethod(_share)  # type: ignore[assignment]


def _share(_: type[sa.Dialect], engine: sa.Engine) -> None:
    kind = type(engine.dialect)
    if first := _first.get(kind):
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return

    # Only a connection tells a dialect which server it speaks to.
    @event.listens_for(engine, "connect", once=True)
    def connected(*_: Any) -> None:
        _first.setdefault(kind, engine)
