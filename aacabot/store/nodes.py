"""Which processes of the hub are alive, by the database's own clock."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def beat(session: AsyncSession, name: str) -> None:
    """Say that this node is alive."""
    await session.execute(
        text(
            "INSERT INTO nodes (name, seen_at) VALUES (:name, clock_timestamp()) "
            "ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at"
        ),
        {"name": name},
    )


async def silent_nodes(session: AsyncSession, seconds: float) -> list[str]:
    """Nodes not heard of for so long."""
    rows = await session.execute(
        text("SELECT name FROM nodes WHERE seen_at < clock_timestamp() - make_interval(secs => :seconds)"),
        {"seconds": seconds},
    )
    return [row[0] for row in rows]


async def live_nodes(session: AsyncSession, seconds: float) -> set[str]:
    """Nodes heard of within so long."""
    rows = await session.execute(
        text("SELECT name FROM nodes WHERE seen_at >= clock_timestamp() - make_interval(secs => :seconds)"),
        {"seconds": seconds},
    )
    return {row[0] for row in rows}


async def forget(session: AsyncSession, name: str) -> None:
    await session.execute(text("DELETE FROM nodes WHERE name = :name"), {"name": name})
