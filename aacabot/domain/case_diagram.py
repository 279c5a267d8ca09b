"""The table of moves as people read it: a state diagram (Mermaid) and a table (Markdown)."""

from aacabot.domain.cases import TABLE, CaseState, Move

_BEGIN = "[*]"
_LEFT_OUT = frozenset({CaseState.ARCHIVED})
"""Every ended state leads there; drawn, the arrows would hide the others."""


def diagram() -> str:
    """A Mermaid state diagram of every move that leads to another state, but for archiving."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in TABLE:
        if move.to is None or move.to in _LEFT_OUT:
            continue
        for origin in [state.value for state in move.origins] or [_BEGIN]:
            arrows.setdefault((origin, move.to.value), []).append(move.event.value)
    drawn = [f"    {origin} --> {to}: {', '.join(events)}" for (origin, to), events in arrows.items()]
    return "\n".join(["stateDiagram-v2", *drawn])


def table() -> str:
    """Every move as a row: from, event, to, who, guard, clocks."""
    rows = ["| From | Event | To | Who | What must hold | Clocks |", "|---|---|---|---|---|---|"]
    return "\n".join([*rows, *(_row(move) for move in TABLE)])


def _row(move: Move) -> str:
    origins = ", ".join(f"`{state}`" for state in move.origins) or "–"
    if len(move.origins) == len(CaseState):
        origins = "any"
    to = f"`{move.to}`" if move.to else "(stays)"
    who = ", ".join(move.who)
    return f"| {origins} | `{move.event}` | {to} | {who} | {move.guard} | {', '.join(move.clocks)} |"
